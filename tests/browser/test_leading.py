"""A chair runs an item from opening to conclusion by keyboard; two delegates follow, one of whom loses the line for a minute."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.line import Line
from tests.browser.test_following_the_chair import BACK, at
from tests.browser.test_threads import live

ROOM = "/meetings/wg-cop-3/live"
GUIDANCE = "3.1 Guidance to Member States, with Question 22-2/1"
REQUESTS = "3.2 One list of requests for information"
SCREEN = {"width": 1280, "height": 900}


def on_floor(page):
    return page.locator("#room-item-title")


def speaking(page):
    return page.locator(".speaking")


def seconds(page):
    """What the timer of the intervention shows."""
    minutes, secs = speaking(page).locator("[data-timer-count]").inner_text().split(":")
    return int(minutes) * 60 + int(secs)


def press(page, *keys):
    """Keys by name, one after another, and words to be typed."""
    for key in keys:
        if len(key) == 1 or key in ("Enter", "Escape", "Tab"):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


@pytest.fixture
def line(server):
    """The phone's way to the workspace."""
    line = Line(server.url)
    yield line
    line.close()


def test_a_chair_runs_an_item_by_keyboard_and_two_delegates_follow_one_without_a_line_for_a_minute(
    enter, line, axe, no_sideways_scroll
):
    """All that a minute without a line adds is more of the same: what was missed is asked for by number, whenever the
    phone is back, and timers count by moments of the server. So the line is cut for as long as the room needs for what
    happens meanwhile. No connection of the phone survives it, and none is made.
    """
    kenya, japan, helena = enter("amina"), enter("haruko", phone=True), enter("helena")
    desk = kenya.open(ROOM)
    text = kenya.another_tab("/people/")
    phone = japan.page
    phone.goto(line.url + ROOM)
    # the clock of the phone is an hour slow: its timers show what everybody sees
    phone.evaluate("Date.now = () => 0")
    helena.page.set_viewport_size(SCREEN)
    chair = helena.open(ROOM)
    for page in (desk, text, phone, chair):
        live(page)
    text.locator(BACK).press("Enter")
    expect(text).to_have_url(at(1))
    live(text)

    # the item is opened, out of its turn; who came from the floor follows to its clause
    press(chair, "t", "3.2", "Tab", "Enter")
    for page in (desk, phone, chair):
        expect(on_floor(page)).to_have_text(REQUESTS)
    expect(text).to_have_url(at(2))

    # asking, in one click and by one key
    phone.get_by_role("button", name="Ask for the floor").click()
    expect(chair.locator(".waiting__one")).to_contain_text("Japan")
    press(desk, "f")
    expect(chair.locator(".waiting__one")).to_have_text([re.compile("Japan"), re.compile("Kenya")])
    expect(phone.locator(".waiting__one")).to_have_count(2)
    phone.get_by_role("button", name="Withdraw: Japan").wait_for()
    expect(phone.get_by_role("button", name=re.compile("Withdraw"))).to_have_count(1)

    # three minutes each, and the floor to Japan; called on too early, it goes back
    chair.locator("#minutes-each").fill("3")
    press(chair, "Enter")
    expect(desk.locator(".waiting")).to_contain_text("3 minutes for each")
    press(chair, "Escape", "n")
    expect(speaking(chair)).to_contain_text("Japan")
    press(chair, "n")
    expect(speaking(chair)).to_contain_text("Kenya")
    press(chair, "z")
    for page in (desk, phone, chair):
        expect(speaking(page)).to_contain_text("Japan")
        expect(speaking(page).locator("[data-timer-count]")).to_have_text(re.compile("^2:5"))
    assert abs(seconds(desk) - seconds(phone)) <= 1

    # the line of the phone is lost; meanwhile a point of order interrupts, and the list is closed
    line.cut()
    expect(phone.locator("#live-status")).to_contain_text("Trying again")
    press(desk, "o")
    expect(chair.locator(".waiting__one").first).to_contain_text("Point of order")
    press(chair, "1")
    for page in (desk, chair):
        expect(speaking(page)).to_contain_text("Continues afterwards: Japan")
    press(chair, "e")
    expect(speaking(desk)).not_to_contain_text("Kenya")
    press(chair, "p")
    expect(speaking(desk)).to_contain_text("paused")
    press(chair, "m", "Lunch is in room M? n e 1", "Tab", "Enter")
    expect(desk.locator(".room-notice--announcement")).to_contain_text("room M? n e 1")
    press(chair, "l")
    expect(desk.locator(".waiting")).to_contain_text("Closed")
    # what the phone asks for meanwhile is not lost without a word
    phone.get_by_role("button", name="Right of reply").click()
    expect(phone.locator("[data-room-error]")).to_contain_text("could not be reached")
    expect(speaking(phone)).not_to_contain_text("paused")

    # back again, the phone shows what everybody sees
    line.mend()
    expect(speaking(phone)).to_contain_text("paused")
    expect(phone.locator(".waiting")).to_contain_text("Closed")
    expect(phone.locator(".room-notice--announcement")).to_contain_text("Lunch")
    assert seconds(phone) == seconds(desk)

    # everything by which the meeting is run is on one screen, and its keys are told
    assert chair.evaluate("document.documentElement.scrollHeight") <= SCREEN["height"]
    for key in "neplatdimb":
        expect(chair.locator(f"[data-key='{key}']:visible").first).to_be_in_viewport()
    press(chair, "?")
    expect(chair.get_by_role("dialog", name="Keys")).to_contain_text("Next speaker")
    axe(chair)
    press(chair, "Escape")

    # one press too many is undone, and whoever had the floor has it again; then the conclusion
    press(chair, "i")
    for page in (desk, chair):
        expect(on_floor(page)).to_have_text(GUIDANCE)
    expect(chair.locator("#agenda-undo")).to_contain_text("You closed")
    press(chair, "u")
    for page in (desk, chair):
        expect(on_floor(page)).to_have_text(REQUESTS)
        expect(speaking(page)).to_contain_text("Japan")
    press(chair, "n")
    expect(speaking(desk)).to_contain_text("Kenya")
    press(chair, "d", "Noted", "Tab", "The list was noted.", "Tab", "Enter")
    for page in (desk, phone, chair):
        expect(page.locator(".decision")).to_contain_text("The list was noted.")
        expect(on_floor(page)).to_have_text(REQUESTS)
    press(chair, "i")
    for page in (desk, phone, chair):
        expect(on_floor(page)).to_have_text(GUIDANCE)
        expect(speaking(page)).to_contain_text("Nobody has the floor")
        axe(page)
        no_sideways_scroll(page)
        page.evaluate("document.documentElement.dir = 'rtl'")
        no_sideways_scroll(page)
        axe(page)
    expect(text).to_have_url(at(1))


def test_an_announcement_comes_to_whatever_page_a_member_has_open(enter):
    amina = enter("amina")
    pages = amina.open("/people/"), amina.another_tab("/search?q=guidance")
    chair = enter("helena").open(ROOM)
    for page in (*pages, chair):
        live(page)
    chair.keyboard.press("m")
    chair.keyboard.type("The drafting group meets at 13:00.")
    chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    for page in pages:
        expect(page.locator(".room-notice--announcement")).to_contain_text("meets at 13:00")
