"""What is on the floor is shown on every page of members while a meeting is on, and costs one statement."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.floor.shown import shown_floor
from wgcop.meetings import actions as meetings_actions
from wgcop.meetings.arrangements import Arrangements
from wgcop.numbering.deadlines.rule import DeadlineRule
from wgcop.registration import actions
from wgcop.registration.models import Attendance, Registration

STRIP = 'class="floor-strip"'
PAGES = ("/people/", "/search?q=guidance", "/contributions/", "/meetings/wg-cop-3", "/account")


@pytest.fixture
def items(session, world):
    return {item.title: item for item in session.scalars(select(AgendaItem))}


@pytest.mark.parametrize("page", PAGES)
def test_members_have_the_way_back_to_the_floor_on_every_page(world, http, page):
    text = http(world.amina).get(page).text
    assert STRIP in text
    assert "Back to the floor" in text


@pytest.fixture
def others(session, world):
    """Wanjiru's meeting, held while the third one is."""
    third = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    arranged = Arrangements.of_meeting(third, DeadlineRule()).but(title="Terms")
    meeting = meetings_actions.create_meeting(third.group, arranged, by=world.ines)
    kenya = world.wanjiru.memberships[0].delegation
    actions.register(meeting, Attendance.REMOTE, kenya, by=world.wanjiru)
    session.commit()
    return meeting


def test_the_line_names_the_meetings_that_its_reader_is_in_and_no_others(world, http, others):
    def named(person):
        line = http(person).get("/account").text.partition(STRIP)[2].partition("</aside>")[0]
        return [code for code in ("WG-COP/3", "WG-COP/4") if f">{code}</a>" in line]

    assert named(world.wanjiru) == ["WG-COP/3", "WG-COP/4"]
    assert named(world.amina) == ["WG-COP/3"]
    assert named(world.ines) == ["WG-COP/3", "WG-COP/4"], "an officer of the group"
    assert named(world.daichi) == [], "who registered for neither"
    # Pages that are kept for many tell each of them of their own.
    for person in (world.amina, world.wanjiru, world.amina, world.daichi):
        text = http(person).get("/clauses/wtdc-67.recs_recognizing__rec_b").text
        assert (">WG-COP/4</a>" in text) == (person is world.wanjiru)
        assert (STRIP in text) == (person is not world.daichi)


def test_the_line_comes_and_goes_as_its_reader_is_registered_and_taken_back(
    session, world, http, others
):
    def see():
        for page in ("/account", "/clauses/wtdc-67.recs_recognizing__rec_b"):
            for person in (world.daichi, world.haruko):
                yield ">WG-COP/4</a>" in http(person).get(page).text

    for _ in range(3):
        assert not any(see())
        registered = actions.register_person(
            others, world.daichi, Attendance.REMOTE, None, by=world.ines
        )
        session.commit()
        assert list(see()) == [True, False] * 2
        actions.remove_registration(registered, by=world.ines)
        session.commit()


def test_where_nobody_registered_everybody_is_in_the_meeting(session, world, http, others):
    session.execute(delete(Registration).where(Registration.meeting_id == others.id))
    session.commit()
    for person in (world.amina, world.daichi):
        assert ">WG-COP/4</a>" in http(person).get("/account").text


def test_guests_are_told_of_no_floor(world, http):
    for page in ("/", "/search?q=guidance", "/meetings/wg-cop-3"):
        assert "data-on-floor" not in http().get(page).text


def test_there_is_no_floor_when_no_meeting_is_on(session, world, http, clock):
    meeting = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    clock.stop(meeting.opens + timedelta(days=30))
    assert "data-on-floor" not in http(world.amina).get("/people/").text


