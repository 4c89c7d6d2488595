"""A page that was opened under another address than PUBLIC_URL says that it is not live there."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, comment, say

OWN = "http://workspace.example.org"


@pytest.mark.settings(PUBLIC_URL=OWN)
def test_a_page_at_another_address_says_so_leads_to_its_own_and_still_takes_what_is_written(
    enter, axe, no_sideways_scroll
):
    amina = enter("amina")
    page = amina.open(f"{CLAUSE}?at=1")
    told = page.locator("[data-own-origin]")
    expect(told).to_contain_text("This page has no live connection")
    link = told.get_by_role("link", name=f"Open it at {OWN}")
    expect(link).to_have_attribute("href", f"{OWN}{CLAUSE}?at=1")
    expect(page.locator("html")).to_have_attribute("data-live", "off")
    expect(page.locator("#live-status")).to_be_empty()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 740})
    no_sideways_scroll(page)
    for words in ("Kenya agrees.", "Kenya has a question.", "Kenya thanks."):
        say(page, words)
        expect(comment(page, words)).to_be_visible()
    expect(page.locator(".comment--waiting")).to_have_count(0)
    wall = amina.another_tab("/meetings/wg-cop-3/live?projector")
    expect(wall.locator("[data-own-origin]")).to_contain_text("no live connection")


def test_a_page_at_its_own_address_says_nothing(look):
    page = look("amina").open(CLAUSE)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    expect(page.locator("[data-own-origin]")).to_have_count(0)
