"""A chair leads an item from opening to conclusion by keyboard alone; two delegates follow, one loses the line for a minute."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_threads import live

ROOM = "/meetings/wg-cop-3/live"
GUIDANCE = "3.1 Guidance to Member States, with Question 22-2/1"
REQUESTS = "3.2 One list of requests for information"


def on_floor(page):
    return page.locator("#room-item-title")


def speaking(page):
    return page.locator(".speaking")


def seconds(page):
    """What the timer of the intervention shows."""
    minutes, secs = speaking(page).locator("[data-timer-count]").inner_text().split(":")
    return int(minutes) * 60 + int(secs)


def test_a_chair_leads_an_item_by_keyboard_while_delegates_follow(enter, axe, no_sideways_scroll):
    kenya, japan = enter("amina"), enter("haruko", phone=True)
    desk, phone = kenya.open(ROOM), japan.open(ROOM)
    # the clock of the phone is an hour slow: its timers show what everybody sees
    phone.evaluate("Date.now = () => 0")
    chair = enter("helena").open(ROOM)
    for page in (desk, phone, chair):
        live(page)
        expect(on_floor(page)).to_have_text(GUIDANCE)

    # asking, in one click and by one key
    phone.get_by_role("button", name="Ask for the floor").click()
    desk.keyboard.press("f")
    expect(chair.locator(".waiting__one")).to_have_text([re.compile("Japan"), re.compile("Kenya")])
    phone.get_by_role("button", name="Withdraw: Japan").wait_for()
    expect(phone.get_by_role("button", name=re.compile("Withdraw"))).to_have_count(1)

    # three minutes each, and the floor to Japan
    chair.locator("#minutes-each").fill("3")
    chair.keyboard.press("Enter")
    expect(desk.locator(".waiting")).to_contain_text("3 minutes for each")
    chair.keyboard.press("Escape")
    chair.keyboard.press("n")
    for page in (desk, phone, chair):
        expect(speaking(page)).to_contain_text("Japan")
        expect(speaking(page).locator("[data-timer-count]")).to_have_text(re.compile("^2:5"))
    assert abs(seconds(desk) - seconds(phone)) <= 1

    # the line of the phone is lost; meanwhile a point of order interrupts, and there is a break
    japan.go_offline()
    desk.keyboard.press("o")
    expect(chair.locator(".waiting__one").first).to_contain_text("Point of order")
    chair.keyboard.press("1")
    expect(speaking(desk)).to_contain_text("Goes on afterwards: Japan")
    chair.keyboard.press("e")
    expect(speaking(desk)).not_to_contain_text("Kenya")
    chair.keyboard.press("p")
    expect(speaking(desk)).to_contain_text("paused")
    chair.keyboard.press("m")
    chair.keyboard.type("Lunch is in room M? n e 1")
    chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    expect(desk.locator(".room-notice--announcement")).to_contain_text("room M? n e 1")
    chair.keyboard.press("l")
    expect(desk.locator(".waiting")).to_contain_text("Closed")
    expect(speaking(phone)).not_to_contain_text("paused")

    # back after a minute, the phone shows what everybody sees
    japan.come_back()
    expect(speaking(phone)).to_contain_text("paused", timeout=20_000)
    expect(phone.locator(".waiting")).to_contain_text("Closed")
    expect(phone.locator(".room-notice--announcement")).to_contain_text("Lunch")
    assert seconds(phone) == seconds(desk)

    # the keys, and then the conclusion
    chair.keyboard.press("?")
    keys = chair.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Next speaker")
    axe(chair)
    chair.keyboard.press("Escape")
    chair.keyboard.press("n")
    expect(speaking(desk)).to_contain_text("Kenya")
    chair.keyboard.press("d")
    chair.keyboard.type("Noted")
    chair.keyboard.press("Tab")
    chair.keyboard.type("The date was noted.")
    chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    for page in (desk, phone, chair):
        expect(on_floor(page)).to_have_text(REQUESTS)
        expect(speaking(page)).to_contain_text("Nobody has the floor")
        axe(page)
        no_sideways_scroll(page)
        page.evaluate("document.documentElement.dir = 'rtl'")
        no_sideways_scroll(page)


@pytest.mark.parametrize("path", ["/people/", "/search?q=guidance"])
def test_an_announcement_comes_to_whatever_page_a_member_has_open(enter, path):
    page = enter("amina").open(path)
    chair = enter("helena").open(ROOM)
    live(page)
    live(chair)
    chair.keyboard.press("m")
    chair.keyboard.type("The drafting group meets at 13:00.")
    chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    expect(page.locator(".room-notice--announcement")).to_contain_text("meets at 13:00")
