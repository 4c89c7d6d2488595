"""Pages that were left open: what is on the floor moves on in them, and a lost line is told beside the reader."""

import re

from playwright.sync_api import expect

from tests.browser.test_agenda import opened, row
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


def test_a_lost_line_is_told_beside_the_reader_and_nobody_is_said_to_be_here(enter):
    readers = enter("amina", phone=True), enter("haruko")
    pages = [reader.open(CLAUSE) for reader in readers]
    for page in pages:
        live(page)
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

    for reader in readers:
        reader.come_back()
    for page in pages:
        expect(page.locator("#live-status")).to_contain_text("Connected again")
        expect(page.locator("[data-presence]")).to_contain_text("2 here:")


def test_on_a_phone_one_line_says_which_clause_this_is_and_what_is_on_the_floor(enter):
    page = enter("amina", phone=True).open(CLAUSE)
    page.locator("form[data-composer]").first.scroll_into_view_if_needed()

    line = page.locator(".reading-line")
    expect(line.get_by_text("recognizing")).to_be_visible()
    expect(line.get_by_text("b)")).to_be_visible()
    expect(line.get_by_role("link", name="Text")).to_be_visible()
    floor = line.get_by_role("link", name="3.1 Guidance to Member States")
    expect(floor).to_be_visible()
    bar, item = line.bounding_box(), floor.bounding_box()
    assert (bar["y"], bar["x"]) == (0, 0) and bar["height"] <= 40
    assert item["x"] + item["width"] <= bar["width"]
    floor.click()
    expect(page).to_have_url(re.compile("/meetings/wg-cop-3#item-"))
