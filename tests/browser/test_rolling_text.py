"""Two delegations propose words while others read the rolling text, on pages that stay open."""

import re

from playwright.sync_api import Page, expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

WID = "wtdc-67.recs_recognizing__rec_b"
NEW = f"/clauses/{WID}/proposals/new"
ROLLING = "/resolutions/67-hyderabad-2010/rolling-text"
CLAUSE = "#recs_recognizing__rec_b"


def release(page: Page, old: str, new: str) -> str:
    """Propose other words for the clause, release them, and return the address of the proposal."""
    page.goto(re.sub(r"(//[^/]*).*", rf"\1{NEW}", page.url))
    words = page.get_by_label("Words", exact=False).and_(page.locator("textarea"))
    words.fill(words.input_value().replace(old, new))
    page.get_by_role("button", name="Save within the delegation").click()
    page.get_by_role("button", name="Release to all members").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    return page.url


def test_the_text_rolls_under_the_eyes_of_its_readers(enter, axe, no_sideways_scroll):
    amina, teresa, ruth = enter("amina"), enter("teresa"), enter("ruth")
    kenya, brazil = amina.open(NEW), teresa.open(NEW)
    brackets, whole = ruth.open(f"{ROLLING}?view=brackets"), ruth.another_tab(ROLLING)
    for page in (brackets, whole):
        live(page)

    for number, (one, other) in enumerate(
        (("all", "most"), ("several", "very many"), ("a few", "we"))
    ):
        is_cut_off = number == 1
        if is_cut_off:
            ruth.go_offline()
            expect(brackets.locator("html")).to_have_attribute("data-live", "off")
        first = release(kenya, "that many", f"that {one}")
        second = release(brazil, "that many", f"that {other}")
        if is_cut_off:
            ruth.come_back()
            live(brackets)
        expect(brackets.locator(CLAUSE)).to_contain_text(
            re.compile(rf"\[\s*many\s*/\s*{one}\s*\(Kenya\)\s*/\s*{other}\s*\(Brazil\)\s*\]")
        )
        expect(whole.locator(f"{CLAUSE} ins")).to_contain_text([f" {one}", f" {other}"])
        for page in (brackets, whole):
            same_as_fresh(page)
        if number == 0:
            for page in (brackets, whole):
                axe(page)
                no_sideways_scroll(page)
        for page, address in ((kenya, first), (brazil, second)):
            page.goto(address)
            page.get_by_role("button", name="Withdraw").click()
            expect(page.get_by_role("button", name="Restore")).to_be_visible()
        expect(brackets.locator(f"{CLAUSE} .rolling__bracket")).to_have_count(0)


def test_the_four_views_are_reached_by_keys_and_on_a_phone(enter, no_sideways_scroll):
    page = enter("ruth").open(ROLLING)
    page.set_viewport_size({"width": 390, "height": 844})
    tabs = page.get_by_role("navigation", name="Views of the text").get_by_role("link")
    for number, name in enumerate(
        ("Base text", "All proposals, attributed", "Bracketed text", "Clean text as agreed")
    ):
        tabs.nth(number).focus()
        page.keyboard.press("Enter")
        expect(tabs.nth(number)).to_have_attribute("aria-current", "page")
        expect(tabs.nth(number)).to_have_text(name)
        no_sideways_scroll(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    no_sideways_scroll(page)
