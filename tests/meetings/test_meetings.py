"""Arranging meetings: dates, numbers, deadlines, and changes that nobody should miss."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from lxml import html

from tests.meetings.conftest import AFTER, DURING, THIRD_MEETING
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda import queries
from wgcop.agenda.facts import ItemFacts
from wgcop.bodies.models import Moment
from wgcop.errors import Invalid
from wgcop.meetings import actions
from wgcop.meetings.heads import moves_lately
from wgcop.numbering.deadlines.actions import set_deadlines
from wgcop.numbering.deadlines.models import rule_of

PAGE = "/meetings/wg-cop-3"
FORM = {
    "group": "1",
    "number": "4",
    "title": "Fourth meeting",
    "place": "Nairobi, UN Office",
    "zone": "Africa/Nairobi",
    "starts_on": "2026-11-09",
    "ends_on": "2026-11-11",
    "opens_at": "10:00",
    "join_url": "",
    "due": "",
}


def test_a_meeting_is_called_after_its_group_and_number(room):
    assert room.meeting.slug == "wg-cop-3"
    assert room.meeting.url == "/meetings/wg-cop-3"


def test_the_next_meeting_has_the_next_number_of_its_group(room):
    assert actions.create_meeting(room.group, THIRD_MEETING, by=room.ines).number == 4
    assert actions.create_meeting(room.other_group, THIRD_MEETING, by=room.ines).slug == "sg1-1"


def test_a_number_is_given_once(room):
    with pytest.raises(Invalid):
        actions.create_meeting(room.group, THIRD_MEETING, number=3, by=room.ines)


def test_contributions_are_due_twelve_calendar_days_before_at_the_end_of_the_day_where_the_meeting_is(
    room,
):
    assert room.meeting.contributions_due == datetime(2026, 5, 21, 21, 59, tzinfo=UTC)
    nairobi = THIRD_MEETING.but(zone="Africa/Nairobi")
    assert nairobi.contributions_due == datetime(2026, 5, 21, 20, 59, tzinfo=UTC)


def test_the_secretariat_may_set_another_deadline(room):
    due = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)
    meeting = actions.create_meeting(room.group, THIRD_MEETING.but(due=due), by=room.ines)
    assert meeting.contributions_due == due


def test_a_meeting_is_coming_on_or_past_by_the_days_where_it_is(room, clock):
    assert room.meeting.moment == Moment.COMING
    clock.stop(datetime(2026, 6, 1, 22, 30, tzinfo=UTC))  # after midnight in Geneva
    assert room.meeting.moment == Moment.NOW
    clock.stop(datetime(2026, 6, 3, 22, 30, tzinfo=UTC))
    assert room.meeting.moment == Moment.PAST


def test_a_zone_that_does_not_exist_and_days_in_the_wrong_order_are_refused(room):
    with pytest.raises(Invalid):
        actions.create_meeting(room.group, THIRD_MEETING.but(zone="Geneva"), by=room.ines)
    with pytest.raises(Invalid):
        actions.create_meeting(
            room.group, THIRD_MEETING.but(ends_on=date(2026, 6, 1)), by=room.ines
        )


def test_a_change_of_place_is_kept_with_what_it_was_before(room, session, http):
    moved = THIRD_MEETING.but(place="Geneva, Room C")
    actions.change_meeting(room.meeting, moved, version=room.meeting.version, by=room.ines)
    session.commit()
    [change] = moves_lately(room.meeting)
    assert (change.place, room.meeting.place) == ("Geneva, Room L", "Geneva, Room C")
    page = http().get("/meetings/wg-cop-3").text
    assert "In Geneva, Room C; previously: Geneva, Room L." in page


def test_a_meeting_that_is_moved_in_steps_says_all_of_them_until_it_is_back(
    room, session, http, clock
):
    def change(**to):
        nonlocal arranged
        arranged = arranged.but(**to)
        actions.change_meeting(room.meeting, arranged, version=room.meeting.version, by=room.ines)
        session.commit()
        return http().get("/meetings/wg-cop-3").text

    arranged = THIRD_MEETING
    change(place="Geneva, Room C")
    clock.advance(days=2)
    page = change(opens_at=time(11, 0))
    assert "In Geneva, Room C; previously: Geneva, Room L." in page
    assert "Opens at 11:00; previously: 09:30." in page
    page = change(place=THIRD_MEETING.place, opens_at=THIRD_MEETING.opens_at)
    assert "The time or place has changed" not in page
    clock.advance(days=8)
    assert "Geneva, Room C" not in change(opens_at=time(10, 0))


@pytest.mark.parametrize("place", ["Geneva, Room L", "Geneva,\u00a0Room  L"])
def test_a_change_of_words_alone_raises_no_alarm(room, session, place):
    room.meeting.place = place
    session.commit()
    renamed = THIRD_MEETING.but(title="Third meeting, on Resolution 67")
    actions.change_meeting(room.meeting, renamed, version=room.meeting.version, by=room.ines)
    assert (room.meeting.title, moves_lately(room.meeting)) == (renamed.title, [])


def test_fixed_times_move_with_the_days_of_the_meeting(room, agenda, session):
    lunch = agenda_actions.add_item(
        room.meeting,
        ItemFacts(title="Lunch", fixed_on=date(2026, 6, 3), fixed_at=time(12, 30)),
        by=room.ines,
    )
    later = THIRD_MEETING.but(starts_on=date(2026, 6, 9), ends_on=date(2026, 6, 10))
    actions.change_meeting(room.meeting, later, version=room.meeting.version, by=room.ines)
    assert lunch.fixed_on == date(2026, 6, 10)


# Pages


def test_guests_see_title_and_dates_but_no_way_in(room, http):
    page = http().get("/meetings/wg-cop-3")
    assert page.status_code == 200
    assert "Third meeting of the group" in page.text
    assert "2–3 June 2026" in page.text
    assert "meet.example.org" not in page.text
    assert "Write a contribution" not in page.text
    assert "Third meeting of the group" in http().get("/meetings/").text


def test_members_find_the_link_to_join_on_top_and_the_way_to_a_new_paper(room, http):
    page = http(room.amina).get("/meetings/wg-cop-3").text
    assert page.index("meet.example.org") < page.index('id="agenda-title"')
    assert "/contributions/new?meeting=wg-cop-3" in page


def test_after_the_meeting_nobody_is_asked_to_join(room, clock, http):
    clock.stop(AFTER)
    assert "meet.example.org" not in http(room.amina).get("/meetings/wg-cop-3").text


def test_after_the_meeting_its_record_is_read_and_edited_only_when_asked_for(
    room, agenda, clock, http
):
    def offers(person, query=""):
        page = html.fromstring(http(person).get(f"/meetings/wg-cop-3{query}").text)
        part = http(person).get(f"/meetings/wg-cop-3/agenda{query}", headers={"X-Fragment": "1"})
        words = [link.text_content() for link in page.iter("a")]
        return (
            page.find(".//*[@id='add-title']") is not None,
            "edit-agenda" in page.find(".//*[@data-meeting]").get("data-may"),
            "data-handle" in part.text,
            "Correct the agenda" in words,
        )

    editing, reading = (True, True, True, False), (False, False, False, False)
    assert offers(room.ines) == editing
    clock.stop(AFTER)
    assert offers(room.ines) == offers(room.helena) == (False, False, False, True)
    assert offers(room.ines, "?edit") == editing
    assert offers(room.luc) == offers(room.luc, "?edit") == reading


def test_the_list_tells_what_is_on_coming_and_past(room, clock, http):
    assert "On now" not in http().get("/meetings/").text
    clock.stop(DURING)
    assert "On now" in http().get("/meetings/").text
    clock.stop(AFTER)
    assert "Past" in http().get("/meetings/").text


def test_the_secretariat_arranges_a_meeting(room, session, http):
    answer = http(room.ines).post("/meetings/new", data={**FORM, "group": room.group.id})
    assert (answer.status_code, answer.location) == (303, "/meetings/wg-cop-4")
    meeting = queries.meeting_by_slug("wg-cop-4")
    assert meeting.opens == datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
    assert meeting.contributions_due == datetime(2026, 10, 28, 20, 59, tzinfo=UTC)


def test_the_form_offers_the_next_number(room, http):
    page = http(room.ines).get("/meetings/new?group=WG-COP").text
    assert 'name="number" type="number" value="4"' in page


def test_what_is_wrong_comes_back_as_it_was_typed(room, http):
    ines = http(room.ines)
    for wrong in (
        {"title": ""},
        {"zone": "Mars/Olympus"},
        {"starts_on": "soon"},
        {"starts_on": "1926-06-02"},
        {"ends_on": "2026-11-01"},
        {"number": "3"},
        {"number": "0"},
        {"join_url": "javascript:alert(1)"},
        {"join_url": "https://meet.example.org/67 Passcode: 5"},
        {"due": "2027-01-01T10:00"},
        {"group": "99"},
    ):
        answer = ines.post("/meetings/new", data={**FORM, "group": room.group.id, **wrong})
        assert answer.status_code == 422, wrong
        assert "Nairobi, UN Office" in answer.text
        assert "Please correct this" in answer.text


def change_form(room, **changed):
    return {
        "title": room.meeting.title,
        "place": room.meeting.place,
        "zone": room.meeting.zone,
        "starts_on": "2026-06-02",
        "ends_on": "2026-06-03",
        "opens_at": "09:30",
        "join_url": room.meeting.join_url,
        "due": "",
        "version": room.meeting.version,
        **changed,
    }


def test_the_deadline_by_the_rule_follows_the_dates(room, session, http):
    page = http(room.ines).get("/meetings/wg-cop-3/edit").text
    assert 'name="due" type="datetime-local" value=""' in page
    data = change_form(room, starts_on="2026-06-03")
    assert http(room.ines).post("/meetings/wg-cop-3/edit", data=data).status_code == 303
    session.expire_all()
    assert room.meeting.contributions_due == datetime(2026, 5, 22, 21, 59, tzinfo=UTC)


def test_two_who_change_one_meeting_do_not_overwrite_each_other(room, session, http):
    first = change_form(room, place="Room A")
    second = change_form(room, place="Room B")
    assert http(room.ines).post("/meetings/wg-cop-3/edit", data=first).status_code == 303
    answer = http(room.ines).post("/meetings/wg-cop-3/edit", data=second)
    assert answer.status_code == 409
    assert 'value="Room B"' in answer.text
    assert "Room A" in answer.text
    session.expire_all()
    assert room.meeting.place == "Room A"


def test_a_meeting_that_does_not_exist_is_not_found(room, http):
    assert http(room.ines).get("/meetings/wg-cop-99").status_code == 404
    assert http(room.ines).get("/meetings/wg-cop-99/edit").status_code == 404


def test_who_may_arrange_meetings(room, session, http):
    def tries(who):
        visitor = http(getattr(room, who, None))
        answers = [
            visitor.get("/meetings/new"),
            visitor.get("/meetings/wg-cop-3/edit"),
            visitor.post("/meetings/new", data={**FORM, "group": room.group.id}),
            visitor.post("/meetings/wg-cop-3/edit", data=change_form(room, title="Changed")),
        ]
        session.expire_all()
        return [answer.status_code for answer in answers]

    assert tries("guest") == [303] * 4
    for who in ("amina", "elke", "helena"):
        assert tries(who) == [403] * 4
    assert queries.meeting_by_slug("wg-cop-4") is None
    assert room.meeting.title == THIRD_MEETING.title
    assert tries("ines") == [200, 200, 303, 303]
    assert queries.meeting_by_slug("wg-cop-4") is not None
    assert room.meeting.title == "Changed"


def test_a_change_of_place_is_seen_at_once(room, listen, http):
    amina = listen(room.amina, "meeting:wg-cop-3@members")
    http(room.ines).post("/meetings/wg-cop-3/edit", data=change_form(room, place="Room C"))
    [entry] = amina()
    assert (entry["kind"], entry["action"], entry["target"]) == (
        "meeting.changed",
        "replace",
        "meeting-head",
    )
    assert "Room C" in entry["html"]
    assert "meet.example.org" in entry["html"]


def test_the_form_as_the_page_gives_it_makes_the_next_meeting(world, http):
    page = http(world.ines).get("/meetings/new").text
    hidden = re.search(r'name="group" value="([^"]+)"', page)
    filled = {
        **FORM,
        "group": hidden and hidden[1],
        "starts_on": "2027-03-10",
        "ends_on": "2027-03-12",
    }
    made = http(world.ines).post("/meetings/new", data=filled)
    assert (made.status_code, made.location) == (303, "/meetings/wg-cop-4")


def test_times_are_called_after_the_town_that_the_form_names(room, session, http):
    page = http(room.ines).get("/meetings/wg-cop-3/edit").text
    assert 'name="town"' in page
    arranged = {
        "title": "Third meeting",
        "place": "Online",
        "zone": "Europe/Zurich",
        "starts_on": "2026-06-02",
        "ends_on": "2026-06-03",
        "opens_at": "09:30",
        "version": str(room.meeting.version),
    }
    http(room.ines).post("/meetings/wg-cop-3/edit", data={**arranged, "town": " Geneva "})
    page = http(room.amina).get("/meetings/wg-cop-3").text
    assert "Geneva time (CEST, UTC+2)" in page and "Zurich time" not in page
    assert "21 May 2026, 23:59 Geneva time (CEST, UTC+2)" in page
    assert 'value="Geneva"' in http(room.ines).get("/meetings/wg-cop-3/edit").text


def test_a_deadline_is_told_by_the_clock_of_the_meeting_wherever_it_stands(room, http):
    due = "21 May 2026, 23:59 Geneva time (CEST, UTC+2)"
    for address in ("/", "/meetings/", "/meetings/wg-cop-3", "/contributions/?meeting=wg-cop-3"):
        page = http(room.amina).get(address).text
        assert due in page, address
        assert '<own-time data-at="2026-05-21T21:59:00Z" data-minutes="120">' in page, address


def test_the_top_of_the_page_is_asked_for_when_its_time_is_over(room, clock, http):
    """A page that was left open follows the clock; a guest's shows no way in."""
    fragment = {"X-Fragment": "1"}
    top = "/meetings/wg-cop-3/head"
    clock.stop(room.meeting.contributions_due - timedelta(minutes=10))
    page = http(room.amina).get("/meetings/wg-cop-3").text
    assert f'data-fragment="{top}" data-changes-in="602"' in page
    assert "Contributions due" in http(room.amina).get(top, headers=fragment).text
    clock.advance(seconds=602)
    later = http(room.amina).get(top, headers=fragment).text
    assert "Contributions were due" in later and "Write a contribution" not in later
    clock.stop(DURING)
    assert "On now" in http(room.amina).get(top, headers=fragment).text
    assert "meet.example.org" not in http().get(top, headers=fragment).text
    assert http().get(top).status_code == 303


