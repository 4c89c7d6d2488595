"""A letter that waited for the mail server tells nothing that its reader may not see when it leaves."""

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.accounts.models import Delegation, Membership
from wgcop.database import db, writing
from wgcop.threads import jobs

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def sent(app):
    """What leaves now: the letters about mentions and papers."""

    def send():
        left = []
        app.extensions["mail_carrier"] = left.append
        with app.app_context():
            while mail.send_waiting():
                pass
        app.extensions["mail_carrier"] = None
        return [each for each in left if each.source in ("daily-letter", "paper")]

    return send


@pytest.fixture
def mentioned(app, world, http, sent, clock):
    """A comment of Kenya's own layer that mentions Wanjiru; the letter is written and waits."""
    with app.app_context():
        jobs.tell_mentioned()
    sent()
    clock.advance(minutes=9)
    data = {"body": "@Wanjiru Tende, quokka.", "key": "key-1"}
    data["audience"] = world.delegation("Kenya").audience
    answer = http(world.amina).post(f"{CLAUSE}/comments", data=data, headers=JSON)
    assert answer.status_code == 201
    with app.app_context():
        assert jobs.tell_mentioned() == 1
    return answer.json["id"]


def change(app, person, how):
    with app.app_context(), writing():
        how(db.session.merge(person))
        db.session.commit()


def test_it_leaves_as_it_was_written_if_nothing_has_changed(world, mentioned, sent):
    [letter] = sent()
    assert (letter.recipient, letter.subject) == (
        world.wanjiru.email,
        "WG-COP: A comment mentions you",
    )
    assert sent() == []


def test_whoever_left_the_delegation_meanwhile_gets_nothing(app, world, mentioned, sent):
    with app.app_context():
        japan = db.session.scalars(select(Delegation).where(Delegation.name == "Japan")).one().id
    change(app, world.wanjiru, lambda person: person.memberships.clear())
    change(
        app,
        world.wanjiru,
        lambda person: person.memberships.append(Membership(delegation_id=japan)),
    )
    assert sent() == []
    with app.app_context():
        assert not db.session.scalars(
            select(mail.Message)
            .where(mail.Message.recipient == world.wanjiru.email)
            .where(mail.Message.sent_at.is_(None))
        ).all()


def test_a_comment_that_was_retracted_meanwhile_is_not_told(http, world, mentioned, sent):
    http(world.amina).post(f"/comments/{mentioned}/retraction")
    assert sent() == []


def test_whoever_stopped_them_meanwhile_gets_none(app, world, mentioned, sent):
    change(app, world.wanjiru, lambda person: setattr(person, "mention_mail", "never"))
    assert sent() == []
