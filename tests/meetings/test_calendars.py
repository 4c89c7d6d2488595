"""Meetings and deadlines in the calendars of those who attend, as another library reads them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from tests.meetings.calendars import days_in, deadlines_in, meetings_in, read
from tests.meetings.conftest import THIRD_MEETING
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import Outcome
from wgcop.calendars.days import AgendaTimes, PlannedTime, days_of
from wgcop.calendars.writing import CalendarMeeting, as_calendar
from wgcop.calendars.zones import rules_of
from wgcop.meetings import actions as meetings_actions
from wgcop.numbering.deadlines.actions import set_deadlines
from wgcop.numbering.deadlines.models import rule_of
from wgcop.outcomes import actions as outcomes_actions
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind
from wgcop.registration import actions as registration_actions
from wgcop.registration.models import Attendance

ZURICH = ZoneInfo("Europe/Zurich")
OVER_THE_CHANGE_OF_CLOCKS = THIRD_MEETING.but(
    starts_on=date(2026, 10, 23), ends_on=date(2026, 10, 27)
)


def utc(*moment):
    return datetime(2026, *moment, tzinfo=UTC)


def change(room, session, **changed):
    arranged = THIRD_MEETING.but(**changed)
    meetings_actions.change_meeting(
        room.meeting, arranged, version=room.meeting.version, by=room.ines
    )
    session.commit()


def calendar(visitor, address="/meetings/wg-cop-3/calendar.ics"):
    answer = visitor.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return read(answer.data)


def test_the_clock_of_the_place_counts_over_the_last_sunday_of_october(room, session):
    """Friday is summer time, Monday and Tuesday are not; nobody sits on the weekend."""
    meeting = meetings_actions.create_meeting(room.group, OVER_THE_CHANGE_OF_CLOCKS, by=room.ines)
    session.commit()
    days = days_of(meeting.starts_on, meeting.ends_on, time(9, 30), ZURICH)
    event = CalendarMeeting(
        calendar_id="one",
        title="Third meeting",
        place="Geneva",
        zone=ZURICH,
        days=tuple(days),
        sequence=0,
        changed_at=utc(5, 4),
        address="https://example.org/meetings/wg-cop-3",
    )
    assert days_in(read(as_calendar([event], [], name="WG-COP"))) == [
        (utc(10, 23, 7, 30), utc(10, 23, 15, 30)),
        (utc(10, 26, 8, 30), utc(10, 26, 16, 30)),
        (utc(10, 27, 8, 30), utc(10, 27, 16, 30)),
    ]


def test_a_day_ends_with_the_agenda_and_begins_with_what_is_fixed_on_it(
    room, agenda, session, http
):
    """Opening 9:30, items until 11:10; the second day from 14:00 for two hours."""
    second = ItemFacts(
        title="Report", planned_minutes=120, fixed_on=date(2026, 6, 3), fixed_at=time(14)
    )
    actions.add_item(room.meeting, second, by=room.ines)
    session.commit()
    known = [(utc(6, 2, 7, 30), utc(6, 2, 9, 10)), (utc(6, 3, 12), utc(6, 3, 14))]
    usual = [(utc(6, 2, 7, 30), utc(6, 2, 15, 30)), (utc(6, 3, 7, 30), utc(6, 3, 15, 30))]
    assert days_in(calendar(http(room.amina))) == known
    assert days_in(calendar(http())) == usual, "The agenda is not public yet."
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert days_in(calendar(http())) == known


def test_a_day_whose_last_item_is_open_lasts_until_the_usual_time():
    def at(hour):
        return datetime(2026, 6, 2, hour, tzinfo=ZURICH)

    first = PlannedTime(at(10), at(11))
    day = (date(2026, 6, 2), date(2026, 6, 2), time(9, 30), ZURICH)
    short = PlannedTime(at(9).replace(minute=30), at(9).replace(minute=40))
    [of_ten_minutes] = days_of(*day, AgendaTimes((short,)))
    assert of_ten_minutes.end == at(17) + timedelta(minutes=30)
    [ends] = days_of(*day, AgendaTimes((first,)))
    assert ends.end == at(11)
    [is_open] = days_of(*day, AgendaTimes((first, PlannedTime(at(11), at(11)))))
    assert is_open.end == at(17) + timedelta(minutes=30)


@given(
    first=st.dates(date(2010, 1, 1), date(2035, 1, 1)),
    length=st.integers(0, 30),
    opening=st.times(),
    offsets=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 900)), max_size=12),
)
def test_whatever_the_agenda_says_each_day_begins_on_it_and_lasts(first, length, opening, offsets):
    last, opening = first + timedelta(days=length), opening.replace(second=0, microsecond=0)
    opens = datetime.combine(first, opening, ZURICH).astimezone(UTC)
    planned = tuple(
        PlannedTime(start := opens + timedelta(minutes=after), start + timedelta(minutes=minutes))
        for after, minutes in offsets
    )
    days = days_of(
        first, last, opening, ZURICH, AgendaTimes(planned, tuple(p.start for p in planned))
    )
    on = [day.start.date() for day in days]
    assert (on[0], on[-1]) == (first, last)
    assert on == sorted(set(on))
    assert all(day.start < day.end for day in days)


WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200
).filter(str.strip)


@given(title=WORDS, place=WORDS, contact=WORDS, details=st.lists(WORDS, min_size=1).map("\n".join))
def test_words_are_read_back_as_they_were(title, place, contact, details):
    [day] = days_of(date(2026, 6, 2), date(2026, 6, 2), time(9, 30), ZURICH)
    written = as_calendar(
        [
            CalendarMeeting(
                calendar_id="one",
                title=title,
                place=place,
                zone=ZURICH,
                days=(day,),
                sequence=0,
                changed_at=utc(5, 4),
                address="https://example.org",
                details=details,
                contact=contact,
            )
        ],
        [],
        name=title,
    )
    [event] = meetings_in(read(written))
    shown = event.summary, event.location, event.contact, event.description
    assert tuple(each.value for each in shown) == (title, place, contact, details)


def test_only_members_find_the_link_to_join_in_their_calendar(room, session, http):
    change(room, session, contact="Secretariat", contact_address="cop@example.org")
    [for_luc], [for_guests] = (meetings_in(calendar(http(one))) for one in (room.luc, None))
    assert for_luc.conference.value == THIRD_MEETING.join_url
    assert "meet.example.org" in for_luc.description.value
    assert "meet.example.org" not in http().get("/meetings/wg-cop-3/calendar.ics").text
    assert for_guests.location.value == "Geneva, Room L"
    assert for_guests.contact.value == "Secretariat, cop@example.org"
    assert for_guests.uid.value == for_luc.uid.value
    assert for_guests.url.value.endswith("/meetings/wg-cop-3")


def test_a_deadline_is_a_moment_that_takes_no_time_and_leaves_alarms_to_the_reader(room, http):
    due, proposals = deadlines_in(calendar(http(room.amina)))
    assert due.dtstart.value == proposals.dtstart.value == room.meeting.contributions_due
    assert "21 May 2026, 23:59 Geneva time (CEST, UTC+2)" in due.description.value
    assert due.url.value.endswith("/contributions/new?meeting=wg-cop-3")
    assert proposals.url.value.endswith("/meetings/wg-cop-3/proposals/new")
    assert due.transp.value == "TRANSPARENT"
    assert not {"valarm", "dtend", "duration"} & set(due.contents)


def test_a_change_of_time_or_place_raises_the_number_and_keeps_the_id(room, session, clock, http):
    def event():
        [one] = meetings_in(calendar(http(), "/calendar.ics"))
        return one.uid.value, int(one.sequence.value), one.last_modified.value

    first = event()
    clock.advance(minutes=10)
    change(room, session, place="Geneva, Room C")
    moved = event()
    assert moved == (first[0], first[1] + 1, first[2] + timedelta(minutes=10))
    clock.advance(minutes=10)
    change(room, session, place="Geneva, Room C", title="Third meeting, on Resolution 67")
    renamed = event()
    assert renamed == (first[0], moved[1], moved[2] + timedelta(minutes=10))


def test_a_day_that_begins_earlier_by_the_agenda_has_a_higher_number_for_whoever_reads_it(
    room, agenda, session, http
):
    def numbers():
        session.commit()
        feeds = [calendar(http(one), "/calendar.ics") for one in (room.amina, None)]
        return [int(meetings_in(feed)[0].sequence.value) for feed in feeds]

    def fix(hour):
        facts = ItemFacts(title="Report", fixed_on=date(2026, 6, 3), fixed_at=time(hour))
        actions.add_item(room.meeting, facts, by=room.ines)

    before = numbers()
    fix(14)
    for_members, for_guests = numbers()
    assert for_members > before[0]
    assert for_guests == before[1] == 0, "They may not read the agenda, nor how often it changes."
    actions.publish_agenda(room.meeting, by=room.ines)
    published = numbers()
    fix(8)
    assert all(now > then for now, then in zip(numbers(), published, strict=True))


def test_a_deadline_that_moves_has_a_higher_number(room, session, http):
    def numbers():
        feed = calendar(http(), "/calendar.ics")
        [due], [sits] = deadlines_in(feed), meetings_in(feed)
        return int(due.sequence.value), int(sits.sequence.value)

    due, sits = numbers()
    change(room, session, due=utc(5, 28, 12))
    later, same = numbers()
    assert later > due and same == sits


def test_a_program_that_asks_again_gets_only_what_has_changed(room, session, http):
    guest = http()
    first = guest.get("/calendar.ics")
    assert first.cache_control.public and first.cache_control.max_age == 300
    known = {"If-None-Match": first.headers["ETag"]}
    again = guest.get("/calendar.ics", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    change(room, session, place="Geneva, Room C")
    assert guest.get("/calendar.ics", headers=known).status_code == 200
    for_members = http(room.amina).get("/calendar.ics")
    assert for_members.cache_control.private and not for_members.cache_control.public
    assert {"cookie", "accept-language"} <= {name.lower() for name in for_members.vary}


def test_what_a_calendar_does_not_show_is_no_change_of_it(room, agenda, session, http):
    member = http(room.amina)
    known = {"If-None-Match": member.get("/calendar.ics").headers["ETag"]}
    registration_actions.register(room.meeting, Attendance.REMOTE, None, by=room.luc)
    session.commit()
    assert member.get("/calendar.ics", headers=known).status_code == 304


@pytest.mark.parametrize(
    "zone",
    ["Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Zurich"],
)
def test_the_clocks_of_a_place_are_read_as_they_are(zone):
    """Day by day for three years, by a library that knows only what is written. Ramadan moves the clocks of Morocco."""
    written = rules_of(zone, 2026, 2028).to_ical().decode().replace("\r\n", "\n")
    assert "DTSTART:2029" not in written
    read_back = tzical(StringIO(written)).get()
    noons = [datetime(2026, 1, 1, 12) + timedelta(days=day) for day in range(3 * 365)]
    assert [noon.replace(tzinfo=read_back).utcoffset() for noon in noons] == [
        noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() for noon in noons
    ]


def test_the_feed_has_every_meeting_with_its_deadline_in_as_many_statements(
    room, agenda, session, http, statements
):
    def cost():
        session.commit()
        with statements() as sent:
            feed = calendar(http(), "/calendar.ics")
        ids = {event.uid.value for event in meetings_in(feed)}
        return len(ids), len(deadlines_in(feed)), len(sent)

    actions.publish_agenda(room.meeting, by=room.ines)
    assert cost() == (1, 1, 6)
    for zone in ("Africa/Nairobi", "America/New_York", "UTC"):
        meeting = meetings_actions.create_meeting(
            room.group, THIRD_MEETING.but(zone=zone), by=room.ines
        )
        actions.add_item(meeting, ItemFacts(title="Opening", planned_minutes=600), by=room.ines)
        actions.publish_agenda(meeting, by=room.ines)
    assert cost() == (4, 4, 6)


# What is due beside papers


@pytest.fixture
def due(room, agenda, session):
    """The agenda is promised for 26 May, a text is under silence until 6 May, and three owners have something to do."""
    set_deadlines(
        room.group, replace(rule_of(room.group), available_days=7), version=0, by=room.ines
    )
    text = circulate(room, agenda, "A date for the guidance")
    points = [
        outcomes_actions.add_action_point(
            agenda.opening,
            ActionFacts(text=text, owner=owner, due_on=date(2026, 7, 1)),
            by=room.ines,
        )
        for text, owner in (
            ("Send the figures.", ActionOwner(OwnerKind.PERSON, person=room.luc)),
            ("Name an expert.", ActionOwner(OwnerKind.DELEGATION, delegation=room.kenya)),
            ("Print the report.", ActionOwner(OwnerKind.SECRETARIAT)),
        )
    ]
    session.commit()
    return SimpleNamespace(silence=text, points=points)


def circulate(room, agenda, title):
    return outcomes_actions.circulate(
        room.meeting,
        title,
        "to issue the guidance by March 2027;",
        Outcome.AGREED,
        ends_at=utc(5, 6, 16),
        zone="Europe/Zurich",
        place="Geneva",
        item=agenda.recalling,
        by=room.helena,
        capacity=room.helena.capacities[0],
    )


def due_for(visitor, address="/calendar.ics"):
    """Words before the colon, and the names after those that are not of the meeting."""
    titles = [each.summary.value for each in deadlines_in(calendar(visitor, address))]
    return {title.removesuffix(f": {THIRD_MEETING.title}") for title in titles}


def test_a_calendar_has_what_its_reader_can_do_and_see_and_nothing_of_others(room, due, http):
    for_guests = {"Contributions due", "Agenda and documents available"}
    for_members = {*for_guests, "Silence ends: A date for the guidance"}
    for_delegates = {*for_members, "Proposals for the agenda due"}
    assert due_for(http()) == for_guests
    assert due_for(http(room.helena)) == for_members
    assert due_for(http(room.ines)) == {*for_members, "Action point due: Print the report."}
    assert due_for(http(room.amina)) == {*for_delegates, "Action point due: Name an expert."}
    address = own_address(http(room.luc))
    assert due_for(http(), address) == {*for_delegates, "Action point due: Send the figures."}
    of_one_meeting = due_for(http(room.luc), "/meetings/wg-cop-3/calendar.ics")
    assert of_one_meeting == for_delegates, "It is passed on, and does not learn what is done."


def test_of_an_agenda_that_is_published_only_documents_are_waited_for_which_members_read(
    room, due, session, http
):
    def available(person=None):
        feed = deadlines_in(calendar(http(person), "/calendar.ics"))
        return [each for each in feed if "available" in each.summary.value]

    [promised] = available()
    assert promised.dtstart.value == utc(5, 26, 21, 59)
    assert "26 May 2026, 23:59 Geneva time (CEST, UTC+2)" in promised.description.value
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert available() == []
    [documents] = available(room.helena)
    assert documents.summary.value.startswith("All documents available")
    assert documents.url.value.endswith("/meetings/wg-cop-3/documents")
    assert documents.uid.value == promised.uid.value
    assert int(documents.sequence.value) > int(promised.sequence.value)


def test_the_end_of_silence_moves_with_more_time_and_goes_with_an_objection(
    room, due, session, clock, http
):
    def ends():
        session.commit()
        feed = deadlines_in(calendar(http(room.helena), "/calendar.ics"))
        return [
            (each.dtstart.value, int(each.sequence.value), each.last_modified.value)
            for each in feed
            if each.url.value.endswith(due.silence.url)
        ]

    assert ends() == [(utc(5, 6, 16), 0, utc(5, 4, 8))]
    clock.advance(minutes=10)
    asked = outcomes_actions.ask_for_time(
        due.silence, utc(5, 7, 16), "We read it.", delegation=room.kenya, by=room.amina
    )
    outcomes_actions.grant_time(asked, by=room.helena)
    assert ends() == [(utc(5, 7, 16), 1, utc(5, 4, 8, 10))]
    outcomes_actions.object_to(due.silence, "Not yet.", delegation=room.kenya, by=room.amina)
    assert ends() == []


def test_an_action_point_stands_on_its_day_until_it_is_done(room, due, session, http):
    figures, *_ = due.points
    [one] = (
        each
        for each in deadlines_in(calendar(http(room.luc), "/calendar.ics"))
        if each.url.value.endswith(figures.url)
    )
    assert one.dtstart.value == date(2026, 7, 1)
    assert (one.sequence.value, "dtend" in one.contents) == ("1", False)
    outcomes_actions.complete_action_point(figures, "Sent.", by=room.luc)
    session.commit()
    assert "Action point due: Send the figures." not in due_for(http(room.luc))


def test_neither_time_nor_what_others_do_changes_a_calendar(room, due, session, clock, http):
    luc = http(room.luc)
    known = {"If-None-Match": luc.get("/calendar.ics").headers["ETag"]}
    clock.stop(utc(6, 2, 8))
    _, of_kenya, _ = due.points
    outcomes_actions.complete_action_point(of_kenya, "Named.", by=room.amina)
    session.commit()
    assert luc.get("/calendar.ics", headers=known).status_code == 304


def test_the_feed_of_a_member_takes_as_many_statements_however_much_is_due(
    room, agenda, due, session, http, statements
):
    def cost():
        session.commit()
        with statements() as sent:
            found = len(deadlines_in(calendar(http(room.luc), "/calendar.ics")))
        return found, len(sent)

    found, sent = cost()
    owner = ActionOwner(OwnerKind.PERSON, person=room.luc)
    for number in range(3):
        circulate(room, agenda, f"Text {number}")
        facts = ActionFacts(text=f"Point {number}", owner=owner, due_on=date(2026, 7, 2))
        outcomes_actions.add_action_point(agenda.closing, facts, by=room.ines)
    assert cost() == (found + 6, sent)


def own_address(visitor):
    answer = visitor.post("/calendar/address")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return re.search(r"/calendar/[\w-]+\.ics", answer.text)[0]


def test_a_member_gives_their_calendar_a_secret_address_and_takes_it_back(room, session, http):
    amina = http(room.amina)
    first = own_address(amina)
    assert first not in amina.get("/calendar").text
    [event] = meetings_in(calendar(http(), first))
    assert event.conference.value == THIRD_MEETING.join_url
    answer = http().get(first)
    assert answer.cache_control.private and answer.cache_control.no_cache
    assert http().get(first, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    second = own_address(amina)
    assert http().get(first).status_code == 404
    assert http().get(second).status_code == 200
    room.amina.active = False
    session.commit()
    assert http().get(second).status_code == 404
    room.amina.active = True
    session.commit()
    assert http(room.amina).post("/calendar/address/removal").status_code == 303
    assert http().get(second).status_code == 404
