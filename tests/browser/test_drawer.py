"""The drawer of the room: agreed wording and action points, recorded by two officers without leaving the page."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh, until
from tests.browser.line import Line
from tests.browser.test_leading import GUIDANCE, REQUESTS, ROOM, on_floor, press
from tests.browser.test_threads import live

TEN_SECONDS = 10


@pytest.fixture
def line(server):
    line = Line(server.url)
    yield line
    line.close()


@pytest.fixture
def screens(enter):
    """The chair, the secretariat, a delegate, another on a phone, and the wall."""
    chair, desk, kenya = (enter(who).open(ROOM) for who in ("helena", "ines", "amina"))
    phone = enter("haruko", phone=True).open(ROOM)
    wall = enter("ines").open(f"{ROOM}?projector")
    for page in (chair, desk, kenya, phone, wall):
        live(page)
    return chair, desk, kenya, phone, wall


def take_up(page, number, name):
    press(page, "t", number, "Tab", "Enter")
    expect(on_floor(page)).to_have_text(name)
    press(page, "Escape")


def drawer(page):
    return page.locator("#drawer")


def words(page):
    return drawer(page).locator("[data-first] textarea")


def agree(page, wording):
    """Three acts: the key, the words, the button."""
    began = time.monotonic()
    press(page, "w")
    expect(words(page)).to_be_focused()
    words(page).fill(wording)
    drawer(page).get_by_role("button", name="Agreed", exact=True).click()
    expect(drawer(page).locator(".agreed-words").last).to_contain_text(wording)
    assert time.monotonic() - began < TEN_SECONDS


def ask(page, what):
    began = time.monotonic()
    press(page, "k")
    expect(page.locator("#drawer-action-text")).to_be_focused()
    page.keyboard.type(what)
    page.keyboard.press("Control+Enter")
    expect(drawer(page).locator(".rows")).to_contain_text(what)
    assert time.monotonic() - began < TEN_SECONDS


def withdraw(page, why):
    began = time.monotonic()
    drawer(page).get_by_text("Withdraw the wording:").click()
    drawer(page).locator("[id^=drawer-withdrawal] textarea").fill(why)
    drawer(page).get_by_role("button", name="Withdraw the wording").click()
    expect(drawer(page).locator(".agreed-words").last).to_contain_text(why)
    assert time.monotonic() - began < TEN_SECONDS


def agreed_on(page):
    return page.locator("#room-item .decision")


def test_two_officers_record_and_withdraw_in_turn_and_every_screen_shows_what_is_agreed(
    screens, enter
):
    chair, desk, kenya, phone, wall = screens
    item = enter("amina").open("/meetings/wg-cop-3")
    take_up(chair, "3.1", GUIDANCE)
    item.get_by_role("link", name=re.compile("Guidance to Member States")).first.click()
    live(item)
    for turn, officer in enumerate((chair, desk, chair)):
        agree(officer, f"shall offer guidance, {turn}")
        for page in screens:
            expect(agreed_on(page)).to_contain_text(f"shall offer guidance, {turn}")
        ask(officer, f"Send the guidance, {turn}.")
        expect(item.locator("#item-actions")).to_contain_text(f"Send the guidance, {turn}.")
        other = desk if officer is chair else chair
        press(other, "m", f"Announcement {turn}", "Tab", "Enter")
        expect(officer.locator(".room-notice--announcement")).to_contain_text(str(turn))
        withdraw(officer, f"Recorded too early, {turn}.")
        for page in screens:
            expect(agreed_on(page)).to_have_count(0)
        expect(item.locator(".agreed-words").last).to_contain_text(f"Recorded too early, {turn}.")
    for page in (kenya, phone, wall, item):
        same_as_fresh(page)


def test_what_is_typed_in_the_drawer_stays_with_its_item_and_two_who_agree_at_once_see_both(
    screens,
):
    chair, desk, kenya, _phone, wall = screens
    take_up(chair, "3.1", GUIDANCE)
    press(chair, "w")
    words(chair).fill("the words of the chair")
    agree(desk, "the words of the secretariat")
    expect(agreed_on(chair)).to_contain_text("the words of the secretariat")
    expect(words(chair)).to_have_value("the words of the chair")

    # refused with both shown, and recorded by the next press
    button = drawer(chair).get_by_role("button", name="Agreed", exact=True)
    button.click()
    expect(chair.locator("[data-room-error]")).to_contain_text("Somebody else recorded")
    expect(drawer(chair).locator("[data-drawer-words]")).to_have_text(
        "the words of the secretariat"
    )
    expect(words(chair)).to_have_value("the words of the chair")
    button.click()
    for page in (desk, kenya, wall):
        expect(agreed_on(page)).to_contain_text("the words of the chair")

    # the meeting goes on while somebody writes: it is for the item for which it was begun, and the drawer says so
    press(chair, "k")
    chair.locator("#drawer-action-text").fill("Send the figures.")
    take_up(desk, "3.2", REQUESTS)
    expect(on_floor(chair)).to_have_text(REQUESTS)
    expect(drawer(chair).locator("[data-drawer-moved]")).to_contain_text(
        "What you write here is for 3.1"
    )
    expect(chair.locator("#drawer-action-text")).to_have_value("Send the figures.")
    drawer(chair).get_by_role("button", name="Add the action point").click()
    expect(chair.locator("#drawer-head")).to_contain_text("3.2")
    expect(drawer(chair)).not_to_contain_text("Send the figures.")
    take_up(desk, "3.1", GUIDANCE)
    expect(drawer(chair)).to_contain_text("Send the figures.")


def test_what_is_typed_in_the_drawer_outlives_a_lost_line_and_the_page(enter, line):
    chair, desk = enter("helena").page, enter("ines").open(ROOM)
    chair.goto(line.url + ROOM)
    live(chair)
    take_up(desk, "3.1", GUIDANCE)
    expect(on_floor(chair)).to_have_text(GUIDANCE)
    press(chair, "k")
    expect(chair.locator("#drawer-action-text")).to_be_focused()
    for turn in range(3):
        line.cut()
        chair.locator("#drawer-action-text").fill(f"Send the figures, {turn}.")
        drawer(chair).get_by_role("button", name="Add the action point").click()
        expect(chair.locator("[data-room-error]")).to_contain_text("could not be reached")
        expect(chair.locator("#drawer-action-text")).to_have_value(f"Send the figures, {turn}.")
        line.mend()
        live(chair)
        expect(chair.locator("[data-room-error]")).to_be_hidden()
        drawer(chair).get_by_role("button", name="Add the action point").click()
        expect(drawer(chair).locator(".rows")).to_contain_text(f"Send the figures, {turn}.")
        press(chair, "k")
        expect(chair.locator("#drawer-action-text")).to_be_focused()
    chair.locator("#drawer-action-text").fill("Kept in this browser.")
    until(chair, "() => JSON.stringify(localStorage).includes('Kept in this browser.')")
    chair.reload()
    live(chair)
    press(chair, "k")
    expect(chair.locator("#drawer-action-text")).to_have_value("Kept in this browser.")
    press(chair, "Escape", "Escape")
    expect(drawer(chair)).to_be_hidden()
    press(chair, "k")
    expect(chair.locator("#drawer-action-text")).to_have_value("Kept in this browser.")
