"""Verbs of meetings lock rows and topics in one order, whatever they do first."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.lock_order import watched
from tests.meetings.conftest import DURING, call_meeting
from wgcop.accounts.actions.people import deactivate, end_office
from wgcop.accounts.models import GroupRole, Office, Person
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.agenda.sitting import presiding_in
from wgcop.bodies.models import GroupKind, Meeting
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.floor import actions as room_actions
from wgcop.meetings.actions import groups
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.outcomes import actions
from wgcop.outcomes.silence.rule import LONGEST
from wgcop.privacy.actions import erase
from wgcop.records.actions import compose_report
from wgcop.registration import actions as registration_actions
from wgcop.registration.models import Attendance
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
    locks(agenda_actions.change_item, agenda.recalling, facts, **change)
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
    first = locks(agenda_actions.publish_agenda, room.meeting, by=room.ines)
    document = f"document:{locks.result.revision.contribution.id}"
    assert first == [document, MEETING, FLOOR, MEMBERS, ROOM]
    locks(
        agenda_actions.add_item, room.meeting, ItemFacts(title="Any other business"), by=room.ines
    )
    assert locks(agenda_actions.publish_agenda, room.meeting, by=room.ines) == first
    for name in ("amina", "luc"):
        person = getattr(room, name)
        home = person.memberships[0].delegation
        locks(registration_actions.register, room.meeting, Attendance.IN_PERSON, home, by=person)
        listed = locks(registration_actions.issue_participants, room.meeting, by=room.ines)
        assert listed[1:] == [MEMBERS]
    clock.stop(DURING)
    people = sorted([room.ines.topic, room.helena.topic])
    assert locks(compose_report, room.meeting, by=room.helena) == people


def test_whoever_presides_is_ended_after_the_meeting_is_locked_and_before_its_group(
    room, agenda, session, locks, clock
):
    """As a group is set up on an item: the meeting first, then the group above."""
    clock.stop(DURING)
    helena, ines, tomas = room.helena, room.ines, room.tomas
    tomas.offices.append(Office(group=room.group, role=GroupRole.SECRETARIAT))
    kind, leaders = GroupKind.AD_HOC_GROUP, [room.luc]
    locks(groups.set_up_on_item, agenda.recalling, kind, leaders, by=helena)

    def preside(person):
        person.offices.append(Office(group=room.group, role=GroupRole.VICE_CHAIR))
        locks(room_actions.take_chair, room.meeting, as_capacity="Vice-Chair", by=person)

    def is_without_deputy(verb, *args, **kwargs):
        locks(verb, *args, **kwargs)
        return presiding_in(room.meeting) is None

    preside(tomas)
    facts = GroupFacts(name=room.group.name, kind=room.group.kind, leaders=(helena,))
    assert is_without_deputy(
        groups.change_group, room.group, facts, version=room.group.version, by=ines
    )
    preside(tomas)
    office = next(each for each in tomas.offices if each.role == GroupRole.VICE_CHAIR)
    assert is_without_deputy(end_office, office, by=ines)
    preside(tomas)
    assert is_without_deputy(deactivate, tomas, by=ines)
    tomas.active = True
    tomas.offices.clear()
    session.commit()
    preside(tomas)
    assert is_without_deputy(erase, tomas, by=ines)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_later_meetings_cannot_take_up_one_item_at_the_same_moment(app, room, agenda):
    fourth, fifth = (
        call_meeting(room, f"Meeting {number}", number, date(2026, 6 + number, 2))
        for number in (4, 5)
    )
    actions.record_outcome(agenda.recalling, Outcome.DEFERRED, "", by=room.ines)
    db.session.commit()
    key, later, by = agenda.recalling.id, fifth.id, room.ines.id
    there = actions.continue_item(agenda.recalling, fourth, by=room.helena)

    def take_up_at_the_fifth():
        with app.app_context():
            db.session.execute(text("SET LOCAL lock_timeout = '300ms'"))
            actions.continue_item(
                db.session.get_one(AgendaItem, key),
                db.session.get_one(Meeting, later),
                by=db.session.get_one(Person, by),
            )
            db.session.commit()

    with pytest.raises(OperationalError):  # it waits for the fourth
        take_up_at_the_fifth()
    db.session.commit()
    with pytest.raises(Refused, match="already on a later agenda"):
        take_up_at_the_fifth()
    assert agenda.recalling.continued_as is there


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_whoever_takes_the_chair_keeps_it_when_its_holder_is_deactivated(app, room, agenda, clock):
    clock.stop(DURING)
    salma, tomas = room.salma, room.tomas
    tomas.offices.append(Office(group=room.group, role=GroupRole.VICE_CHAIR))
    room_actions.take_chair(room.meeting, as_capacity="Vice-Chair", by=salma)
    db.session.commit()
    key = salma.id
    room_actions.take_chair(room.meeting, as_capacity="Vice-Chair", by=tomas)

    def deactivate_salma():
        with app.app_context():
            db.session.execute(text("SET LOCAL lock_timeout = '300ms'"))
            deactivate(db.session.get_one(Person, key), by=None)
            db.session.commit()

    with pytest.raises(OperationalError):  # it waits until the chair has been taken
        deactivate_salma()
    db.session.commit()
    deactivate_salma()
    assert presiding_in(room.meeting).person_id == tomas.id