def test_what_is_fixed_too_early_says_so_in_minutes_hours_and_days(room, agenda, session, http):
    def warnings_after(minutes):
        agenda.recalling.planned_minutes = minutes
        session.commit()
        page = http(room.amina).get("/meetings/wg-cop-3").text
        return re.findall(r"[\w ]+ too early", page)

    agenda.invites.planned_minutes = 0
    agenda.closing.fixed_on, agenda.closing.fixed_at = date(2026, 6, 2), time(9, 45)
    assert warnings_after(20) == ["20 minutes too early"]
    assert warnings_after(150) == ["2 h 30 too early"]
    assert warnings_after(1440) == ["1 day too early"]
    assert warnings_after(2700) == ["1 day 21 h too early"]
    assert warnings_after(0) == []


def test_a_group_says_until_when_its_agenda_and_documents_can_be_read(
    room, agenda, http, session, clock
):
    """A week before 2 June, by the clocks of Geneva."""
    rule = replace(rule_of(room.group), available_days=7)
    set_deadlines(room.group, rule, version=0, by=room.ines)
    session.commit()

    def said(person=None):
        page = html.fromstring(http(person).get(PAGE).text)
        return " ".join(" ".join(page.xpath("//main")[0].itertext()).split())

    assert "Agenda and documents available 26 May 2026, 23:59 Geneva time" in said()
    assert "It is to be available by 26 May 2026" in said()
    assert "is not published. Publish it" not in said(room.ines)
    clock.stop(datetime(2026, 5, 26, 22, 0, tzinfo=UTC))
    assert "The agenda was to be available 26 May 2026, 23:59" in said(room.luc)
    assert "is not published. Publish it" in said(room.ines)
    assert "is not published. Publish it" not in said(room.luc)

    clock.stop(datetime(2026, 5, 26, 21, 0, tzinfo=UTC))
    agenda_actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert "All documents available 26 May 2026, 23:59" in said(room.luc)
    assert "List of documents" in said(room.luc) and "documents available" not in said()
    clock.stop(datetime(2026, 5, 26, 22, 0, tzinfo=UTC))
    assert "available 26 May" not in said(room.luc)
