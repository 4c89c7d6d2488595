"""Pages that were left open follow what is on the floor, and say that the connection is lost."""

import re

from playwright.sync_api import expect

from tests.browser.test_agenda import CAMPAIGNS, SHEET, grab, line, number, opened, row
from tests.browser.test_threads import CLAUSE, live

GUIDANCE = "Guidance to Member States, with Question 22-2/1"
REQUESTS = "One list of requests for information"
PROJECTS = "Regional projects and the regional offices"
FLOOR = ".on-now__item--floor"
NEXT = ".on-now__item--next"


def close(page, title):
    row(page, title).locator("[data-menu] summary").click()
    row(page, title).get_by_role("button", name="Close the item").click()


def test_first_page_and_clause_page_follow_the_floor(enter, axe, no_sideways_scroll):
    first, clause = enter("amina").open("/"), enter("haruko", phone=True).open(CLAUSE)
    guest = enter().open(CLAUSE)
    helena = opened(enter("helena"))
    live(first)
    live(clause)
    for page in (first, clause):
        expect(page.locator(FLOOR)).to_contain_text(f"3.1 {GUIDANCE}")
    expect(first.locator(NEXT)).to_contain_text(f"3.2 {REQUESTS}")

    close(helena, GUIDANCE)
    for page in (first, clause):
        expect(page.locator(FLOOR)).to_contain_text(f"3.2 {REQUESTS}")
        axe(page)
        no_sideways_scroll(page)
    expect(first.locator(NEXT)).to_contain_text(f"3.3 {PROJECTS}")
    assert clause.evaluate("scrollY") > 500
    expect(clause.locator(FLOOR)).to_be_in_viewport()
    expect(guest.locator(FLOOR)).to_have_count(0)


def test_next_skips_nothing_when_an_item_is_dropped_below_the_one_that_follows(enter):
    """3.4 below 4 makes it 4.1; 4 has a clause of its own and is still what comes next."""
    first = enter("amina").open("/")
    helena = opened(enter("helena"))
    live(first)
    for title in (GUIDANCE, REQUESTS):
        close(helena, title)
        expect(line(helena, title)).to_have_attribute("data-state", "closed")
    expect(line(helena, PROJECTS)).to_have_attribute("aria-current", "step")
    row(helena, SHEET).evaluate("(line) => line.scrollIntoView({ block: 'center' })")
    grab(helena, CAMPAIGNS, "Coordination with other initiatives", sideways=20)
    expect(helena.locator(".drop-mark__label")).to_have_text(f"Below 4 {SHEET}")
    helena.mouse.up()
    number(helena, CAMPAIGNS, "4.1")
    expect(first.locator(FLOOR)).to_contain_text(f"3.3 {PROJECTS}")
    expect(first.locator(NEXT)).to_contain_text(f"4 {SHEET}")


def test_on_a_phone_the_meeting_opens_at_the_item_on_the_floor(enter):
    reader = enter("amina", phone=True)
    reader.page.set_viewport_size({"width": 390, "height": 740})
    page = reader.open("/meetings/wg-cop-3")
    current = page.locator('[aria-current="step"]')
    expect(current).to_have_attribute("data-title", GUIDANCE)
    expect(current.locator("> [data-row]")).to_be_in_viewport(ratio=1)
    expect(page.locator("h1")).not_to_be_in_viewport()

    # A link to a place leads to that place; somebody who comes back is where they were.
    linked = reader.another_tab("/meetings/wg-cop-3#meeting-head")
    expect(linked.locator("h1")).to_be_in_viewport()
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.reload()
    expect(page.locator("h1")).to_be_in_viewport()

    desk = enter("amina").open("/meetings/wg-cop-3")
    expect(desk.locator("h1")).to_be_in_viewport()


def test_a_lost_line_is_told_beside_the_reader_and_nobody_is_said_to_be_here(enter):
    readers = enter("amina", phone=True), enter("haruko")
    pages = [reader.open(CLAUSE) for reader in readers]
    for page in pages:
        live(page)
    for page in pages:
        expect(page.locator("[data-presence]")).to_contain_text("2 here:")
        page.locator("form[data-composer]").first.scroll_into_view_if_needed()
        expect(page.locator(".header")).not_to_be_in_viewport()

    for reader in readers:
        reader.go_offline()
    for page in pages:
        notice = page.locator("#live-status")
        expect(notice).to_contain_text("connection")
        expect(notice).to_be_in_viewport(ratio=1)
        expect(page.locator("[data-presence]")).to_be_empty()

    # The next try would be seconds away; a page whose connection is back does not wait for it.
    expect(pages[0].locator("#live-status")).to_contain_text("attempt 4")
    for reader in readers:
        reader.come_back()
    for page in pages:
        expect(page.locator("#live-status")).to_contain_text("Connected again")
        expect(page.locator("[data-presence]")).to_contain_text("2 here:")


def test_on_a_phone_one_line_says_what_is_on_the_floor_and_one_which_clause_this_is(enter):
    page = enter("amina", phone=True).open(CLAUSE)
    page.locator("form[data-composer]").first.scroll_into_view_if_needed()

    line, frame = page.locator(".clause-bar"), page.locator(".floor-strip")
    expect(line.get_by_text("recognizing")).to_be_visible()
    expect(line.get_by_text("b)")).to_be_visible()
    expect(line.get_by_role("link", name="Text")).to_be_visible()
    floor = frame.get_by_role("link", name="3.1 Guidance to Member States")
    expect(floor).to_be_visible()
    above, bar, item = frame.bounding_box(), line.bounding_box(), floor.bounding_box()
    assert (above["y"], above["x"]) == (0, 0) and above["height"] <= 40
    assert bar["y"] == above["height"] and bar["height"] <= 40
    assert item["x"] + item["width"] <= above["width"]
    floor.click()
    expect(page).to_have_url(re.compile("/meetings/wg-cop-3/items/"))
