"""What is on the floor is shown on every page of members while a meeting is on, and costs one statement."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.meetings.models import AgendaItem

CHIP = 'class="floor-chip"'
PAGES = ("/people/", "/search?q=guidance", "/contributions/", "/meetings/wg-cop-3", "/account")


@pytest.fixture
def items(session, world):
    return {item.title: item for item in session.scalars(select(AgendaItem))}


@pytest.mark.parametrize("page", PAGES)
def test_members_have_the_way_back_to_the_floor_on_every_page(world, http, page):
    text = http(world.amina).get(page).text
    assert CHIP in text
    assert "Back to the floor" in text


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
        assert "One list of requests" in reader.get("/account").text.partition(CHIP)[2]


def test_a_page_that_waits_for_the_clock_is_told_the_seconds_that_are_left_now(world, http, clock):
    def seconds():
        text = http(world.amina).get("/people/").text.partition(CHIP)[2]
        return int(text.partition('data-changes-in="')[2].partition('"')[0])

    clock.stop()
    first = seconds()
    clock.advance(minutes=1)
    assert seconds() == first - 60
