"""While changes are marked, what is typed is an insertion and what is deleted stays, until somebody decides."""

import re

from playwright.sync_api import expect

from tests.browser.desk import (
    all_read,
    apart,
    begin_draft,
    choose,
    form_in,
    form_of,
    html,
    is_saved,
    lines,
    paste,
    press,
    text_on,
    type_at_end,
    write_on,
)


def test_marked_changes_converge_and_are_accepted_or_rejected_together_or_one_by_one(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    amina.page.clock.install()
    page, other = write_on(amina, address), write_on(wanjiru, address)

    # One marks; the other rejects, takes that back, and accepts.
    type_at_end(page, "The helpline is open by day.")
    before = all_read([page, other])
    apart(page)
    press(other, "Mark changes")
    text_on(other).focus()
    other.keyboard.press("Control+End")
    for _ in range(4):
        other.keyboard.press("Backspace")
    other.keyboard.type("night.")
    is_saved(other)
    other.keyboard.press("Control+Home")
    for _ in range(3):
        other.keyboard.press("Delete")
    other.keyboard.type("A")
    other.keyboard.press("Control+End")
    other.keyboard.press("Enter")
    other.keyboard.type("It is free.")
    marked = all_read([page, other])
    assert re.search(r'<del data-by="Wanjiru Tende"[^>]*>The</del>', marked)
    assert re.search(r'<ins data-by="Wanjiru Tende"[^>]*>night\.</ins>', marked)
    choose(page, "Marked changes", "Reject all changes")
    assert all_read([page, other]) == before
    page.keyboard.press("Control+z")
    assert all_read([page, other]) == marked
    choose(page, "Marked changes", "Accept all changes")
    all_read([page, other])
    assert lines(page) == ["A helpline is open by night.", "It is free."]
    assert "<ins" not in html(page) and "<del" not in html(page)

    # Changes of both are decided one at a time, at the caret.
    press(page, "Mark changes")
    text_on(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Zero ")
    type_at_end(other, " Always.")
    all_read([page, other])
    for act in ("Accept this change", "Reject this change"):
        page.keyboard.press("Control+Home")
        choose(page, "Marked changes", "Go to the next change")
        choose(page, "Marked changes", act)
        all_read([page, other])
        assert ("<ins" in html(other)) is (act == "Accept this change")
    assert lines(other) == ["Zero A helpline is open by night.", "It is free."]


def test_one_change_is_decided_at_the_caret_with_its_kind_and_in_a_note(enter):
    amina = enter("amina")
    amina.page.clock.install()
    page = write_on(amina, begin_draft(amina))

    # What is only inserted changes freely, and a changed kind is decided with its words.
    type_at_end(page, "Background")
    press(page, "Mark changes")
    page.get_by_label("Kind of paragraph").select_option("Heading 1")
    page.get_by_label("Kind of paragraph").select_option("Heading 2")
    assert form_of(page).count("Background") == 2, "as it was, and as it should be"
    expect(text_on(page).locator("h2[data-change=inserted]")).to_have_text("Background")
    choose(page, "Marked changes", "Accept this change")
    click_on(page, "Background")
    choose(page, "Marked changes", "Accept this change")
    is_saved(page)
    assert form_of(page) == "<h2>Background</h2>"

    # Words of a note are marked too.
    press(page, "Mark changes")
    type_at_end(page, "\nA helpline")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("Resolution 179.")
    page.keyboard.press("Escape")
    before = html(page)
    apart(page)
    press(page, "Mark changes")
    text_on(page).get_by_role("button", name="Note: Resolution 179.").click()
    note = page.get_by_role("region", name="Note 1").get_by_role("textbox")
    for _ in range(4):
        page.clock.fast_forward(60_000)  # one change, whose moment is that of its beginning
        page.keyboard.press("Backspace")
    page.keyboard.type("175.")
    expect(note.locator("del")).to_have_text("179.")
    expect(note.locator("ins")).to_have_text("175.")
    page.keyboard.press("Escape")
    apart(page)
    choose(page, "Marked changes", "Accept all changes")
    expect(text_on(page).get_by_role("button", name="Note: Resolution 175.")).to_be_visible()
    page.keyboard.press("Control+z")
    choose(page, "Marked changes", "Reject all changes")
    is_saved(page)
    assert html(page) == before
    expect(text_on(page).get_by_role("button", name="Note: Resolution 179.")).to_be_visible()


MIDDLE_OF_LAST_LINE = """one => {
  const { x, y, width, height } = [...one.getClientRects()].at(-1);
  return [x + width / 2, y + height / 2];
}"""


def click_on(page, words):
    """On their last line: beside cards the text is narrow, and the middle of words on two lines may be another's."""
    there = text_on(page).get_by_text(words, exact=True).first
    there.scroll_into_view_if_needed()
    page.mouse.click(*there.evaluate(MIDDLE_OF_LAST_LINE))


def select_word(page, words):
    text_on(page).get_by_text(words, exact=True).first.dblclick(position={"x": 8, "y": 8})


def make_kind(kind):
    return lambda page: page.get_by_label("Kind of paragraph").select_option(kind)


def select_cells(page):
    cells = text_on(page).locator("td")
    cells.nth(0).click()
    cells.nth(1).click(modifiers=["Shift"])


OF_FORM = {
    "a heading": ("Reports come.", make_kind("Heading 2")),
    "a number": ("Reports come.", make_kind("Numbered paragraph")),
    "bold words": (
        "Reports come.",
        lambda page: (select_word(page, "Reports come."), press(page, "Bold")),
    ),
    "a list": ("Reports come.", lambda page: press(page, "List with bullets")),
    "another kind of list": ("first", lambda page: press(page, "List with a), b)")),
    "one level in": ("second", lambda page: page.keyboard.press("Tab")),
    "a quotation": ("Reports come.", lambda page: press(page, "Quotation")),
    "two paragraphs joined": (
        "To the Council.",
        lambda page: (page.keyboard.press("Home"), page.keyboard.press("Backspace")),
    ),
    "cells joined": (
        "Africa",
        lambda page: (select_cells(page), choose(page, "Table", "Merge the selected cells")),
    ),
    "a column less": ("Africa", lambda page: choose(page, "Table", "Delete the column")),
    "a row more": ("Africa", lambda page: choose(page, "Table", "Insert a row below")),
    "another header row": ("Africa", lambda page: choose(page, "Table", "Header row")),
}


def test_every_change_of_form_is_marked_and_accepted_or_rejected_whole(enter):
    amina = enter("amina")
    amina.page.clock.install()
    page = write_on(amina, begin_draft(amina))
    text_on(page).focus()
    paste(
        page,
        "<p>Reports come.</p><p>To the Council.</p><ol><li>first</li><li>second</li></ol>"
        "<table><tr><td>Africa</td><td>116</td></tr><tr><td>Asia</td><td>117</td></tr></table><p>End</p>",
    )
    is_saved(page)
    before = html(page)
    apart(page)

    def back_to(text):
        for _ in range(6):
            if html(page) != text:
                press(page, "Undo")
        assert html(page) == text
        apart(page)

    for name, (words, do) in OF_FORM.items():
        click_on(page, words)
        do(page)
        wanted = form_of(page)
        assert wanted != form_in(before), f"nothing was done for {name}"
        back_to(before)
        press(page, "Mark changes")
        click_on(page, words)
        do(page)
        apart(page)
        marked = html(page)
        signs = ("data-change=", "data-border=", "<ins")
        assert any(sign in marked for sign in signs), f"{name} was done unmarked"
        choose(page, "Marked changes", "Reject all changes")
        assert html(page) == before, f"{name} was not rejected"
        apart(page)
        back_to(marked)
        choose(page, "Marked changes", "Accept all changes")
        assert form_of(page) == wanted, f"{name} was not accepted"
        back_to(before)
        press(page, "Mark changes")
    is_saved(page)


def test_each_change_says_who_made_it_and_when_and_is_decided_beside_it(enter, axe):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(page, "Radio reaches parents.\nPosters do not.")
    all_read([page, other])
    for writer, words in ((page, " Amina's words."), (other, " Wanjiru's words.")):
        press(writer, "Mark changes")
        type_at_end(writer, words)
        all_read([page, other])
    colours = {
        one.evaluate("one => getComputedStyle(one).textDecorationColor")
        for one in text_on(page).locator("ins").all()
    }
    assert len(colours) == 2

    def beside(writer, words, by):
        click_on(writer, words)
        here = writer.get_by_role("group", name="This change")
        expect(here).to_contain_text(re.compile(rf"Inserted: {by}, \d+ \w+ \d{{4}}, \d\d:\d\d"))
        place, change = here.bounding_box(), text_on(writer).locator("ins", has_text=words)
        assert 0 <= place["y"] - change.bounding_box()["y"] < 90
        return here

    here = beside(page, "Wanjiru's words.", "Wanjiru Tende")
    axe(page)
    for act, is_there in (("Reject", 0), ("Undo", 1), ("Accept", 1)):
        if act == "Undo":
            press(page, act)
            here = beside(page, "Wanjiru's words.", "Wanjiru Tende")
        else:
            here.get_by_role("button", name=act, exact=True).click()
        all_read([page, other])
        assert lines(other)[-1].count("Wanjiru's words.") == is_there
    beside(other, "Amina's words.", "Amina Barasa").get_by_role("button", name="Reject").click()
    all_read([page, other])
    assert lines(page) == ["Radio reaches parents.", "Posters do not. Wanjiru's words."]
    expect(other.get_by_role("group", name="This change")).to_be_hidden()
    text = html(other)
    other.reload()
    is_saved(other)
    assert html(other) == text


def put_caret(page, words):
    """Before these words."""
    click_on(page, words)
    page.keyboard.press("Home")


def opened_anew(page):
    fresh = page.context.new_page()
    fresh.goto(page.url)
    is_saved(fresh)
    shown = html(fresh)
    fresh.close()
    return shown


def cards(page):
    return page.locator(".beside-card--change")


def test_a_split_and_a_joined_paragraph_are_changes_by_whoever_suggests_them(enter, axe):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    pages = [page, other]
    type_at_end(page, "Radio reaches parents.\nSchools do not.\nHelplines answer.")
    before = all_read(pages)
    press(other, "Mark changes")

    # Split: by one who suggests, decided by the other, three times; the words after it stay one and the same.
    for turn, (act, is_split) in enumerate(
        (("Reject", False), ("Reject", False), ("Accept", True))
    ):
        put_caret(other, f"Helplines answer.{' At night too.' if turn > 1 else ''}")
        for _ in "Helplines":
            other.keyboard.press("ArrowRight")
        if turn == 1:
            wanjiru.go_offline()
            type_at_end(page, " At night too.")
            other.keyboard.press("Enter")
            wanjiru.come_back()
        else:
            other.keyboard.press("Enter")
        all_read(pages)
        for shown in pages:
            expect(cards(shown)).to_have_count(1)
            expect(cards(shown)).to_contain_text(
                re.compile(r"Paragraph split: Wanjiru Tende, \d+ \w+")
            )
            expect(
                text_on(shown).locator("[data-border=insertion][data-by='Wanjiru Tende']")
            ).to_have_count(1)
            assert opened_anew(shown) == html(shown)
        assert lines(page)[2:] == ["Helplines", f" answer.{' At night too.' if turn else ''}"]
        press(other, "Undo")
        all_read(pages)
        expect(cards(page)).to_have_count(0)
        press(other, "Redo")
        all_read(pages)
        cards(page).get_by_role("button", name=act).click()
        all_read(pages)
        assert len(lines(other)) == 3 + is_split
        assert "data-border" not in html(other)
        press(page, "Undo")
        all_read(pages)
        expect(cards(other)).to_have_count(1)
        press(page, "Redo")
        all_read(pages)
        expect(cards(other)).to_have_count(0)

    # Joined: the line above goes on, and what is decided is the border alone.
    for act, is_joined in (("Reject", False), ("Reject", False), ("Accept", True)):
        put_caret(other, "Schools do not.")
        other.keyboard.press("Backspace")
        all_read(pages)
        for shown in pages:
            expect(cards(shown)).to_contain_text(
                re.compile(r"Paragraphs joined: Wanjiru Tende, \d+ \w+")
            )
            assert opened_anew(shown) == html(shown)
        assert lines(page)[:2] == ["Radio reaches parents.", "Schools do not."]
        press(other, "Undo")
        all_read(pages)
        expect(cards(page)).to_have_count(0)
        press(other, "Redo")
        all_read(pages)
        click_on(page, "Schools do not.")
        page.keyboard.press("Home")
        here = page.get_by_role("group", name="This change")
        expect(here).to_contain_text("Paragraphs joined: Wanjiru Tende")
        if act == "Accept":
            axe(page)
        here.get_by_role("button", name=act).click()
        all_read(pages)
        first = "Radio reaches parents."
        assert lines(other)[0] == (f"{first}Schools do not." if is_joined else first)
    for shown in pages:
        assert opened_anew(shown) == html(shown)
    assert before != html(page)
