"""The room over HTTP and sockets: plain forms lead a meeting, and whoever was away catches up."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.meetings.conftest import AFTER, DURING
from tests.meetings.room.conftest import ROOM
from wgcop.agenda import actions as meetings
from wgcop.bodies.models import MeetingSession
from wgcop.floor import actions
from wgcop.floor.models import FloorRequest, RequestState
from wgcop.floor.speakers import FloorKind
from wgcop.floor.timers import Timer
from wgcop.records.gathering import in_minutes, reported

HEARD = "meeting:wg-cop-3@room"
FLOOR = "meeting:wg-cop-3@floor"


@pytest.fixture
def post(http):
    def send(person, address, **fields):
        return http(person).post(f"{ROOM}/{address}", data=fields)

    return send


def request_of(session, name):
    return next(
        each
        for each in session.query(FloorRequest)
        if each.speaks_for == name and each.state == RequestState.WAITING
    )


def test_an_item_is_led_from_opening_to_conclusion_by_forms_alone(
    item, room, post, http, session, clock
):
    amina, luc, helena = room.amina, room.luc, room.helena
    assert post(amina, "speakers").location == ROOM
    post(luc, "speakers", kind="intervention")
    post(helena, "speakers/limit", minutes_each=3)
    post(helena, "speakers/next")
    clock.advance(minutes=1)
    post(luc, "speakers", kind="point-of-order")
    point = next(
        each for each in session.query(FloorRequest) if each.kind == FloorKind.POINT_OF_ORDER
    )
    post(helena, f"speakers/{point.id}/floor")
    shown = http(luc).get(ROOM).text
    assert "Continues afterwards:" in shown
    post(helena, "speakers/end")
    post(helena, "breaks", until="11:00")
    assert "Break until" in http(amina).get(ROOM).text
    post(helena, "breaks/end")
    post(helena, "speakers/next")
    post(helena, "announcements", text="The drafting group meets at **13:00**.")
    assert "meets at <strong>13:00</strong>" in http(luc).get("/meetings/").text
    post(helena, "outcome", outcome="noted", text="Kenya's paper was noted.", item=item.id)
    session.expire_all()
    assert not item.closed, "It stays on the floor, so that everybody sees what was decided."
    assert item.decision.text == "Kenya's paper was noted."
    assert "Kenya's paper was noted." in http(luc).get(f"{ROOM}?projector").text
    post(helena, "items/next", item=item.id)
    session.expire_all()
    assert item.closed
    assert [each.speaks_for for each in session.query(FloorRequest).order_by(FloorRequest.given_at)
            if each.state == RequestState.SPOKEN] == ["Kenya", "Switzerland", "Switzerland"]  # fmt: skip


def test_a_page_that_was_away_gets_each_part_once_as_it_is_now(item, room, post, http, listen):
    before = http(room.luc).get(f"/live/{HEARD}").json["seq"]
    luc = listen(room.luc, HEARD)
    post(room.amina, "speakers")
    post(room.helena, "speakers/next")
    assert {entry["target"] for entry in luc()} == {"room-speakers", "room-times"}
    missed = http(room.luc).get(f"/live/{HEARD}?after={before}").json["entries"]
    assert [entry["target"] for entry in missed] == ["room-speakers", "room-times"]
    assert "Kenya has the floor" in missed[0]["html"]


def test_when_the_chair_takes_up_another_item_the_whole_room_hears_of_it(
    item, agenda, room, session, http, listen
):
    luc = listen(room.luc, HEARD)
    http(room.helena).post(f"{ROOM}/items", data={"item": agenda.closing.id})
    heard = luc()
    assert [entry["target"] for entry in heard] == [
        "room-item", "room-item-timer", "room-speakers", "room-times",
    ]  # fmt: skip
    assert "Closing" in heard[0]["html"]


def test_an_announcement_is_heard_on_the_floor_and_by_no_guest(item, room, post, http, listen):
    luc, guest = listen(room.luc, FLOOR), listen(None, FLOOR)
    post(room.helena, "announcements", text="Coffee is served.")
    [entry] = luc()
    assert "Coffee is served." in entry["html"]
    assert not guest.answer["ok"]
    for topic in (HEARD, FLOOR):
        assert http().get(f"/live/{topic}").status_code == 404
    assert "Coffee" not in http().get("/meetings/wg-cop-3").text
    post(room.helena, "announcements/removal")
    [entry] = luc()
    assert "Coffee is served." not in entry["html"]


def test_delegates_withdraw_their_own_request_and_no_other(item, room, post, session):
    post(room.amina, "speakers")
    asked = request_of(session, "Kenya")
    assert post(room.luc, f"speakers/{asked.id}/withdrawal").status_code == 403
    assert post(room.amina, f"speakers/{asked.id}/withdrawal").status_code == 303
    session.expire_all()
    assert asked.state == RequestState.WITHDRAWN


def test_what_cannot_be_announced_or_recorded_comes_back_as_it_was_typed(item, room, post):
    long = "x" * 1_001
    answer = post(room.helena, "announcements", text=long)
    assert answer.status_code == 422
    assert long in answer.text and "at most 1000 characters" in answer.text
    for nothing in ("\u200b", "\u2067\u2069", "–"):
        answer = post(room.helena, "announcements", text=nothing)
        assert answer.status_code == 422 and "Enter the announcement." in answer.text
    assert "room-notice--announcement" not in answer.text
    answer = post(room.helena, "outcome", text="Noted with thanks.")
    assert answer.status_code == 422
    assert "Noted with thanks." in answer.text and "Choose what the meeting did" in answer.text


def test_a_refused_form_comes_back_filled_in_with_the_room_as_it_is_now(
    item, ask, room, post, session
):
    actions.close_list(item, by=room.helena)
    session.commit()
    put = {"delegation": room.kenya.id, "kind": "intervention"}
    refused = {
        "speakers": (put, 409, "list is closed", f'value="{room.kenya.id}" selected'),
        "speakers/limit": ({"minutes_each": "500"}, 422, "1 to 120 minutes", 'value="500"'),
        "timers/item/minutes": ({"minutes": "many"}, 422, "number of minutes", "data-room"),
        "breaks": ({"until": "25:99"}, 422, "such as 11:30", 'value="25:99"'),
        "speakers/next": ({"speaking": 0}, 409, "in a break", 'data-speaking="0"'),
    }
    actions.begin_break(room.meeting, None, by=room.helena)
    session.commit()
    for address, (typed, status, reason, again) in refused.items():
        answer = post(room.helena, address, **typed)
        assert (answer.status_code, "data-room" in answer.text) == (status, True), address
        assert reason in answer.text and again in answer.text, address
    unknown = post(room.helena, "speakers", delegation="999", kind="reply")
    assert "Choose one from the list." in unknown.text and 'value="reply" selected' in unknown.text
    kenya = post(room.amina, "speakers", kind="intervention")
    assert kenya.status_code == 409 and "list is closed" in kenya.text


def test_a_script_gets_the_reason_alone_and_keeps_its_form(item, room, http, session):
    actions.close_list(item, by=room.helena)
    session.commit()
    answer = http(room.amina).post(
        f"{ROOM}/speakers", data={}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "list is closed" in answer.json["error"]


def test_an_outcome_is_not_recorded_on_an_item_that_came_to_the_floor_meanwhile(
    item, agenda, room, post, session
):
    answer = post(
        room.helena, "outcome", outcome="noted", text="Closed with thanks.", item=agenda.closing.id
    )
    assert answer.status_code == 409
    assert "Closed with thanks." in answer.text and "You began this for" in answer.text
    for each in (item, agenda.closing):
        assert f'name="of_item" value="{each.id}"' in answer.text
        assert each.decision is None
    post(
        room.helena,
        "outcome",
        outcome="noted",
        text="Closed with thanks.",
        item=agenda.closing.id,
        of_item=agenda.closing.id,
    )
    session.expire_all()
    assert (item.decision, item.closed) == (None, False)
    assert agenda.closing.decision.text == "Closed with thanks."
    assert agenda.closing.closed, "The meeting has left it."


def test_who_asks_for_the_floor_on_an_item_that_was_left_meanwhile_is_not_put_on_the_list_of_another(
    item, agenda, room, post, session
):
    refused = post(room.luc, "speakers", kind="intervention", item=agenda.closing.id)
    assert refused.status_code == 409
    assert "Another item is on the floor now." in refused.text
    assert f'name="item" value="{item.id}"' in refused.text
    assert session.query(FloorRequest).count() == 0
    assert post(room.luc, "speakers", kind="intervention", item=item.id).status_code == 303


def test_the_page_of_an_item_says_to_members_who_spoke_and_for_how_long(
    item, ask, room, session, http, clock
):
    meetings.publish_agenda(room.meeting, by=room.ines)
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    clock.advance(seconds=95)
    actions.end_intervention(item, by=room.helena)
    ask("luc")
    page = http(room.luc).get(item.url).text
    assert re.search(r"Kenya.*Amina.*1:35.*On the list:.*Switzerland", page, re.DOTALL)
    guest = http().get(item.url).text
    assert "Recalling" in guest and "1:35" not in guest


def test_the_page_of_an_item_hears_of_its_speakers_and_guests_do_not(item, room, post, listen):
    meeting = room.meeting
    luc, guest = listen(room.luc, meeting.members_topic), listen(None, meeting.topic)
    post(room.amina, "speakers")
    [entry] = luc()
    assert entry["target"] == f"item-speakers-{item.id}"
    assert "Kenya" in entry["html"]
    assert guest() == []


def test_before_and_after_a_meeting_the_room_says_so_and_offers_no_act(
    item, room, http, post, clock
):
    post(room.helena, "announcements", text="Coffee is served.")
    clock.stop(AFTER)
    page = http(room.helena).get(ROOM).text
    assert "This meeting is over" in page
    assert "Coffee is served." not in page
    assert "data-send" not in page.replace('data-tools-template="', "")[: page.index("<template")]


@pytest.mark.parametrize("speakers", [2, 12])
def test_a_room_takes_as_many_statements_however_many_speak(
    item, ask, room, session, http, statements, speakers
):
    for _ in range(speakers):
        ask("amina")
        ask("luc")
        actions.next_speaker(item, by=room.helena)
        actions.next_speaker(item, by=room.helena)
    visitor = http(room.luc)
    visitor.get(ROOM)
    with statements() as sent:
        assert visitor.get(ROOM).status_code == 200
    assert len(sent) <= 16, "\n".join(sent)


def test_whoever_spoke_last_does_not_speak_on_after_a_meeting_that_nobody_closed(
    item, ask, room, stand, session, http, clock
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    session.commit()
    midnight = datetime(2026, 6, 3, 22, 0, tzinfo=UTC)
    until_midnight = midnight - DURING
    for days in (1, 30):
        clock.stop(midnight + timedelta(days=days))
        [kenya] = stand().times.values()
        assert kenya.timer == Timer(spent=until_midnight)
        assert reported(room.meeting).speaking == [("Kenya", 1, in_minutes(until_midnight))]
    shown = f"{int(until_midnight.total_seconds()) // 3600}:00:00"
    assert shown in http(room.luc).get(item.url).text
    until_evening = until_midnight - timedelta(hours=6, minutes=30)
    for day, until in (2, until_midnight), (3, until_evening):
        session.add(
            MeetingSession(
                meeting=room.meeting,
                day=date(2026, 6, day),
                starts_at=time(14, 30),
                ends_at=time(17, 30),
            )
        )
        session.commit()
        [kenya] = stand().times.values()
        assert kenya.timer.spent == until
