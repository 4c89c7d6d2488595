"""Whoever records on several topics locks them in one order, and what happened keeps its own."""

import pytest
from sqlalchemy import select, text

from tests.lock_order import watched
from tests.threads.test_comments import WID
from wgcop.database import db
from wgcop.events.actions import Happened, change_topic, open_topic, record, record_all
from wgcop.events.models import Entry
from wgcop.events.queries import topic_for
from wgcop.upkeep.doctor.comment_counts import recount

TOPIC = f"clause:{WID}"
HAPPENED = Happened(TOPIC, "A clause", f"/clauses/{WID}", "members", "comment.retracted", 1)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_topics_are_locked_in_the_order_of_python_whatever_the_language_of_the_database(
    world, session, statements
):
    with statements() as sent:
        record_all([HAPPENED], by=None, target_kind="comment")
        recount(session)
    locking = [each for each in sent if each.endswith("FOR UPDATE")]
    assert len(locking) == 2
    assert all('ORDER BY topic.name COLLATE "C"' in each for each in locking)


def test_a_topic_gets_its_title_in_the_order_of_names_and_not_when_it_is_given(world, session):
    """Though its row is changed first, it is locked after the one that comes before it."""
    first, last = (
        open_topic(name, title="Posters", address="/", audience="members")
        for name in ("test:1", "test:2")
    )

    def rename() -> None:
        change_topic(last, title="Helplines", audience="public")
        for topic in (last, first):
            record(topic, "initiative.edited", by=None, target_kind="initiative", target_id=1)

    with watched(session) as locks:
        assert locks(rename) == ["test:1", "test:2"]
    session.expire_all()
    assert (last.title, last.audience, last.seq) == ("Helplines", "public", 1)


def test_what_is_recorded_of_many_things_follows_what_was_recorded_before(world, session):
    topic = topic_for(TOPIC, frozenset({"members"}))
    record(topic, "comment.edited", by=None, target_kind="comment", target_id=1)
    record_all([HAPPENED], by=None, target_kind="comment")
    session.commit()
    of_topic = select(Entry.kind).where(Entry.topic_id == topic.id).order_by(Entry.seq)
    assert session.scalars(of_topic).all()[-2:] == ["comment.edited", "comment.retracted"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_who_open_the_same_topics_in_other_orders_do_not_wait_for_each_other(
    app, world, session
):
    def post(name):
        topic = open_topic(name, title="Posters", address="/", audience="members")
        record(topic, "initiative.edited", by=None, target_kind="initiative", target_id=1)

    post("test:2")
    with app.app_context():
        db.session.execute(text("SET LOCAL lock_timeout = '300ms'"))
        post("test:1")
        post("test:2")
        post("test:2")
        db.session.commit()
    for name in ("test:1", "test:2"):
        post(name)
    session.commit()
    audiences = frozenset({"members"})
    assert [topic_for(name, audiences).seq for name in ("test:1", "test:2")] == [2, 4]
