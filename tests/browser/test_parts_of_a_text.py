"""Lists, headings, numbers, tables, notes and quoted clauses are made in the editor of a paper."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import (
    all_read,
    begin_draft,
    choose,
    clear,
    form_of,
    is_saved,
    press,
    text_on,
    type_at_end,
    write_on,
)


def test_lists_headings_numbers_directions_and_quoted_clauses_are_typed_and_chosen(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))

    # Lists nest with Tab, and take the labels of the field.
    type_at_end(page, "1. Helplines\n")
    page.keyboard.press("Tab")
    page.keyboard.type("a number\nfree calls\n")
    page.keyboard.press("Tab")
    page.keyboard.type("from mobiles\n")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Reports\n\nAfter the list")
    is_saved(page)
    assert form_of(page) == (
        '<ol start="1" type="1" data-delim="."><li><p>Helplines</p>'
        '<ol start="1" type="a" data-delim=")"><li><p>a number</p></li><li><p>free calls</p>'
        '<ol start="1" type="i" data-delim="."><li><p>from mobiles</p></li></ol></li></ol></li>'
        "<li><p>Reports</p></li></ol><p>After the list</p>"
    )
    labels = [label_of(item) for item in text_on(page).locator("ol > li").all()]
    assert labels == [
        "decimal",
        'counter(list-item, lower-alpha) ") "',
        'counter(list-item, lower-alpha) ") "',
        "lower-roman",
        "decimal",
    ]
    press(page, "List with bullets")
    assert form_of(page).endswith("<ul><li><p>After the list</p></li></ul>")
    press(page, "List with a), b)")
    assert form_of(page).endswith(
        '<ol start="1" type="a" data-delim=")"><li><p>After the list</p></li></ol>'
    )
    is_saved(page)
    page.reload()
    is_saved(page)
    assert form_of(page).count("<ol") == 4

    # What looks like the next number of a list of another kind begins a list of its own.
    clear(page)
    type_at_end(page, "a) free calls\nat night\n\n3. Reports")
    is_saved(page)
    assert form_of(page) == (
        '<ol start="1" type="a" data-delim=")"><li><p>free calls</p></li><li><p>at night</p></li></ol>'
        '<ol start="3" type="1" data-delim="."><li><p>Reports</p></li></ol>'
    )

    # Headings and numbered paragraphs are chosen and typed.
    clear(page)
    type_at_end(page, "## Background\nFirst point")
    page.get_by_label("Kind of paragraph").select_option("Numbered paragraph")
    page.keyboard.press("Enter")
    page.keyboard.type("Second point")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("No number")
    page.keyboard.press("Control+Alt+1")
    is_saved(page)
    assert form_of(page) == (
        '<h2>Background</h2><p data-numbered="">First point</p>'
        '<p data-numbered="">Second point</p><h1>No number</h1>'
    )

    # A paragraph runs the way its words run.
    clear(page)
    type_at_end(page, "خط المساعدة\nHelpline\nمجاني")
    is_saved(page)
    blocks = text_on(page).locator("p")
    for at, direction in enumerate(["rtl", "ltr", "rtl"]):
        expect(blocks.nth(at)).to_have_attribute("dir", direction)

    # A note that ends a paragraph leaves no empty line below.
    clear(page)
    type_at_end(page, "Free calls.")
    height = "text => text.querySelector('p').offsetHeight"
    before = text_on(page).evaluate(height)
    press(page, "Note")
    note = text_on(page).locator("[data-note]")
    expect(note).to_have_count(1)
    assert text_on(page).evaluate(height) < before * 1.5
    page.keyboard.type("Since 2009.")
    page.keyboard.press("Escape")

    # By keys it is selected, which shows, and opened again.
    page.keyboard.press("ArrowLeft")
    expect(note).to_have_class(re.compile("is-selected"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Note 1")).to_have_text("Since 2009.")
    page.keyboard.press("Escape")
    expect(note).not_to_have_class(re.compile("is-selected"))

    # A clause is found by its words, and quoted with its name.
    type_at_end(page, " We recall:")
    press(page, "Quote a clause or propose words")
    dialog = page.get_by_role("dialog", name="Quote a clause")
    page.keyboard.type("helpline")
    clause = dialog.get_by_role("listitem").first
    expect(clause).to_be_visible()
    clause.get_by_role("button").click()
    quoted = text_on(page).locator("blockquote[data-clause]")
    expect(quoted).to_contain_text(re.compile("helpline", re.IGNORECASE))
    is_saved(page)
    press(page, "Quote a clause or propose words")
    expect(dialog.get_by_role("searchbox")).to_have_value("")  # what was looked for before is gone
    page.reload()
    expect(quoted).to_have_count(1)


def label_of(item: Locator) -> str:
    return item.evaluate(
        """item => {
            const { content } = getComputedStyle(item, "::marker");
            return content === "normal" ? getComputedStyle(item).listStyleType : content;
        }"""
    )


@pytest.mark.rest
def test_a_note_and_a_table_are_written_by_several_people(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)

    # Both write one note, each in a panel.
    type_at_end(page, "A helpline")
    page.keyboard.press("Control+Alt+f")
    panel = page.get_by_role("region", name="Note 1")
    expect(panel).to_be_visible()
    page.keyboard.type("Resolution 179.")
    is_saved(page)
    expect(text_on(other).get_by_role("button", name="Note: Resolution 179.")).to_be_visible()
    text_on(other).get_by_role("button", name="Note: Resolution 179.").click()
    other.keyboard.type(" And 175.")
    expect(panel.get_by_role("textbox")).to_have_text("Resolution 179. And 175.")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.type(" is free.")
    other.keyboard.press("Escape")
    all_read([page, other])
    assert "A helpline<span></span> is free." in form_of(page)
    page.reload()
    expect(
        text_on(page).get_by_role("button", name="Note: Resolution 179. And 175.")
    ).to_be_visible()

    # A table grows; its cells are joined and split.
    is_saved(page)
    type_at_end(page, "\n")
    choose(page, "Table", "Insert a table")
    page.keyboard.type("Region")
    page.keyboard.press("Tab")
    page.keyboard.type("Line")
    choose(page, "Table", "Insert a row below")
    choose(page, "Table", "Insert a column after")
    all_read([page, other])
    assert form_of(page).count("<tr>") == 4 and form_of(page).count("<th>") == 4
    text_on(page).locator("td").nth(0).click()
    text_on(page).locator("td").nth(1).click(modifiers=["Shift"])
    choose(page, "Table", "Merge the selected cells")
    assert form_of(page).count('colspan="2"') == 1
    choose(page, "Table", "Split the cell")
    assert form_of(page).count('colspan="2"') == 0
    choose(page, "Table", "Delete the row")
    all_read([page, other])
    assert form_of(other).count("<tr>") == 3
    for _ in range(20):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+z")
    all_read([page, other])

    # On a phone its menu is seen whole.
    page.set_viewport_size({"width": 390, "height": 700})
    text_on(page).locator("td").nth(0).click()
    page.evaluate("scrollTo(0, 0)")
    press(page, "Table")
    last = page.get_by_role("button", name="Delete the table", exact=True)
    expect(last).to_be_in_viewport(ratio=1)
    last.click()
    all_read([page, other])
    assert "<table" not in form_of(other)
