"""One press too many by the chair: the item, its outcome and whoever had the floor come back."""

from datetime import UTC, datetime

import pytest

from tests.meetings.room.conftest import ROOM, minutes
from wgcop.agenda import actions as meetings
from wgcop.agenda.actions.undoing import undo
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import ItemCall, Outcome
from wgcop.agenda.undoing.queries import last_change
from wgcop.errors import Refused
from wgcop.floor import actions
from wgcop.floor.actions import taking_up
from wgcop.floor.speakers import FloorKind


@pytest.fixture
def take_back(room, session):
    def do():
        session.flush()
        undo(last_change(room.meeting, room.helena), by=room.helena)
        session.commit()

    return do


def test_the_item_comes_back_with_its_speaker_whose_time_goes_on(
    item, ask, names, stand, room, clock, session, take_back
):
    ask("amina")
    ask("luc")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=2)
    actions.go_on(room.meeting, by=room.helena)
    assert names() == (None, [])
    clock.advance(minutes=1)
    take_back()
    clock.advance(minutes=1)
    assert names() == ("Kenya", ["Switzerland"])
    assert stand().speakers.speaking.timer.spent_at(stand().now) == minutes(3)
    assert (stand().item_id, item.closed) == (item.id, False)
    assert [call.item_id for call in session.query(ItemCall)] == [item.id]


def test_a_point_of_order_and_whom_it_interrupted_come_back_too(
    item, ask, names, room, agenda, stand, take_back
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    actions.give_floor(ask("luc", FloorKind.POINT_OF_ORDER), by=room.helena)
    actions.take_up(agenda.closing, by=room.helena)
    take_back()
    assert names() == ("Switzerland", [])
    assert stand().speakers.interrupted.speaks_for == "Kenya"


def test_an_outcome_is_withdrawn_and_later_wordings_are_discussed_again(
    paper, item, agenda, room, session, stand, take_back
):
    meetings.attach_document(item, paper, by=room.ines)
    actions.take_up(agenda.closing, by=room.helena)
    actions.conclude(item, Outcome.NOTED, "Noted.", by=room.helena)
    assert item.closed and item.document_links[0].revision_number is not None
    take_back()
    session.refresh(item)
    assert (item.closed, item.conclusions) == (False, [])
    assert item.document_links[0].revision_number is None
    assert stand().item_id == agenda.closing.id


def test_steps_are_undone_one_by_one(item, agenda, room, stand, take_back):
    actions.go_on(room.meeting, by=room.helena)
    actions.take_up(agenda.closing, by=room.helena)
    take_back()
    assert stand().item_id == agenda.opening.id
    take_back()
    assert stand().item_id == item.id


def test_what_the_meeting_has_gone_on_from_stays(item, agenda, room, take_back, session):
    actions.go_on(room.meeting, by=room.helena)
    taking_up.take_up_item(agenda.closing, by=room.ines)
    with pytest.raises(Refused, match="moved on since"):
        take_back()
    assert item.closed


def test_new_words_of_an_item_do_not_stand_in_the_way(item, room, session, take_back):
    actions.go_on(room.meeting, by=room.helena)
    facts = ItemFacts(**(vars(ItemFacts.of(item)) | {"title": "Recalling, read again"}))
    meetings.change_item(item, facts, clauses=[], documents=[], version=item.version, by=room.ines)
    take_back()
    assert (item.title, item.closed) == ("Recalling, read again", False)


def test_the_room_offers_it_to_whoever_pressed_and_to_nobody_else(item, room, http, session):
    helena = http(room.helena)
    helena.post(f"{ROOM}/items/next", data={"item": item.id})
    offered = helena.get(ROOM).text
    assert "You closed “Recalling”." in offered
    for other in (room.ines, room.luc):
        assert "You closed" not in http(other).get(ROOM).text
    change = last_change(room.meeting, room.helena)
    address = f"/meetings/wg-cop-3/changes/{change.id}/undoing"
    assert http(room.luc).post(address).status_code == 403
    assert helena.post(address).location == ROOM
    session.refresh(item)
    assert not item.closed


def test_in_a_break_the_time_of_whoever_comes_back_stands_still(
    item, ask, stand, room, clock, take_back
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    clock.advance(minutes=1)
    actions.go_on(room.meeting, by=room.helena)
    actions.begin_break(room.meeting, datetime(2026, 6, 2, 9, 0, tzinfo=UTC), by=room.helena)
    take_back()
    clock.advance(minutes=10)
    assert stand().speakers.speaking.timer.spent_at(stand().now) == minutes(1)
    actions.resume(room.meeting, by=room.helena)
    clock.advance(minutes=1)
    assert stand().speakers.speaking.timer.spent_at(stand().now) == minutes(2)
