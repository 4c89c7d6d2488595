"""The chair leads: the floor, timers, breaks, items. Everything is kept in the database as the pure list has it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.meetings.conftest import AFTER, BEFORE
from tests.meetings.room.conftest import minutes
from tests.meetings.room.test_speakers import VERBS
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.actions.undoing import undo
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import Outcome
from wgcop.agenda.undoing.queries import last_change
from wgcop.bodies.models import Meeting
from wgcop.errors import Refused
from wgcop.floor import actions
from wgcop.floor.actions import taking_up
from wgcop.floor.course import course_of
from wgcop.floor.models import FloorRequest
from wgcop.floor.queries import room_of, speakers_of
from wgcop.floor.speakers import FloorKind, NotPossible, SpeakersList
from wgcop.outcomes import actions as outcomes_actions


def test_a_delegation_speaks_with_the_time_that_the_chair_gave_each(item, ask, stand, room, clock):
    actions.limit_interventions(room.meeting, 3, by=room.helena)
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=2)
    assert stand().speakers.speaking.timer.left_at(stand().now) == minutes(1)
    actions.add_to_intervention(item, 2, by=room.helena)
    actions.pause_intervention_timer(item, by=room.helena)
    clock.advance(minutes=5)
    actions.start_intervention_timer(item, by=room.helena)
    clock.advance(minutes=1)
    actions.end_intervention(item, by=room.helena)
    spoken = stand().times["Kenya"]
    assert (spoken.times, spoken.timer.spent) == (1, minutes(3))


def test_an_item_gets_more_time_and_less_of_it(item, stand, room):
    def allowed():
        return stand().timer.allowed

    before = allowed()
    actions.add_to_item(item, 5, by=room.helena)
    assert allowed() == before + minutes(5)
    actions.add_to_item(item, -2, by=room.helena)
    assert allowed() == before + minutes(3)


def test_asking_twice_is_asking_once_and_a_colleague_finds_the_delegation_on_the_list(ask, names):
    first = ask("amina")
    assert ask("amina") is first
    assert names() == (None, ["Kenya"])


def test_the_chair_puts_on_the_list_who_raises_a_nameplate(item, room, names):
    actions.ask_for_floor(item, FloorKind.INTERVENTION, delegation=room.kenya, by=room.helena)
    assert names() == (None, ["Kenya"])


def test_a_closed_list_says_what_it_still_takes(item, ask, room, names):
    ask("amina")
    actions.close_list(item, by=room.helena)
    with pytest.raises(Refused, match="point of order"):
        ask("luc")
    ask("luc", FloorKind.REPLY)
    assert names() == (None, ["Kenya", "Switzerland"])


def test_a_point_of_order_stops_the_time_of_whoever_it_interrupts(
    item, ask, stand, names, room, clock
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=1)
    actions.give_floor(ask("luc", FloorKind.POINT_OF_ORDER), by=room.helena)
    assert names() == ("Switzerland", [])
    clock.advance(minutes=4)
    actions.end_intervention(item, by=room.helena)
    assert names() == ("Kenya", [])
    clock.advance(minutes=1)
    times = stand().times
    assert times["Kenya"].timer.spent_at(stand().now) == minutes(2)
    assert times["Switzerland"].timer.spent == minutes(4)
    assert [each.speaks_for for each in speakers_of(item).spoken] == ["Kenya", "Switzerland"]


def test_of_two_who_lead_one_does_not_end_whoever_the_other_gave_the_floor(item, ask, names, room):
    first = ask("amina")
    ask("luc")
    actions.next_speaker(item, by=room.helena)
    actions.next_speaker(item, by=room.ines)
    actions.end_intervention(item, shown=first.id, by=room.helena)
    assert names() == ("Switzerland", [])


def test_sent_twice_the_next_speaker_is_not_skipped(item, ask, names, room):
    ask("amina")
    ask("luc")
    for _ in range(2):
        actions.next_speaker(item, shown=0, by=room.helena)
    assert names() == ("Kenya", ["Switzerland"])


def test_a_speaker_who_was_stopped_too_early_goes_on_and_the_next_one_waits_first(
    item, ask, names, stand, room, clock
):
    ask("amina")
    ask("luc")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=2)
    actions.next_speaker(item, by=room.helena)
    shown = stand().speakers.speaking.id
    for _ in range(2):
        actions.give_back_floor(item, shown=shown, by=room.helena)
    assert names() == ("Kenya", ["Switzerland"])
    clock.advance(minutes=1)
    assert stand().speakers.speaking.timer.spent_at(stand().now) == minutes(3)
    actions.next_speaker(item, by=room.helena)
    assert stand().speakers.speaking.timer.spent == minutes(0)


def test_a_break_stops_all_timers_and_the_floor_is_given_only_after_it(
    item, ask, names, stand, room, clock
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=1)
    until = actions.moment_of(time(10, 15), room.meeting)
    actions.begin_break(room.meeting, until, by=room.helena)
    assert stand().pause.until == datetime(2026, 6, 2, 8, 15, tzinfo=UTC)
    ask("luc")
    with pytest.raises(Refused, match="break"):
        actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=30)
    actions.resume(room.meeting, by=room.helena)
    clock.advance(minutes=1)
    now = stand()
    assert now.pause is None
    assert (
        now.timer.spent_at(now.now) == now.speakers.speaking.timer.spent_at(now.now) == minutes(2)
    )
    _, began, ended = course_of(room.meeting)
    assert ended.at - began.at == minutes(30)
    assert names() == ("Kenya", ["Switzerland"])


def test_a_break_until_an_earlier_hour_lasts_until_tomorrow(item, room):
    assert actions.moment_of(time(9, 30), room.meeting) == datetime(2026, 6, 3, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "now, until",
    [
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 45, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 45, tzinfo=UTC), datetime(2027, 10, 31, 1, 45, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 45, tzinfo=UTC), datetime(2027, 11, 1, 1, 45, tzinfo=UTC)),
        (datetime(2027, 3, 27, 2, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 45, tzinfo=UTC)),
    ],
    ids=["before both", "between", "after both", "left out"],
)
def test_a_break_until_an_hour_that_clocks_show_twice_or_never_ends_at_the_next(clock, now, until):
    """At 2:45 in the nights in which Geneva sets its clocks; where they leave it out, an hour later by their new time."""
    clock.stop(now)
    moment = actions.moment_of(time(2, 45), Meeting(zone="Europe/Zurich"))
    assert moment.astimezone(UTC) == until


def test_when_the_meeting_goes_on_the_speaker_has_ended_and_those_who_wait_are_there_later(
    item, ask, agenda, names, stand, room, clock
):
    ask("amina")
    ask("luc")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=7)
    taking_up.take_up_item(agenda.closing, by=room.helena)
    assert (names(), stand().item_id) == ((None, []), agenda.closing.id)
    clock.advance(minutes=60)
    taking_up.take_up_item(item, by=room.helena)
    assert names() == (None, ["Switzerland"])
    clock.advance(minutes=1)
    assert stand().timer.left_at(stand().now) == minutes(30 - 8)


def test_the_timer_of_the_next_item_begins_when_an_outcome_closes_the_one_before(
    item, agenda, stand, room, clock
):
    clock.advance(minutes=3)
    outcomes_actions.record_outcome(item, Outcome.NOTED, "", by=room.helena)
    # the first item that is still open, so that none is skipped
    assert stand().item_id == agenda.opening.id
    clock.advance(minutes=2)
    assert stand().timer.spent_at(stand().now) == minutes(2)
    assert speakers_of(item).spoken == []


def test_next_item_closes_one_only_however_often_it_is_sent(item, agenda, stand, session, room):
    for _ in range(2):
        actions.go_on(room.meeting, shown=item.id, by=room.helena)
    session.expire_all()
    assert item.closed and not agenda.opening.closed
    assert stand().item_id == agenda.opening.id


def test_nothing_is_done_in_a_room_before_or_after_the_meeting(agenda, room, clock):
    for moment in (BEFORE, AFTER):
        clock.stop(moment)
        for act in (
            lambda: actions.ask_for_floor(
                agenda.opening,
                FloorKind.INTERVENTION,
                capacity=room.amina.capacities[0],
                by=room.amina,
            ),
            lambda: actions.announce(room.meeting, "Welcome.", by=room.helena),
            lambda: actions.begin_break(room.meeting, None, by=room.helena),
            lambda: actions.go_on(room.meeting, by=room.helena),
        ):
            with pytest.raises(Refused, match="while the meeting is on"):
                act()


def test_an_item_that_was_removed_comes_back_with_those_who_asked(
    agenda, ask, names, room, session, clock
):
    ask("amina", on=agenda.closing)
    agenda_actions.remove_item(agenda.closing, by=room.ines)
    session.commit()
    undo(last_change(room.meeting, room.ines), by=room.ines)
    assert session.scalars(select(FloorRequest)).one().speaks_for == "Kenya"


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(VERBS, max_size=15))
def test_through_the_verbs_the_list_in_the_database_is_the_pure_one(
    item, room, session, clock, verbs
):
    """On an item of its own each time. The delegations that ask are put on the list by the chair."""
    by = room.helena
    own = agenda_actions.add_item(room.meeting, ItemFacts(title="One more"), by=by)
    taking_up.take_up_item(own, by=by)
    delegations = {"Kenya": room.kenya, "Japan": room.luc.memberships[0].delegation}
    pure, asked = SpeakersList(), {}
    for verb, *arguments in verbs:
        clock.advance(seconds=10)
        if verb == "leave" or (verb == "ask" and arguments[0] not in delegations):
            continue
        try:
            if verb == "ask":
                name, kind = arguments
                one = actions.ask_for_floor(own, kind, delegation=delegations[name], by=by)
                if one.id not in asked:
                    asked[one.id] = one
                    pure = pure.ask(one.speaker)
            elif verb in ("give", "withdraw", "move"):
                if not pure.waiting:
                    continue
                one = asked[pure.waiting[arguments[0] % len(pure.waiting)].id]
                act = {
                    "give": actions.give_floor,
                    "withdraw": actions.withdraw_request,
                    "move": actions.move_request,
                }[verb]
                act(one, *arguments[1:], by=by)
                pure = getattr(pure, verb)(one.id, *arguments[1:])
            elif verb == "back":
                ended = speakers_of(own).ended
                arguments = [ended.speaker] if ended else []
                actions.give_back_floor(own, by=by)
                pure = pure.back(*arguments)
            else:
                {
                    "next": actions.next_speaker,
                    "end": actions.end_intervention,
                    "close": actions.close_list,
                    "reopen": actions.reopen_list,
                    "by_arrival": actions.order_by_arrival,
                }[verb](own, by=by)
                pure = getattr(pure, verb)()
        except Refused:
            if verb == "ask":
                assert pure.is_closed and kind == FloorKind.INTERVENTION
            elif arguments or verb != "back":
                with pytest.raises(NotPossible):
                    getattr(pure, verb)(*arguments)
            continue
        session.flush()
        session.expire_all()
        shown = room_of(room.meeting).speakers
        assert shown.speakers == pure
        running = [each for each in shown.requests if each.timer.is_running]
        assert [each.id for each in running] == ([pure.speaking.id] if pure.speaking else [])
    for one in asked.values():
        spent = one.timer.spent_at(clock.advance())
        assert spent % timedelta(seconds=10) == timedelta()


def test_the_next_speaker_is_a_point_of_order_and_whoever_spoke_goes_on(item, ask, names, room):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    ask("luc", FloorKind.POINT_OF_ORDER)
    for speaks in ("Switzerland", "Kenya"):
        actions.next_speaker(item, by=room.ines)
        assert names() == (speaks, [])