def test_it_is_rendered_once_until_something_moves_and_then_costs_one_statement(
    world, http, statements, items
):
    amina, haruko = http(world.amina), http(world.haruko)
    amina.get("/account")
    haruko.get("/account")
    with statements() as sent:
        haruko.get("/account")
    about_agendas = [each for each in sent if "FROM agenda_item" in each]
    assert about_agendas == []
    assert sum("FROM meeting" in each for each in sent) == 1

    lists = items["One list of requests for information"]
    http(world.helena).post(f"/meetings/wg-cop-3/items/{lists.id}/taking-up")
    for reader in (amina, haruko):
        assert "One list of requests" in reader.get("/account").text.partition(STRIP)[2]


def test_a_page_that_waits_for_the_clock_is_told_the_seconds_that_are_left_now(world, http, clock):
    def seconds():
        text = http(world.amina).get("/people/").text.partition(STRIP)[2]
        return int(text.partition('data-changes-in="')[2].partition('"')[0])

    clock.stop()
    first = seconds()
    clock.advance(minutes=1)
    assert seconds() == first - 60


# What is announced, and the wall


def lead(world, http, path, **data):
    return http(world.helena).post(f"/meetings/wg-cop-3/live/{path}", data=data).status_code


def test_an_announcement_and_a_break_stand_on_every_page_of_members_and_of_nobody_else(
    world, http, listen
):
    amina, guest = http(world.amina), http()
    amina.get("/account")
    hears = listen(world.amina, "meeting:wg-cop-3@floor")
    assert lead(world, http, "announcements", text="Lunch is served.") == 303
    assert lead(world, http, "breaks", until="23:59") == 303
    for page in ("/", "/account", "/clauses/wtdc-67.recs_recognizing__rec_b"):
        text = amina.get(page).text
        assert "Lunch is served." in text
        assert "Break until" in text
        assert "Lunch is served." not in guest.get(page).text
    assert {entry["target"] for entry in hears()} == {"notices-wg-cop-3", "floor-wg-cop-3"}

    lead(world, http, "announcements/removal")
    assert "Lunch is served." not in amina.get("/account").text


def test_the_room_has_the_words_of_the_clause_on_the_floor(world, http, items, listen):
    hears = listen(world.amina, "meeting:wg-cop-3@room")
    projects = items["Regional projects and the regional offices"]
    http(world.helena).post(f"/meetings/wg-cop-3/items/{projects.id}/taking-up")
    [room] = {entry["html"] for entry in hears() if entry["target"] == "room-item"}
    assert "instructs_the-director-of-the-telecommunication-development-bureau__para_4" in room
    assert 'class="matter__words' in room
    assert "<form" not in room
    assert 'class="matter__words' in http(world.amina).get("/meetings/wg-cop-3/live").text


def test_those_who_lead_put_what_belongs_to_the_item_on_the_floor_from_the_room(world, http):
    assert "Put on the floor" in http(world.helena).get("/meetings/wg-cop-3/live").text
    assert "Put on the floor" not in http(world.amina).get("/meetings/wg-cop-3/live").text


def test_the_wall_has_no_controls_and_remembers_its_theme(world, http):
    amina = http(world.amina)
    wall = amina.get("/meetings/wg-cop-3/live?projector&theme=dark").text
    assert 'data-theme="dark"' in wall
    assert 'class="matter__words' in wall
    for control in ("<form", "<button", "<input", "<nav", "<select"):
        assert control not in wall
    assert 'data-theme="dark"' in amina.get("/meetings/wg-cop-3/live?projector").text
    assert "data-theme=" not in amina.get(
        "/meetings/wg-cop-3/live?projector&theme=blue"
    ).text.replace('data-theme="dark"', "")
    assert http().get("/meetings/wg-cop-3/live?projector").status_code == 303


def test_what_is_not_committed_yet_is_shown_to_nobody_else(app, world, session):
    def title(method):
        meeting = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
        with app.test_request_context(method=method):
            return "Another title" in shown_floor(meeting, 10_000).html

    meeting = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    meeting.title = "Another title"
    session.flush()
    assert title("POST")
    session.rollback()
    assert not title("GET")
