"""Whatever changes is noted with the change itself."""

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tests.search.world import Country, Place, Remark, settle, stale
from wgcop.search import outbox, records
from wgcop.search.outbox import StaleRecord

ON_POSTGRESQL = pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
"""Where several write at a time."""


@pytest.fixture
def nairobi(session):
    place = Place(name="Nairobi", remarks=[Remark(text="one"), Remark(text="two")])
    session.add(place)
    session.commit()
    settle(session)
    return place


def test_a_new_row_is_noted_under_the_key_it_got(session):
    session.add(Remark(text="hello", place=Place(name="Nairobi")))
    assert stale(session) == ["remark:1"]


def test_a_record_is_noted_once_however_often_it_is_touched(session, nairobi):
    for wording in ("first", "second", "third"):
        nairobi.remarks[0].text = wording
        session.flush()
        nairobi.remarks[1].text = wording
        session.commit()
    outbox.note_all(session)
    outbox.note_all(session)
    session.commit()
    assert session.scalars(select(StaleRecord.record_id).order_by(StaleRecord.id)).all() == [
        "remark:1",
        "remark:2",
    ]


def test_a_change_made_while_the_indexer_reads_is_not_lost(session, nairobi):
    """Committed before the notes are taken away, or only just about to be."""
    for remark in nairobi.remarks:
        remark.text = "looked at"
    session.commit()
    notes = outbox.waiting(session, 10)
    session.rollback()
    with Session(session.get_bind()) as other:
        other.get(Remark, 1).text = "meanwhile"
        other.commit()
    outbox.forget(session, notes)
    assert stale(session) == ["remark:1"]


@ON_POSTGRESQL
def test_a_note_of_an_open_transaction_stays_and_nobody_waits_for_it(session, nairobi):
    nairobi.remarks[0].text = "first"
    nairobi.remarks[1].text = "first"
    session.commit()
    notes = outbox.waiting(session, 10)
    session.rollback()
    with Session(session.get_bind()) as other:
        other.get(Remark, 1).text = "meanwhile"
        other.flush()
        outbox._write(other, ["remark:1"])  # as far as the commit has come
        outbox.forget(session, notes)
        session.commit()
        other.commit()
    assert stale(session) == ["remark:1"]


@ON_POSTGRESQL
def test_two_who_note_the_same_records_in_another_order_do_not_stop_each_other(session, nairobi):
    with Session(session.get_bind()) as one, Session(session.get_bind()) as other:
        outbox.note(one, ["remark:1"])
        outbox.note(other, ["remark:2"])
        one.flush(), other.flush()
        outbox.note(one, ["remark:2"])
        outbox.note(other, ["remark:1"])
        one.commit()
        other.commit()
    assert stale(session) == ["remark:1", "remark:2"]


def test_what_was_noted_before_a_savepoint_outlives_it(session, nairobi):
    nairobi.remarks[0].text = "before"
    session.flush()
    with session.begin_nested() as savepoint:
        with session.begin_nested():
            nairobi.remarks[1].text = "inside"
        savepoint.rollback()
    assert "remark:1" in stale(session)


def test_a_note_goes_with_the_change_that_is_taken_back(session):
    session.add(Remark(text="hello", place=Place(name="Nairobi")))
    session.flush()
    session.rollback()
    assert stale(session) == []


def test_a_changed_row_is_noted_and_an_untouched_one_is_not(session, nairobi):
    nairobi.remarks[0].text = "changed"
    session.commit()
    assert stale(session) == ["remark:1"]
    settle(session)
    assert nairobi.remarks[0].text == "changed"
    nairobi.remarks[1].text = "two"
    session.commit()
    assert stale(session) == []


def test_a_deleted_row_is_noted(session, nairobi):
    session.delete(nairobi.remarks[0])
    session.commit()
    assert stale(session) == ["remark:1"]


def test_a_row_that_leaves_its_parents_list_is_noted(session, nairobi):
    del nairobi.remarks[0]
    session.commit()
    assert "remark:1" in stale(session)


def test_what_a_record_is_made_of_makes_it_stale(session, nairobi):
    nairobi.audience = "members"
    session.commit()
    assert stale(session) == ["remark:1", "remark:2"]


def test_a_parent_that_goes_takes_its_records_along(session, nairobi):
    session.delete(nairobi)
    session.commit()
    assert stale(session) == ["remark:1", "remark:2"]
    assert session.scalars(select(Remark)).all() == []


def test_a_changed_row_of_another_feature_makes_the_records_that_show_it_stale(
    session, nairobi, monkeypatch
):
    monkeypatch.setattr(records, "REFRESHED_WITH", {})
    monkeypatch.setattr(outbox, "REFRESHED_WITH", records.REFRESHED_WITH)

    @records.refreshes_with(Country)
    def said_there(country, session):
        return [f"remark:{remark.id}" for remark in session.scalars(select(Remark))]

    session.add(Country(name="Kenya"))
    session.commit()
    assert stale(session) == ["remark:1", "remark:2"]
    settle(session)
    session.execute(update(Country).values(name="Uganda"))
    assert stale(session) == ["remark:1", "remark:2"]


def test_update_and_delete_of_many_rows_are_noted(session, nairobi):
    session.execute(update(Remark).where(Remark.text == "one").values(retracted=True))
    assert stale(session) == ["remark:1"]
    settle(session)
    session.execute(update(Place).values(name="Mombasa"))
    assert stale(session) == ["remark:1", "remark:2"]
    settle(session)
    session.execute(delete(Remark).where(Remark.id == 2))
    assert stale(session) == ["remark:2"]


def test_a_change_of_many_rows_that_no_record_shows_costs_nothing_more(session, statements):
    session.add_all([Country(name="Kenya"), Country(name="Mali")])
    session.commit()
    with statements() as sent:
        session.execute(update(Country).values(name="Uganda"))
    assert len(sent) == 1


def test_rows_inserted_at_once_are_noted(session, nairobi):
    session.execute(insert(Remark), [{"place_id": nairobi.id, "text": "x", "retracted": False}] * 3)
    assert {"remark:3", "remark:4", "remark:5"} <= set(stale(session))


def test_a_flush_of_a_thousand_rows_is_noted_in_one_statement(session, statements):
    session.add(Place(name="Nairobi", remarks=[Remark(text=str(n)) for n in range(1000)]))
    with statements() as sent:
        session.commit()
    assert len([s for s in sent if "stale_record" in s]) == 1
    assert len(stale(session)) == 1000


def test_whoever_waits_is_woken_after_the_commit_and_not_before(session, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox, "_waking", [lambda: woken.append(1)])
    session.add(Remark(text="hello", place=Place(name="Nairobi")))
    session.flush()
    assert woken == []
    session.commit()
    assert woken == [1]
    session.commit()
    session.scalars(select(Remark)).all()
    session.commit()
    assert woken == [1]


def test_nobody_is_woken_for_what_was_taken_back(session, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox, "_waking", [lambda: woken.append(1)])
    session.add(Remark(text="hello", place=Place(name="Nairobi")))
    session.flush()
    session.rollback()
    session.commit()
    assert woken == []
