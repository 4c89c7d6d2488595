"""Sessions of a meeting: the secretariat sets them, the agenda follows, and calendars have them."""

from dataclasses import replace
from datetime import date, time

import pytest
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import THIRD_MEETING
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.sessions import SessionTimes, sitting_days, usual_sessions
from wgcop.bodies.models import Meeting
from wgcop.errors import Invalid
from wgcop.mail import Message
from wgcop.meetings import actions
from wgcop.registration import actions as registration_actions
from wgcop.registration.models import Attendance

PAGE = "/meetings/wg-cop-3/sessions"
DAY = date(2026, 6, 2)
MORNING = SessionTimes(DAY, time(9, 30), time(10, 30), "Opening session")
AFTERNOON = SessionTimes(DAY, time(14, 30), time(15, 0), "Second session")


@pytest.fixture
def sessions(room, session):
    def given(*times):
        actions.set_sessions(room.meeting, times, version=room.meeting.version, by=room.ines)
        session.commit()

    return given


def starts(room):
    zone = room.meeting.time_zone
    rows = agenda_of(room.meeting, frozenset({"public", "members"}))
    return {row.item.title: f"{row.slot.start.astimezone(zone):%H:%M}" for row in rows}


def test_items_are_put_into_sessions_and_the_breaks_are_in_the_times(room, agenda, sessions, http):
    sessions(MORNING, AFTERNOON)
    assert starts(room) == {
        "Opening": "09:30",
        "Clauses of Resolution 67": "09:45",
        "Recalling": "09:45",
        "Invites Member States": "10:15",
        "Closing": "15:00",
    }
    page = html.fromstring(http(room.luc).get("/meetings/wg-cop-3").text)
    first, second = page.xpath("//p[@class='agenda__session']"), page.xpath("//li[@data-title]")
    assert "Opening session" in first[0].text_content()
    assert "30 min over" in first[0].text_content(), "45 minutes do not fit into 15"
    by_title = {each.get("data-title"): each.text_content() for each in second}
    assert "30 min after the break" in by_title["Invites Member States"]
    assert "Does not fit: 10 min beyond the last session" in by_title["Closing"]
    assert "10 min over" in page.xpath("//*[contains(@class, 'agenda__end')]")[0].text_content()


def test_the_agenda_of_a_meeting_without_sessions_runs_on(room, agenda, http):
    assert starts(room)["Closing"] == "11:00"
    assert "agenda__session" not in http(room.luc).get("/meetings/wg-cop-3").text


def test_the_secretariat_fills_in_the_usual_sessions_and_saves_them(room, agenda, http, session):
    page = html.fromstring(http(room.ines).get(PAGE).text)
    [form] = page.xpath("//form[@method='post'][.//fieldset]")
    held = dict(form.form_values())
    assert [held[f"sessions-{row}-starts_at"] for row in range(4)] == ["09:30", "14:30"] * 2
    answer = http(room.ines).post(PAGE, data=held | {"sessions-0-name": "Plenary"})
    assert answer.status_code == 303
    session.expire_all()
    assert [each.name for each in room.meeting.sessions] == [
        "Plenary", "Afternoon", "Morning", "Afternoon",
    ]  # fmt: skip
    # A row without times is no session, and who has an older form is told.
    emptied = {f"sessions-{row}-{end}": "" for row in (2, 3) for end in ("starts_at", "ends_at")}
    assert http(room.ines).post(PAGE, data=held | emptied).status_code == 409
    version = str(session.get(Meeting, room.meeting.id).version)
    http(room.ines).post(PAGE, data=held | emptied | {"version": version})
    session.expire_all()
    assert len(room.meeting.sessions) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_at": "", "ends_at": "12:00"}, "Enter the time of day."),
        ({"ends_at": "09:00"}, "ends before"),
        ({"ends_at": "15:00"}, "begins before the one before it ends"),
        ({"day": "2026-07-01"}, "not a day of the meeting"),
    ],
)
def test_sessions_that_cannot_be_are_refused_and_stay_in_the_form(room, http, wrong, words):
    right = {"day": "2026-06-02", "starts_at": "09:30", "ends_at": "12:30", "name": "Plenary"}
    later = {"day": "2026-06-02", "starts_at": "14:30", "ends_at": "17:30", "name": ""}
    rows = (right | wrong, later)
    data = {
        f"sessions-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()
    }
    answer = http(room.ines).post(PAGE, data=data | {"version": "1"})
    assert answer.status_code == 422
    assert words in html.fromstring(answer.text).text_content()
    assert 'value="Plenary"' in answer.text


