"""Pages follow the chair to what is on the floor, unless somebody reads freely or is writing."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_every_page import PAINTED
from tests.browser.test_floor import GUIDANCE, PROJECTS, REQUESTS
from tests.browser.test_threads import live
from wgcop.meetings.models import AgendaItem

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
    expect(page.locator(BACK)).not_to_be_visible()
    axe(page)

    chair(REQUESTS)
    expect(page).to_have_url(at(2))
    expect(page.locator("[data-floor-says]")).to_contain_text("You have followed the chair to")
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


@pytest.mark.rest
def test_the_chip_stands_at_the_other_end_where_people_read_from_right_to_left(
    enter, axe, no_sideways_scroll
):
    page = enter("farid", phone=True).open("/account")
    live(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    chip = page.locator(".floor-chip").bounding_box()
    assert chip["x"] >= 0 and chip["x"] + chip["width"] <= 390
    no_sideways_scroll(page)
    axe(page)


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
