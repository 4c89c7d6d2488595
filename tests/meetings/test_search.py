"""What of meetings is found, and by whom."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from tests.meetings.conftest import THIRD_MEETING
from wgcop.meetings import actions
from wgcop.meetings.models import AgendaItem, Outcome
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import load


def records(session):
    items = session.scalars(select(AgendaItem)).all()
    rows = load(session, [f"agenda-item:{item.id}" for item in items])
    return {row.title: row.search_record() for row in rows.values()}


def stale(session):
    """Records noted since the last look."""
    noted = set(session.scalars(select(StaleRecord.record_id)))
    session.query(StaleRecord).delete()
    session.commit()
    return noted


def test_items_of_a_draft_agenda_are_found_by_members_and_published_ones_by_all(
    room, agenda, session
):
    assert records(session)["Opening"].audience == {"members"}
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert records(session)["Opening"].audience == {"public"}


def test_an_item_is_found_by_its_note_and_its_decision_and_leads_to_its_line(room, agenda, session):
    actions.record_outcome(agenda.opening, Outcome.ADOPTED, "The agenda is adopted.", by=room.ines)
    session.commit()
    record = records(session)["Opening"]
    assert "The agenda is adopted." in record.text
    assert record.url == f"/meetings/wg-cop-3/items/{agenda.opening.id}"
    assert (record.year, record.body) == (2026, "WG-COP")


def test_publishing_makes_all_items_stale(room, agenda, session):
    stale(session)
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert {f"agenda-item:{item.id}" for item in vars(agenda).values()} <= stale(session)


def test_other_days_make_all_items_stale(room, agenda, session):
    stale(session)
    later = replace(THIRD_MEETING, starts_on=date(2027, 6, 2), ends_on=date(2027, 6, 3))
    actions.change_meeting(room.meeting, later, version=room.meeting.version, by=room.ines)
    session.commit()
    assert f"agenda-item:{agenda.opening.id}" in stale(session)


def test_a_decision_makes_its_item_stale(room, agenda, session):
    stale(session)
    actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted.", by=room.ines)
    session.commit()
    assert f"agenda-item:{agenda.opening.id}" in stale(session)


def test_an_item_that_left_is_not_found(room, agenda, session):
    item = f"agenda-item:{agenda.opening.id}"
    stale(session)
    actions.remove_item(agenda.opening, by=room.ines)
    session.commit()
    assert item in stale(session)
    assert load(session, [item]) == {}