def test_other_times_of_its_sessions_are_told_to_those_registered_and_on_its_page(
    room, session, sessions, http
):
    def said_on_its_page():
        page = html.fromstring(http().get("/meetings/wg-cop-3").text)
        return [each.text_content() for each in page.xpath("//*[@id='meeting-head']//li")]

    registration_actions.register(room.meeting, Attendance.IN_PERSON, None, by=room.luc)
    session.commit()
    registered = len(session.scalars(select(Message)).all())
    elsewhere = THIRD_MEETING.but(place="Geneva, Room B")
    actions.change_meeting(room.meeting, elsewhere, version=room.meeting.version, by=room.ines)
    registered += 1
    sessions(MORNING, AFTERNOON)
    sessions(replace(MORNING, name="Plenary"), AFTERNOON)
    [first] = session.scalars(select(Message)).all()[registered:]
    assert "2 June 2026: 09:30–10:30, 14:30–15:00\nGeneva time" in first.text
    assert not any(each.startswith(("On ", "Also")) for each in said_on_its_page()), "all is new"
    sessions(replace(MORNING, starts_at=time(10, 0)), replace(AFTERNOON, day=date(2026, 6, 3)))
    [letter] = session.scalars(select(Message)).all()[registered + 1 :]
    changes = [
        "On Tuesday, 2 June 2026 10:00–10:30; previously: 09:30–10:30, 14:30–15:00.",
        "Also on Wednesday, 3 June 2026: 14:30–15:00.",
    ]
    assert "\n\n".join(changes) in letter.text
    said = said_on_its_page()
    assert set(changes) <= set(said)
    hours = [" ".join(each.split()) for each in said]
    assert any(each.startswith("2 June 2026: Opening session 10:00–10:30") for each in hours)
    moved = THIRD_MEETING.but(place="Geneva, Room C", opens_at=time(10, 0))
    actions.change_meeting(room.meeting, moved, version=room.meeting.version, by=room.ines)
    session.commit()
    assert set(changes) <= set(said_on_its_page()), "what came before it is still news"


def test_a_meeting_that_begins_on_a_saturday_usually_sits_on_it(room):
    saturday = THIRD_MEETING.but(starts_on=date(2026, 6, 6), ends_on=date(2026, 6, 8))
    meeting = actions.create_meeting(room.group, saturday, number=4, by=room.ines)
    assert {each.day.day for each in usual_sessions(meeting)} == {6, 8}


def test_sessions_that_are_alike_on_days_in_a_row_stand_in_one_line(room, sessions):
    other = [replace(each, day=date(2026, 6, 3)) for each in (MORNING, AFTERNOON)]
    sessions(MORNING, AFTERNOON, *other)
    [days] = sitting_days(room.meeting)
    assert (days.days, days.hours) == (
        (DAY, date(2026, 6, 3)),
        "09:30–10:30, 14:30–15:00",
    )
    sessions(MORNING, AFTERNOON, other[0])
    assert len(sitting_days(room.meeting)) == 2


def test_sessions_move_with_the_meeting(room, session, sessions):
    sessions(MORNING, replace(MORNING, day=date(2026, 6, 3)))
    later = THIRD_MEETING.but(
        starts_on=date(2026, 6, 9), ends_on=date(2026, 6, 9), opens_at=time(10, 0)
    )
    actions.change_meeting(room.meeting, later, version=room.meeting.version, by=room.ines)
    [first] = room.meeting.sessions
    assert (first.day, first.starts_at) == (date(2026, 6, 9), time(10, 0))
    with pytest.raises(Invalid):
        actions.change_meeting(
            room.meeting,
            later.but(opens_at=time(11, 0)),
            version=room.meeting.version,
            by=room.ines,
        )


def test_calendars_have_the_sessions(room, agenda, sessions, http):
    sessions(MORNING, replace(AFTERNOON, ends_at=time(18, 0)))
    calendar = http(room.luc).get("/meetings/wg-cop-3/calendar.ics").text.replace("\r\n ", "")
    assert "DTEND;TZID=Europe/Zurich:20260602T180000" in calendar
    assert "20260603" not in calendar.split("BEGIN:VEVENT")[1], "a day without sessions is free"
    assert "14:30–18:00 Second session" in calendar


def test_a_heading_and_its_first_item_begin_one_session(room, sessions):
    parent = agenda_actions.add_item(room.meeting, ItemFacts(title="Part one"), by=room.ines)
    facts = ItemFacts(title="First", planned_minutes=20)
    agenda_actions.add_item(room.meeting, facts, parent=parent, by=room.ines)
    sessions(MORNING)
    rows = list(agenda_of(room.meeting, frozenset({"public"})))
    assert [row.session is not None for row in rows] == [True, False]
