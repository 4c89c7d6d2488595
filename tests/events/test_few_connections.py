"""Announcing a change takes no second connection to the database while the first is in use."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from wgcop import database
from wgcop.events.actions import record, record_at_once, write_recorded
from wgcop.events.queries import topic_for

WID = "wtdc-67.recs_recognizing__rec_b"
TOPIC = f"clause:{WID}"


@pytest.fixture
def settings(monkeypatch):
    options = database.engine_options
    one = {"pool_size": 1, "max_overflow": 0}
    monkeypatch.setattr(database, "engine_options", lambda url, **more: options(url, **more) | one)
    return {}


@pytest.mark.databases
def test_with_one_connection_everybody_writes_and_everybody_hears(world, http, listen):
    room = listen(world.haruko, TOPIC)
    start = room.answer["seq"]

    def say(number):
        words = {"body": f"Number {number}.", "audience": "members", "type": "substantive"}
        return http(world.amina).post(f"/clauses/{WID}/comments", data=words)

    with ThreadPoolExecutor(4) as writers:
        answers = list(writers.map(say, range(8)))

    assert {answer.status_code for answer in answers} == {303}
    assert sorted(heard["seq"] for heard in room()) == list(range(start + 1, start + 9))


def test_what_is_kept_within_a_transaction_is_told_at_its_end(world, session, listen):
    room = listen(world.haruko, TOPIC)
    topic = topic_for(TOPIC, frozenset({"members"}))
    changed = {"by": None, "target_kind": "comment", "target_id": 1}
    with session.begin_nested():
        record(topic, "comment.edited", **changed)
    assert room() == []
    taken_back = session.begin_nested()
    record(topic, "comment.edited", **changed)
    taken_back.rollback()
    session.commit()

    assert [heard["seq"] for heard in room()] == [topic.seq]


def test_who_needs_a_number_at_once_gets_it_with_what_was_recorded_before(world, session, listen):
    room = listen(world.haruko, TOPIC)
    topic = topic_for(TOPIC, frozenset({"members"}))
    changed = {"by": None, "target_kind": "comment", "target_id": 1}
    before = topic.seq
    record(topic, "comment.edited", **changed)
    assert topic.seq == before
    entry = record_at_once(topic, "comment.edited", **changed, comments=2)
    assert (entry.seq, topic.seq) == (before + 2, before + 2)
    with session.begin_nested():
        record(topic, "comment.edited", **changed)
        with pytest.raises(RuntimeError, match="savepoint"):
            write_recorded()
    session.commit()

    assert [heard["seq"] for heard in room()] == [before + 1, before + 2, before + 3]
