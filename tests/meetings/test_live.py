"""Who hears of an agenda, what they hear, and who must not."""

import itertools

import pytest

from tests.meetings.conftest import DURING, THIRD_MEETING, draft_of
from wgcop.agenda import actions
from wgcop.agenda.models import Outcome
from wgcop.meetings import actions as meetings_actions
from wgcop.outcomes import actions as outcomes_actions

PUBLIC = "meeting:wg-cop-3"
MEMBERS = "meeting:wg-cop-3@members"


@pytest.fixture
def published(room, agenda, session):
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()


def move(room, agenda, http, step="up"):
    return http(room.ines).post(
        f"/meetings/wg-cop-3/items/{agenda.closing.id}/moves", data={"step": step}
    )


def test_who_may_listen_before_and_after_the_agenda_is_published(room, agenda, session, listen):
    def listening():
        return {
            (who, topic): listen(getattr(room, who, None), topic).answer["ok"]
            for who in ("guest", "luc", "ines")
            for topic in (PUBLIC, MEMBERS)
        }

    everybody = dict.fromkeys(itertools.product(("guest", "luc", "ines"), (PUBLIC, MEMBERS)), True)
    assert listening() == everybody | {("guest", PUBLIC): False, ("guest", MEMBERS): False}
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert listening() == everybody | {("guest", MEMBERS): False}


def test_everybody_in_the_room_sees_an_item_move_at_once(room, agenda, http, listen):
    luc, amina = listen(room.luc, MEMBERS), listen(room.amina, PUBLIC)
    move(room, agenda, http)
    for heard in (luc(), amina()):
        [entry] = heard
        assert (entry["kind"], entry["action"], entry["target"]) == (
            "agenda.changed",
            "replace",
            "agenda",
        )
        assert 'data-number="2" data-title="Closing"' in entry["html"]


def test_a_move_that_leads_nowhere_is_not_told(room, agenda, http, listen):
    luc = listen(room.luc, MEMBERS)
    http(room.ines).post(f"/meetings/wg-cop-3/items/{agenda.opening.id}/moves", data={"step": "up"})
    assert luc() == []


def test_guests_hear_of_a_published_agenda_without_the_documents_of_members(
    room, agenda, published, paper, session, http, listen
):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    guest, luc = listen(None, PUBLIC), listen(room.luc, MEMBERS)
    move(room, agenda, http)
    [for_guests], [for_luc] = guest(), luc()
    assert "Helplines" in for_luc["html"]
    assert "WG-COP/3/1" in for_luc["html"]
    assert "Helplines" not in for_guests["html"]
    assert "WG-COP/3/1" not in for_guests["html"]


def test_not_even_a_number_tells_guests_that_a_document_was_attached(
    room, agenda, published, paper, session, listen
):
    guest, luc = listen(None, PUBLIC), listen(room.luc, MEMBERS)
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    assert guest() == []
    assert guest.join(PUBLIC)["seq"] == guest.answer["seq"]
    [entry] = luc()
    assert "Helplines" in entry["html"]


def test_nobody_hears_of_a_draft_that_is_attached(room, agenda, session, listen):
    luc, ines = listen(room.luc, MEMBERS), listen(room.ines, MEMBERS)
    actions.attach_document(agenda.opening, draft_of(room), by=room.amina)
    session.commit()
    assert luc() == ines() == []


def test_the_public_room_never_hears_more_than_is_public_not_even_before_publication(
    room, agenda, paper, session, http, listen
):
    """Whoever comes into that room later could else catch up with it."""
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    luc = listen(room.luc, PUBLIC)
    move(room, agenda, http)
    [entry] = luc()
    assert "Helplines" not in entry["html"]


def test_the_way_in_is_told_to_members_only(room, agenda, published, session, listen):
    guest, luc = listen(None, PUBLIC), listen(room.luc, MEMBERS)
    meetings_actions.change_meeting(
        room.meeting,
        THIRD_MEETING.but(place="Room C", join_url="https://meet.example.org/other"),
        version=room.meeting.version,
        by=room.ines,
    )
    session.commit()
    [for_guests], [for_luc] = guest(), luc()
    assert "Room C" in for_guests["html"]
    assert "meet.example.org" not in for_guests["html"]
    assert "meet.example.org/other" in for_luc["html"]


def test_a_page_that_was_away_catches_up_with_the_agenda_as_it_stands(room, agenda, http, session):
    before = http(room.luc).get(f"/live/{MEMBERS}").json["seq"]
    move(room, agenda, http)
    outcomes_actions.record_outcome(agenda.opening, Outcome.ADOPTED, "Adopted.", by=room.ines)
    session.commit()
    missed = http(room.luc).get(f"/live/{MEMBERS}?after={before}").json
    assert missed["seq"] == before + 2
    [entry] = missed["entries"]
    assert "Adopted." in entry["html"]
    assert 'data-number="2" data-title="Closing"' in entry["html"]


def test_a_guest_catches_up_only_with_what_is_published(room, agenda, session, http, paper):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    assert http().get(f"/live/{PUBLIC}").status_code == 404
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    missed = http().get(f"/live/{PUBLIC}").json
    assert "Opening" in missed["entries"][-1]["html"]
    assert "Helplines" not in str(missed)
    assert "meet.example.org" not in str(missed)
    assert http().get(f"/live/{MEMBERS}").status_code == 404


def test_when_the_opening_moves_the_times_of_the_agenda_are_told_too(room, agenda, session, listen):
    luc = listen(room.luc, MEMBERS)
    later = THIRD_MEETING.but(opens_at=THIRD_MEETING.opens_at.replace(hour=10))
    meetings_actions.change_meeting(room.meeting, later, version=room.meeting.version, by=room.ines)
    session.commit()
    assert [entry["target"] for entry in luc()] == ["meeting-head", "agenda"]


def test_the_room_hears_of_all_its_parts_only_when_another_item_comes_on_the_floor(
    room, agenda, http, listen, clock
):
    def heard(step):
        wall = listen(room.luc, room.meeting.room_topic)
        move(room, agenda, http, step)
        return [entry["target"] for entry in wall()]

    assert heard("up") == ["room-item"], "nothing is on the floor before the meeting"
    clock.stop(DURING)
    assert heard("down") == ["room-item", "room-item-timer", "room-speakers", "room-times"]
    assert heard("up") == ["room-item"], "the opening is still on the floor"
