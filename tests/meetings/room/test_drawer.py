"""What is recorded for the item on the floor without leaving the room: agreed wording and action points."""

import pytest

from tests.meetings.conftest import DURING
from tests.meetings.room.conftest import ROOM
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.floor.actions import taking_up
from wgcop.outcomes.queries import outcome_of

MEETING = "/meetings/wg-cop-3"
SCRIPT = {"Accept": "application/json"}
PART = {"X-Fragment": "1"}


@pytest.fixture
def item(room, agenda, clause, session, clock):
    """The item on the floor has a clause."""
    clock.stop(DURING)
    agenda_actions.change_item(
        agenda.recalling,
        ItemFacts(title="Recalling"),
        clauses=[clause],
        documents=[],
        version=agenda.recalling.version,
        by=room.ines,
    )
    taking_up.take_up_item(agenda.recalling, by=room.helena)
    session.commit()
    return agenda.recalling


@pytest.fixture
def agree(item, clause, http):
    def send(person, words, seen=None, headers=SCRIPT):
        data = {"words": words, "standing": "agreed", "seen": seen or clause.wording.text}
        return http(person).post(f"{item.url}/wordings/{clause.id}", data=data, headers=headers)

    return send


def test_the_drawer_is_about_the_item_on_the_floor_and_for_those_who_lead(item, room, http):
    for who in (room.helena, room.ines):
        for page in (
            http(who).get(f"{MEETING}/record", headers=PART).text,
            http(who).get(f"{MEETING}/record").text,
            http(who).get(f"{item.url}/record").text,
        ):
            assert "Recalling" in page and "instructs the Director" in page
    for who in (room.amina, room.elke, room.salma):
        assert http(who).get(f"{MEETING}/record").status_code == 403
        assert http(who).get(f"{item.url}/record").status_code == 403


def test_where_nothing_is_on_the_floor_the_drawer_says_so(item, room, http):
    assert http(room.helena).post(f"{ROOM}/closure").status_code == 303
    answer = http(room.helena).get(f"{MEETING}/record", headers=PART)
    assert (answer.status_code, answer.json["error"]) == (409, "Nothing is on the floor.")


def test_a_script_that_records_stays_where_it_is_and_the_room_shows_what_is_agreed(
    item, room, agree, http, listen
):
    luc = listen(room.luc, "meeting:wg-cop-3@room")
    for officer, words in (
        (room.helena, "to work"),
        (room.ines, "to go on"),
        (room.helena, "to end"),
    ):
        seen = outcome_of(item).wordings[-1].standing.agreed_words if outcome_of(item) else None
        assert agree(officer, words, seen).status_code == 204
        assert words in [entry["html"] for entry in luc() if entry["target"] == "room-item"][-1]
        for page in ("", "?projector"):
            assert words in http(room.luc).get(f"{ROOM}{page}").text
    agreed = outcome_of(item).wordings[-1]
    address = f"{item.url}/wordings/{agreed.standing.id}/withdrawal"
    assert http(room.ines).post(address, data={"why": ""}, headers=SCRIPT).status_code == 422
    answer = http(room.ines).post(address, data={"why": "Too early."}, headers=SCRIPT)
    assert answer.status_code == 204
    assert "to end" not in [entry["html"] for entry in luc() if entry["target"] == "room-item"][-1]
    again = http(room.helena).post(address, data={"why": "Twice."}, headers=SCRIPT)
    assert again.status_code == 409 and "already been withdrawn" in again.json["error"]


def test_words_that_others_recorded_meanwhile_are_not_overwritten_by_a_script(item, room, agree):
    assert agree(room.ines, "the words of the secretariat").status_code == 204
    answer = agree(room.helena, "the words of the chair")
    assert answer.status_code == 409 and "Somebody else" in answer.json["error"]
    assert agree(
        room.helena, "the words of the chair", "the words of the secretariat"
    ).status_code == 204  # fmt: skip


def test_an_action_point_that_was_begun_for_an_item_is_for_that_item(
    item, agenda, room, http, session
):
    address = f"{item.url}/actions/new"
    taking_up.take_up_item(agenda.closing, by=room.ines)
    session.commit()
    empty = http(room.helena).post(address, data={"text": ""}, headers=SCRIPT)
    assert (empty.status_code, "Enter what is to be done." in empty.json["error"]) == (422, True)
    data = {"text": "Send the figures.", "owner": "secretariat"}
    assert http(room.helena).post(address, data=data, headers=SCRIPT).status_code == 204
    assert [each.text for each in outcome_of(item).action_points] == ["Send the figures."]
    assert not outcome_of(agenda.closing)
