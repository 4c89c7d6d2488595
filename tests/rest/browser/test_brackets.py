"""Brackets open, are joined and lifted while others read the bracketed text, the list and the clause, on pages that stay open."""

import re

from playwright.sync_api import Page, expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from tests.rest.browser.test_merging import all_read

WID = "wtdc-67.recs_recognizing__rec_b"
NEW = f"/clauses/{WID}/brackets/new"
TEXT = "/resolutions/67-hyderabad-2010"
CLAUSE = "#recs_recognizing__rec_b"


def at(page: Page, address: str) -> None:
    page.goto(re.sub(r"(//[^/]*).*", rf"\1{address}", page.url))


def open_bracket(page: Page, around: str, alternative: str) -> str:
    """Put brackets around some words, and return the address of the bracket."""
    at(page, NEW)
    words = page.get_by_label("The clause with brackets")
    words.fill(words.input_value().replace(around, f"[{around}]", 1))
    page.get_by_label("Alternative 1", exact=False).first.fill(alternative)
    page.get_by_role("button", name="Open the bracket").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    return page.url


def do(page: Page, address: str, link: str, button: str, choose: str = "") -> None:
    page.goto(address)
    page.get_by_role("link", name=link).click()
    if choose:
        page.get_by_label(choose, exact=False).first.check()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_brackets_come_and_go_under_the_eyes_of_their_readers(enter, axe, no_sideways_scroll):
    amina, teresa, helena, ruth = (enter(name) for name in ("amina", "teresa", "helena", "ruth"))
    kenya, brazil, chair = amina.open(NEW), teresa.open(f"{TEXT}/brackets"), helena.open(NEW)
    text = ruth.open(f"{TEXT}/rolling-text?view=brackets")
    listed, clause = (
        ruth.another_tab(f"{TEXT}/brackets"),
        ruth.another_tab(f"/clauses/{WID}/brackets"),
    )
    pages = (text, listed, clause)
    for page in pages:
        live(page)

    for number, word in enumerate(("many", "them", "youth")):
        is_cut_off = number == 1
        if is_cut_off:
            ruth.go_offline()
            expect(text.locator("html")).to_have_attribute("data-live", "off")
        bracket = open_bracket(kenya, word, f"other {number}")
        do(brazil, bracket, "Join as an owner", "Join")
        if is_cut_off:
            ruth.come_back()
            live(text)
        shown = re.compile(rf"\[\s*{word}\s*/\s*other {number}\s*\(Kenya\)\s*\]\s*{number + 1}")
        expect(text.locator(CLAUSE)).to_contain_text(shown)
        expect(clause.locator(".brackets")).to_contain_text("1 bracket is open")
        for page in pages:
            same_as_fresh(page)
        if number == 0:
            for page in (*pages, brazil):
                axe(page)
                no_sideways_scroll(page)
        do(kenya, bracket, "Lift the brackets of Kenya", "Lift")
        if number == 1:
            do(chair, bracket, "Lift by consensus", "Lift the bracket", "The words as they are")
        else:
            do(brazil, bracket, "Lift the brackets of Brazil", "Lift")
        expect(clause.locator(".brackets")).to_contain_text("0 brackets are open")
        expect(text.locator(f"{CLAUSE} .rolling__bracket")).to_have_count(0)
        for page in pages:
            same_as_fresh(page)


def test_what_stands_comes_into_the_chairs_text_on_pages_that_had_none(enter):
    helena, ruth = enter("helena"), enter("ruth")
    chair, clause = helena.open(NEW), ruth.open(f"/clauses/{WID}")
    live(clause)
    words = clause.locator("section[data-chairs-text] [data-chairs-words]")
    expect(words).to_have_count(0)
    open_bracket(chair, "will", "shall")  # stays open, amid words that change
    changes = (("many", "most"), ("them", "the young"), ("youth programmes", "programmes"))
    for number, (word, other) in enumerate(changes):
        is_cut_off = number == 1
        if is_cut_off:
            ruth.go_offline()
            expect(clause.locator("html")).to_have_attribute("data-live", "off")
        bracket = open_bracket(chair, word, other)
        do(chair, bracket, "Lift by consensus", "Lift the bracket", f"Alt. 1: {other}")
        if is_cut_off:
            ruth.come_back()
            live(clause)
        expect(words).to_contain_text(other)
        same_as_fresh(clause)
    at(chair, f"/clauses/{WID}/chairs-text")
    area = chair.locator("textarea[name=words]")
    reads = "that most of the young will participate in the programmes of"
    expect(area).to_have_value(re.compile(reads))
    area.press("Control+End")
    area.press_sequentially(" and parents")
    all_read([clause], area.input_value())
    same_as_fresh(clause)
