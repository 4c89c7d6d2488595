"""The index follows the rows, through crashes and in company."""

import pytest
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.search import places
from tests.search.world import GUEST, MEMBER, Place, Remark, record, stale
from wgcop.search.indexer import complete, drain, rebuild, waiting
from wgcop.search_engines.postgres import commits
from wgcop.search_engines.postgres.index import PostgresIndex
from wgcop.search_engines.whoosh.index import IndexFolder

WRITE = {"whoosh": (IndexFolder, "write"), "postgres": (commits, "write")}
TURN = {"whoosh": (IndexFolder, "lock"), "postgres": (PostgresIndex, "writing")}


@pytest.fixture
def place(empty_database, folder):
    """Each database with the engine that goes with it."""
    if empty_database.startswith("sqlite"):
        return places.Place("whoosh", str(folder))
    return places.Place("postgres", empty_database)


@pytest.fixture
def nairobi(session):
    place = Place(name="Nairobi", remarks=[Remark(text=f"remark{n}") for n in range(5)])
    session.add(place)
    session.commit()
    return place


def test_what_was_written_is_found_and_the_notes_are_gone(session, engine, nairobi, found):
    assert drain(session, engine) == 5
    assert found("remark3") == ["remark:4"]
    assert waiting(session) == 0
    assert drain(session, engine) == 0


def test_each_record_is_looked_at_as_it_is_now(session, engine, nairobi, found):
    nairobi.remarks[0].text = "second"
    session.commit()
    nairobi.remarks[0].text = "third"
    session.commit()
    drain(session, engine)
    assert found("second third") == ["remark:1"]
    assert found("second") == []


def test_retracted_deleted_and_made_private(session, engine, nairobi, found):
    drain(session, engine)
    nairobi.remarks[0].retracted = True
    session.delete(nairobi.remarks[1])
    session.commit()
    drain(session, engine)
    assert engine.count() == 3
    nairobi.audience = "members"
    session.commit()
    drain(session, engine)
    assert found("nairobi", GUEST) == []
    assert len(found("nairobi", MEMBER)) == 3


def test_batches_take_only_the_notes_they_handled(session, engine, nairobi):
    assert drain(session, engine, batch=2) == 2
    assert waiting(session) == 3
    assert drain(session, engine, batch=100) == 3
    assert engine.count() == 5


def test_an_index_is_made_again_in_as_many_batches_as_it_takes(
    session, engine, nairobi, found, monkeypatch
):
    drain(session, engine)
    monkeypatch.setattr("wgcop.search.indexer.REBUILD_BATCH", 2)
    told = []
    assert rebuild(session, engine, lambda *counts: told.append(counts)) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert engine.count() == 5 and waiting(session) == 0


class Crash(Exception):
    """The process is gone."""


@pytest.mark.parametrize("moment", ["before the engine commits", "after the engine has committed"])
def test_a_crash_costs_a_repeat_and_never_a_loss(
    session, engine, place, nairobi, found, monkeypatch, moment
):
    with monkeypatch.context() as crashing:
        if moment.startswith("before"):
            crashing.setattr(*WRITE[place.engine], fail)
        else:
            crashing.setattr("wgcop.search.outbox.forget", fail)
        with pytest.raises(Crash):
            drain(session, engine)
    session.rollback()
    assert waiting(session) == 5
    assert engine.count() == (0 if moment.startswith("before") else 5)
    assert drain(session, engine) == 5
    assert engine.count() == 5
    assert found("remark3") == ["remark:4"]


def fail(*_, **__):
    raise Crash


def test_a_change_during_the_drain_waits_for_the_next(
    session, engine, place, nairobi, found, monkeypatch
):
    """Written after the rows were read and before the notes went: its own note stays."""
    complete(session, engine)
    write = getattr(*WRITE[place.engine])

    def meanwhile(*args):
        with Session(session.get_bind()) as other:
            other.get(Remark, 1).text = "meanwhile"
            other.commit()
        return write(*args)

    with monkeypatch.context() as racing:
        racing.setattr(*WRITE[place.engine], meanwhile)
        drain(session, engine)
    assert stale(session) == ["remark:1"]
    drain(session, engine)
    assert found("meanwhile") == ["remark:1"]


def test_nobody_puts_an_older_state_over_a_newer_one(
    session, engine, place, open_engine, nairobi, found, monkeypatch
):
    """Two processes drain at once: the second reads only after the first has put."""
    other_engine = open_engine()
    order = []
    turn = getattr(*TURN[place.engine])

    def second(index):
        if index is engine._index and not order:
            order.append("second")
            with Session(session.get_bind()) as other:
                other.get(Remark, 1).text = "newer"
                other.commit()
                drain(other, other_engine)
        return turn(index)

    monkeypatch.setattr(*TURN[place.engine], second)
    drain(session, engine)
    assert found("newer") == ["remark:1"]
    assert found("remark0") == []


def test_a_row_that_cannot_say_what_it_is_keeps_nobody_waiting(session, engine, nairobi):
    nairobi.remarks[2].text = "unspeakable"
    session.commit()
    with capture_logs() as said:
        while drain(session, engine):
            pass
    assert engine.count() == 4
    assert [line["record"] for line in said if line["event"] == "search_record_failed"] == [
        "remark:3"
    ]


def test_a_new_index_gets_every_record(session, engine, place, open_engine, nairobi):
    complete(session, engine)
    while drain(session, engine):
        pass
    assert engine.count() == 5
    complete(session, engine)
    assert waiting(session) == 0

    place.make_foreign()
    again = open_engine()
    complete(session, again)
    while drain(session, again):
        pass
    assert again.count() == 5


def test_a_first_start_warns_of_nothing_and_an_index_that_was_lost_is_told_of(
    session, place, open_engine, nairobi
):
    def warnings_of_a_start():
        with capture_logs() as said:
            engine = open_engine()
            complete(session, engine)
            while drain(session, engine):
                pass
            assert engine.count() == 5
        return [line["event"] for line in said if line["log_level"] == "warning"]

    assert warnings_of_a_start() == []
    place.lose()
    assert warnings_of_a_start() == ["search_index_of_another_database"]


def test_rebuilding_drops_what_is_no_more_and_tells_how_far_it_is(
    session, engine, nairobi, put, found
):
    put(record("999", "a ghost"))
    heard = []
    assert rebuild(session, engine, lambda done, in_all: heard.append((done, in_all))) >= 5
    assert heard[-1][0] == heard[-1][1]
    assert engine.count() == 5
    assert found("ghost") == []
    assert engine.epoch()


def test_a_rebuild_that_was_interrupted_goes_on(session, engine, nairobi, monkeypatch):
    with monkeypatch.context() as crashing:
        crashing.setattr("wgcop.search.indexer.drain", fail)
        with pytest.raises(Crash):
            rebuild(session, engine, lambda *_: None)
    complete(session, engine)
    while drain(session, engine):
        pass
    assert engine.count() == 5
