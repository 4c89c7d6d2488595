"""A caret that was moved stays where it was put, whatever comes before the editor hears that it moved."""

from playwright.sync_api import Page, expect

from tests.browser.desk import (
    all_read,
    begin_draft,
    is_saved,
    lines,
    text_on,
    type_at_end,
    write_on,
)

TO_THE_START = "getSelection().collapse(document.querySelector('.editor__words p').firstChild, 0)"


def two_paragraphs(reader, *others: str) -> str:
    address = begin_draft(reader, *others)
    type_at_end(write_on(reader, address), "One.\nTwo.")
    is_saved(reader.page)
    return address


def keep_busy(page: Page, *, and_then: str) -> None:
    """For a second and a half this page gets nothing done; then it moves the caret before it hears what came meanwhile."""
    page.evaluate(
        """(then) => void setTimeout(() => {
            const end = performance.now() + 1500
            while (performance.now() < end) {}
            eval(then)
        })""".replace("eval(then)", and_then)
    )


def test_what_another_writes_leaves_the_caret_where_it_was_just_put_in_the_text_and_in_a_note(
    enter,
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = two_paragraphs(amina, "wanjiru")
    first, second = amina.page, write_on(wanjiru, address)
    keep_busy(first, and_then=TO_THE_START)
    type_at_end(second, " Three.")
    all_read([first, second])
    first.keyboard.type("Zero. ")
    all_read([first, second])
    assert lines(first) == ["Zero. One.", "Two. Three."]

    type_at_end(first, " A helpline")
    first.keyboard.press("Control+Alt+f")
    first.keyboard.type("Resolution 179.")
    is_saved(first)
    text_on(second).get_by_role("button", name="Note: Resolution 179.").click()
    note = "document.querySelector('.editor__note-words')"
    keep_busy(first, and_then=f"getSelection().collapse({note}.firstChild, 0)")
    second.keyboard.type(" And 175.")
    panel = first.get_by_role("textbox", name="Note 1")
    expect(panel).to_have_text("Resolution 179. And 175.")
    first.keyboard.type("See ")
    expect(panel).to_have_text("See Resolution 179. And 175.")
    all_read([first, second])


def test_a_kind_of_paragraph_a_button_and_a_field_beside_the_text_find_the_caret_where_it_was_put(
    enter,
):
    amina = enter("amina")
    two_paragraphs(amina)
    page = amina.page
    page.evaluate(
        """() => {
            MOVE
            const kind = document.querySelector('[data-toolbar] select')
            kind.value = "h1"
            kind.dispatchEvent(new Event("change"))
        }""".replace("MOVE", TO_THE_START)
    )
    expect(text_on(page).locator("h1")).to_have_text("One.")
    page.keyboard.type("Number ")
    is_saved(page)
    assert lines(page) == ["Number One.", "Two."]

    page.evaluate(
        f"() => {{ {TO_THE_START}; document.querySelector('[data-command=bullets]').click() }}"
    )
    expect(text_on(page).locator("ul")).to_have_text("Two.")
    type_at_end(page, "!")
    page.evaluate(
        """() => {
            getSelection().collapse(document.querySelector('.editor__words li p').firstChild, 0)
            document.querySelector('[data-toolbar] select').focus()
        }"""
    )
    page.keyboard.press("Escape")
    page.keyboard.type("Number ")
    is_saved(page)
    assert lines(page) == ["Number One.", "Number Two.!"]
