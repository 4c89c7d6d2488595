"""Verbs of meetings lock rows and topics in one order, whatever they do first."""

import pytest

from tests.lock_order import watched
from tests.meetings.conftest import DURING
from wgcop.meetings import actions
from wgcop.meetings.facts import ItemFacts
from wgcop.meetings.models import Outcome
from wgcop.meetings.registrations.models import Attendance
from wgcop.meetings.reports.actions import compose_report
from wgcop.meetings.room import actions as room_actions
from wgcop.meetings.silence.rule import LONGEST
from wgcop.threads.chairing.standings import Standing

MEETING, FLOOR, MEMBERS, ROOM = (
    f"meeting:wg-cop-3{part}" for part in ("", "@floor", "@members", "@room")
)


@pytest.fixture
def locks(session):
    with watched(session) as do:
        yield do


def test_the_gavel_tells_the_meeting_before_its_floor(room, agenda, locks, clock):
    clock.stop(DURING)
    everybody = [MEETING, FLOOR, MEMBERS, ROOM]
    by = {"by": room.helena}
    assert locks(room_actions.begin_break, room.meeting, None, **by) == everybody
    assert locks(room_actions.resume, room.meeting, **by) == everybody
    assert locks(room_actions.go_on, room.meeting, **by) == everybody
    assert locks(room_actions.take_chair, room.meeting, as_capacity="Chair", **by) == [FLOOR]
    assert locks(room_actions.adjourn, room.meeting, **by) == everybody
    assert locks(room_actions.close_meeting, room.meeting, **by) == everybody


def test_what_silence_adopts_is_recorded_in_the_order_of_topics(
    room, agenda, clause, session, locks, clock
):
    facts = ItemFacts.of(agenda.recalling)
    version = agenda.recalling.version
    change = {"clauses": [clause], "documents": [], "version": version, "by": room.ines}
    locks(actions.change_item, agenda.recalling, facts, **change)
    locks(
        actions.circulate,
        room.meeting,
        "A date",
        "to issue the guidance by March 2027;",
        Outcome.AGREED,
        ends_at=clock.stop() + LONGEST / 2,
        zone="Europe/Zurich",
        place="Geneva",
        item=agenda.recalling,
        clause=clause,
        by=room.helena,
        capacity=room.helena.capacities[0],
    )
    clock.advance(days=60)
    order = locks(actions.record_silence, locks.result)
    assert order == [clause.topic, MEETING, FLOOR, MEMBERS, ROOM]
    words, by = "to work with the group and others", room.helena
    capacity = by.capacities[0]
    agreed = (agenda.recalling, clause, Standing.AGREED, words)
    assert locks(actions.agree_wording, *agreed, by=by, capacity=capacity) == [
        clause.topic,
        MEMBERS,
        ROOM,
    ]
    assert locks(actions.withdraw_wording, locks.result, "Misread.", by=by, capacity=capacity) == [
        clause.topic,
        MEMBERS,
        ROOM,
    ]


def test_what_a_meeting_composes_is_locked_before_the_meeting(room, agenda, paper, locks, clock):
    first = locks(actions.publish_agenda, room.meeting, by=room.ines)
    document = f"document:{locks.result.revision.contribution.id}"
    assert first == [document, MEETING, FLOOR, MEMBERS, ROOM]
    locks(actions.add_item, room.meeting, ItemFacts(title="Any other business"), by=room.ines)
    assert locks(actions.publish_agenda, room.meeting, by=room.ines) == first
    for name in ("amina", "luc"):
        person = getattr(room, name)
        home = person.memberships[0].delegation
        locks(actions.register, room.meeting, Attendance.IN_PERSON, home, by=person)
        listed = locks(actions.issue_participants, room.meeting, by=room.ines)
        assert listed[1:] == [MEMBERS]
    clock.stop(DURING)
    people = sorted([room.ines.topic, room.helena.topic])
    assert locks(compose_report, room.meeting, by=room.helena) == people
