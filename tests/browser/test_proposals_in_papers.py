"""Proposals are written in a paper: a symbol, a clause with changed words, reasons."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk import begin_draft, is_saved, text_on, type_at_end, write_on


def propose(page: Page, symbol: str, search: str = "helpline") -> None:
    """Insert a proposal on the first clause that these words find, behind the text."""
    page.get_by_role("button", name=re.compile("^Quote a clause")).click()
    dialog = page.get_by_role("dialog", name="Quote a clause or propose words")
    dialog.get_by_label("What to insert").select_option(symbol)
    dialog.get_by_role("searchbox").fill(search)
    dialog.get_by_role("listitem").first.get_by_role("button").click()
    expect(dialog).to_be_hidden()


def test_two_drafters_propose_changes_a_new_clause_and_a_suppression(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    quotes = text_on(page).locator("blockquote[data-clause]")

    # Other words: the caret is in the clause, and what is typed is marked.
    propose(page, "MOD")
    expect(quotes).to_have_count(1)
    expect(page.get_by_role("button", name="Mark changes")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.type(" and every school")
    expect(quotes.first.locator("ins")).to_have_text(" and every school")
    page.get_by_role("button", name="Mark changes").click()
    type_at_end(page, "")

    # A colleague adds a new clause, in an empty quotation, while the first goes on.
    text_on(other).focus()
    other.keyboard.press("Control+End")
    propose(other, "ADD")
    other.keyboard.type("to train teachers;")
    expect(quotes).to_have_count(2)
    expect(quotes.nth(1)).to_have_text("to train teachers;")

    # A suppression strikes the words, and asks for the reasons.
    text_on(page).focus()
    page.keyboard.press("Control+End")
    propose(page, "SUP")
    page.keyboard.type("Each country has a helpline.")
    expect(quotes).to_have_count(3)
    struck = quotes.nth(2)
    assert struck.locator("del").inner_text() == struck.inner_text()

    is_saved(page)
    is_saved(other)
    lines = text_on(page).locator("> p").all_inner_texts()
    assert [line.strip() for line in lines if line.strip()] == [
        "MOD",
        "Reasons:",
        "ADD",
        "Reasons:",
        "SUP",
        "Reasons: Each country has a helpline.",
    ]
    written = text_on(page).inner_html()
    page.reload()
    is_saved(page)
    expect(quotes).to_have_count(3)
    assert text_on(page).locator("ins").all_inner_texts() == [" and every school"]
    assert words(text_on(other).inner_html()) == words(written)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
