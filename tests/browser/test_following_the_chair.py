"""Pages follow the chair to what is on the floor, unless somebody reads freely or is writing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import WIDE
from tests.browser.test_every_page import PAINTED
from tests.browser.test_floor import GUIDANCE, PROJECTS, REQUESTS
from tests.browser.test_threads import live
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.meetings import actions
from wgcop.meetings.arrangements import Arrangements
from wgcop.numbering.deadlines.rule import DeadlineRule

DIRECTOR = "/clauses/wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau"
BACK = ".on-now__back"
ROOM = "/meetings/wg-cop-3/live"


def stays(page, address, *, floor):
    """Though it knows what has come to the floor."""
    expect(page.locator(BACK)).to_have_attribute("href", at(floor))
    page.evaluate(PAINTED)
    expect(page).to_have_url(address)


def at(number):
    return re.compile(re.escape(f"{DIRECTOR}__para_{number}"))


@pytest.fixture
def chair(enter, session):
    """Helena takes up an item by its title, as the button of the agenda does."""
    helena = enter("helena").open("/meetings/")
    token = helena.locator("meta[name=csrf-token]").get_attribute("content")
    items = {item.title: item.id for item in session.scalars(select(AgendaItem))}

    def take_up(title):
        address = f"/meetings/wg-cop-3/items/{items[title]}/taking-up"
        form = {"csrf_token": token}
        assert helena.request.post(enter._served.url + address, form=form).ok

    return take_up


def test_whoever_came_from_the_floor_follows_the_chair_until_they_read_freely(
    enter, chair, axe, no_sideways_scroll
):
    desk, phone = enter("amina"), enter("haruko", phone=True)
    page, other = desk.open("/people/"), phone.open("/search?q=guidance")
    for each in (page, other):
        live(each)
        axe(each)
        no_sideways_scroll(each)
    expect(page.locator("[data-lock]")).to_be_hidden()

    page.locator(BACK).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(at(1))
    live(page)
    expect(page.locator(BACK)).to_have_attribute("aria-current", "page")
    axe(page)

    chair(REQUESTS)
    expect(page).to_have_url(at(2))
    expect(page.locator("[data-floor-says]")).to_contain_text("You have followed the chair to")
    expect(page.locator(BACK)).to_have_attribute("aria-current", "page")
    expect(page.locator(".clause.is-open > .clause__text")).to_be_in_viewport()
    expect(page.locator(".clause.is-open > .clause__text")).to_be_focused()
    expect(page.locator(".clause.is-open [data-thread]")).to_be_visible()
    # A page that was opened otherwise stays, and says what has come to the floor.
    expect(other.locator("[data-floor-says]")).to_contain_text("Now on the floor")
    expect(other).to_have_url(re.compile("/search"))
    expect(other.locator(BACK)).to_have_attribute("href", at(2))

    live(page)
    page.get_by_role("button", name="Read freely").click()
    page.reload()
    live(page)
    expect(page.get_by_role("button", name="Read freely")).to_have_attribute("aria-pressed", "true")
    chair(PROJECTS)
    expect(page.locator(BACK)).to_have_attribute("href", at(4))
    expect(page).to_have_url(at(2))
    page.get_by_role("button", name="Read freely").click()
    expect(page).to_have_url(at(4))


def test_whoever_came_from_the_room_follows_but_not_from_what_they_write_have_touched_or_went_back_to(
    enter, chair
):
    page = enter("amina").open(ROOM)
    page.locator(".matter__name a").click()
    expect(page).to_have_url(at(1))
    live(page)
    expect(page.locator("[data-lock]")).to_be_visible()
    words = page.locator("form[data-composer] textarea[name=body]").first
    words.fill("Kenya agrees.")
    words.blur()
    chair(REQUESTS)
    expect(page.locator("[data-floor-says]")).to_contain_text("Now on the floor")
    stays(page, at(1), floor=2)
    expect(words).to_have_value("Kenya agrees.")

    words.fill("")
    page.mouse.wheel(0, 200)
    chair(PROJECTS)
    stays(page, at(1), floor=4)

    page.goto(f"{enter._served.url}{ROOM}")
    page.locator(".matter__name a").click()
    expect(page).to_have_url(at(4))
    live(page)
    chair(REQUESTS)
    expect(page).to_have_url(at(2))
    live(page)
    page.go_back()
    expect(page).to_have_url(at(4))
    live(page)
    chair(GUIDANCE)
    stays(page, at(4), floor=1)


COVERED = """() => [...document.querySelectorAll("main :is(button, input, select, textarea, a)")].filter((one) => {
    if (!one.checkVisibility() || !one.offsetWidth) return false;
    one.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return found?.closest(".floor-strip");
}).map((one) => one.outerHTML.slice(0, 120))"""
"""What cannot be pressed because the line lies on it, though its reader has gone there."""


def line(page):
    return " ".join(page.locator(".floor-strip [data-floor]").inner_text().split())


def test_the_line_covers_nothing_and_can_be_put_away_for_the_day(enter, session):
    reader = enter("farid")
    draft = session.scalars(select(Contribution).where(Contribution.state == "draft")).first()
    for width, height in ((1360, 900), (320, 640)):
        reader.page.set_viewport_size({"width": width, "height": height})
        for address in (f"{draft.work_url}/edit", "/contributions/", "/account"):
            page = reader.open(address)
            live(page)
            assert page.evaluate(COVERED) == []
    page.get_by_role("button", name="Hide for today").click()
    expect(page.locator(".floor-strip")).to_be_hidden()
    page = reader.open("/people/")
    expect(page.locator(".floor-strip")).to_be_hidden()
    page.get_by_role("button", name="Show what is on the floor").click()
    expect(page.locator(".floor-strip")).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    page.get_by_role("button", name="Hide for today").click()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2))
    page.reload()
    expect(page.locator(".floor-strip")).to_be_visible()


def test_the_line_is_that_of_a_fresh_page_after_updates_and_after_a_lost_line(enter, chair):
    amina, haruko = enter("amina"), enter("haruko", phone=True)
    pages = amina.open("/people/"), haruko.open("/account")
    for page in pages:
        live(page)
    for title, number in ((REQUESTS, 2), (PROJECTS, 4), (GUIDANCE, 1), (REQUESTS, 2)):
        if number == 1:
            haruko.go_offline()
        chair(title)
        if number == 1:
            haruko.come_back()
        for reader, page in zip((amina, haruko), pages, strict=True):
            expect(page.locator(BACK)).to_have_attribute("href", at(number))
            fresh = reader.another_tab("/people/" if reader is amina else "/account")
            live(fresh)
            assert line(page) == line(fresh)
            fresh.close()


def test_two_meetings_at_once_fit_on_the_smallest_phone_in_both_directions(
    enter, session, axe, no_sideways_scroll
):
    third = session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    ines = enter.world.ines
    arranged = Arrangements.of_meeting(third, DeadlineRule())
    for title in ("Terms", "Budget"):
        other = actions.create_meeting(third.group, arranged.but(title=title), by=ines)
        agenda_actions.add_item(other, ItemFacts(title="A long title of the only item"), by=ines)
    session.commit()
    reader = enter("farid", phone=True)
    reader.page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/account", f"{DIRECTOR}__para_1"):
        page = reader.open(address)
        live(page)
        for direction in ("ltr", "rtl"):
            page.evaluate("(direction) => document.documentElement.dir = direction", direction)
            for code in ("WG-COP/3", "WG-COP/4", "WG-COP/5"):
                named = page.locator(".floor-strip").get_by_role("link", name=code, exact=True)
                expect(named).to_be_in_viewport(ratio=1)
            no_sideways_scroll(page)
        if address == "/account":
            axe(page)
    # At the floor of one of them, both ways back stay.
    expect(page.locator(BACK).first).to_be_visible()
    assert page.locator(".floor-strip").bounding_box()["height"] <= 200
    # With more space, what is said of a meeting names it.
    page.set_viewport_size(WIDE)
    named = page.locator(".floor-strip .room-notices:has(.room-notice) > .room-notices__meeting")
    expect(named).to_have_text(["WG-COP/4", "WG-COP/5"])
    for each in range(2):
        expect(named.nth(each)).to_be_in_viewport(ratio=1)


@pytest.mark.rest
def test_the_wall_shows_what_happens_in_large_letters_in_both_themes(enter, chair, axe):
    wall = enter("farid")
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    collaborate = "to collaborate closely with WG-COP"
    for theme, title in (("light", REQUESTS), ("dark", GUIDANCE)):
        page = wall.open(f"{ROOM}?projector&theme={theme}")
        live(page)
        words = page.locator(".matter__words")
        chair(title)
        if title == REQUESTS:
            expect(words).to_contain_text(collaborate)
        else:
            expect(words).not_to_contain_text(collaborate)
        assert words.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") > 40
        assert page.evaluate("document.documentElement.scrollHeight") <= 1080
        expect(page.locator("button, form, nav")).to_have_count(0)
        axe(page)
