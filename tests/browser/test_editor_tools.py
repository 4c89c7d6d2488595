"""Tools of the editor: two people find, replace, undo, count, go to headings and make links, again and again, and read the same in the end."""

from playwright.sync_api import Page, expect

from tests.browser.desk import (
    all_read,
    apart,
    begin_draft,
    html,
    is_saved,
    lines,
    press,
    text_on,
    type_at_end,
    write_on,
)


def look_for(page: Page, words: str) -> None:
    text_on(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.get_by_label("Find in the text").fill(words)


def counted(page: Page, words: str) -> None:
    expect(page.locator("[data-find-count]")).to_have_text(words)


def word_count(page: Page, words: str) -> None:
    expect(page.locator("[data-word-count]")).to_have_text(words)


def go_to(page: Page, heading: str) -> None:
    text_on(page).focus()
    page.keyboard.press("Control+Alt+o")
    menu = page.get_by_role("group", name="Outline")
    expect(menu.get_by_role("button").first).to_be_focused()
    while page.evaluate("document.activeElement.textContent") != heading:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(text_on(page)).to_be_focused()


def same_as_opened_anew(page: Page) -> None:
    """The text, its outline and its count are those of a page that is opened now."""
    is_saved(page)
    text_on(page).focus()
    page.keyboard.press("Control+End")
    expect(page.locator("[data-word-count]")).not_to_contain_text(" of ")
    fresh = page.context.new_page()
    fresh.goto(page.url)
    is_saved(fresh)
    for part in ("[data-word-count]", "[data-outline-beside] ol"):
        expect(fresh.locator(part)).to_have_text(page.locator(part).text_content() or "")
    assert html(fresh) == html(page)
    fresh.close()


def test_two_find_replace_undo_count_and_go_to_headings_in_one_text(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    pages = [first, second]
    words = "Why\nA helpline is free. Helpline!\nHow\nEvery helpline is open."
    for page, heading in ((first, "Why"), (second, "How")):
        if page is first:
            type_at_end(first, words)
        all_read(pages)
        block = text_on(page).locator("p", has_text=heading).first
        block.click()
        page.keyboard.press("Control+Alt+1")
        all_read(pages)
    for page in pages:
        word_count(page, "Words: 11")
        expect(page.locator("[data-outline-beside] li")).to_have_text(["Why", "How"])

    # Going there, by each of them, also to what the other has just written.
    for page, other, heading in (
        (first, second, "Who"),
        (second, first, "When"),
        (first, second, "Where"),
    ):
        type_at_end(other, f"\n{heading}")
        other.keyboard.press("Control+Alt+2")
        all_read(pages)
        go_to(page, heading)
        page.keyboard.type("! ")
        all_read(pages)
        assert f"! {heading}" in lines(page)
        expect(page.locator("[data-outline-beside] [aria-current]")).to_have_text(f"! {heading}")

    # Found is what stands there now.
    look_for(first, "helpline")
    counted(first, "1 of 3")
    type_at_end(second, "\nMore helplines.")
    all_read(pages)
    counted(first, "1 of 4")
    for shown in ("2 of 4", "3 of 4", "4 of 4", "1 of 4"):
        first.keyboard.press("Enter")
        counted(first, shown)
    first.keyboard.press("Shift+Enter")
    counted(first, "4 of 4")
    assert "helpline" in first.evaluate(
        "document.querySelector('.editor__match.is-current').textContent"
    )
    first.get_by_label("Match case").check()
    counted(first, "3 of 3")
    first.get_by_label("Match case").uncheck()

    # All are replaced at once, and one undo takes all of them back; the other's words stay.
    for page, other, old, new in (
        (first, second, "helpline", "hotline"),
        (second, first, "hotline", "line"),
        (first, second, "line", "helpline"),
    ):
        look_for(page, old)
        page.get_by_label("Replace with").fill(new)
        before = html(page)
        page.get_by_role("button", name="Replace all").click()
        expect(page.locator("[data-announced]")).to_have_text("Replaced: 4")
        all_read(pages)
        assert "".join(lines(other)).count(new) == 4
        page.keyboard.press("Escape")
        expect(text_on(page)).to_be_focused()
        page.keyboard.press("Control+z")
        all_read(pages)
        assert html(page) == before
        page.keyboard.press("Control+y")
        all_read(pages)

    # One after another, with a line that was lost in between.
    look_for(second, "helpline")
    counted(second, "1 of 4")
    second.get_by_label("Replace with").fill("phone")
    wanjiru.go_offline()
    second.get_by_role("button", name="Replace", exact=True).click()
    counted(second, "1 of 3")
    second.get_by_role("button", name="Replace", exact=True).click()
    counted(second, "1 of 2")
    type_at_end(first, " And a helpline.")
    wanjiru.come_back()
    all_read(pages)
    counted(second, "1 of 3")
    assert "".join(lines(first)).count("phone") == 2
    second.keyboard.press("Escape")

    # Of what is marked as a change, both forms stand.
    press(first, "Mark changes")
    look_for(first, "phone")
    first.get_by_label("Replace with").fill("telephone")
    first.get_by_role("button", name="Replace all").click()
    all_read(pages)
    assert text_on(second).locator("ins").all_text_contents() == ["tele", "tele"]
    first.keyboard.press("Escape")
    first.keyboard.press("Control+z")
    all_read(pages)
    assert text_on(second).locator("ins").count() == 0
    for page in pages:
        same_as_opened_anew(page)


def test_undo_takes_a_word_and_an_address_becomes_a_link_that_it_takes_back(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    pages = [first, second]
    for page in pages:
        page.clock.install()
    sentence = "Kenya proposes a helpline that is free and open at night for every child."
    type_at_end(first, sentence)
    all_read(pages)
    for left in ("every ", "for every", "at night "):
        first.keyboard.press("Control+z")
        if left == "every ":
            all_read(pages)
            assert lines(second) == [sentence.removesuffix("child.")]
    all_read(pages)
    assert lines(second) == ["Kenya proposes a helpline that is free and open at night "]

    # What comes after half a second is a unit too, and the other's word is nobody else's to take back.
    type_at_end(first, "or")
    apart(first)
    first.keyboard.type("al")
    all_read(pages)  # the second writes after the whole word, not within what is on its way
    type_at_end(second, " Ghana")
    all_read(pages)
    text_on(first).focus()
    first.keyboard.press("Control+z")
    all_read(pages)
    assert lines(second)[0].endswith("night or Ghana")

    # Three addresses by each; undo takes the link alone, and what goes on behind it is no link.
    for page, typed, href in (
        (first, "www.itu.int/cop", "https://www.itu.int/cop"),
        (second, "https://child.example/?a=1", "https://child.example/?a=1"),
        (first, "cop@itu.int", "mailto:cop@itu.int"),
    ):
        apart(page)
        type_at_end(page, f" {typed}. See")
        all_read(pages)
        for each in pages:
            expect(text_on(each).get_by_role("link", name=typed, exact=True)).to_have_attribute(
                "href", href
            )
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        all_read(pages)
        expect(text_on(page).get_by_role("link", name=typed)).to_have_count(0)
        assert f"{typed}. " in "".join(lines(page))
        page.keyboard.press("Control+y")
        all_read(pages)
        expect(text_on(page).get_by_role("link", name=typed)).to_have_count(1)

    # What an input method composes becomes one once it stands there, and not before.
    for page, composed in (
        (first, "www.itu.int/one"),
        (second, "www.itu.int/two"),
        (first, "www.itu.int/three"),
    ):
        apart(page)
        type_at_end(page, " ")
        keys = page.context.new_cdp_session(page)
        for words in (composed[:7], composed, f"{composed} "):
            place = {"selectionStart": len(words), "selectionEnd": len(words)}
            keys.send("Input.imeSetComposition", {"text": words, **place})
        expect(text_on(page)).to_contain_text(composed)
        expect(text_on(page).get_by_role("link", name=composed)).to_have_count(0)
        keys.send("Input.insertText", {"text": f"{composed} "})
        expect(text_on(page).get_by_role("link", name=composed, exact=True)).to_have_count(1)
        all_read(pages)
        page.keyboard.press("Control+z")
        all_read(pages)
        expect(text_on(page).get_by_role("link", name=composed)).to_have_count(0)
        assert composed in "".join(lines(page))
    for page in pages:
        same_as_opened_anew(page)


def test_whoever_may_only_comment_from_now_on_is_told_where_they_write(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(second, "A helpline.")
    all_read([first, second])
    shown = amina.another_tab(address.removesuffix("/edit"))
    hers = wanjiru.another_tab(address.removesuffix("/edit"))
    choice = shown.get_by_label("What Wanjiru Tende can do", exact=True)
    for role in ("reads and comments", "reads"):
        choice.select_option(role)
        shown.get_by_role("button", name="Change what Wanjiru Tende can do").click()
        expect(shown.get_by_text("can now read this draft").first).to_be_visible()
        expect(second.locator("[data-status]")).to_contain_text("but not change it")
        expect(text_on(second)).to_have_attribute("contenteditable", "false")
        limits = (
            "comment on it, but not change it"
            if role == "reads and comments"
            else "not comment on it or change it"
        )
        expect(hers.get_by_role("status").get_by_text(limits)).to_be_visible()
    choice.select_option("writes and submits")
    shown.get_by_role("button", name="Change what Wanjiru Tende can do").click()
    expect(shown.get_by_text("can now see, edit and submit this draft").first).to_be_visible()
    second.reload()
    type_at_end(second, " It is free.")
    assert "It is free." in all_read([first, second])


def test_a_draft_without_a_title_proposes_its_first_line_as_it_is_now(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru", title="")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    proposal = first.locator("[data-title-proposal]")
    expect(proposal).to_be_hidden()
    title = first.get_by_role("textbox", name="Title")
    for words, other in (("A helpline", "Free"), (" for all", "Open"), (" of us", "Good")):
        text_on(second).focus()
        second.keyboard.press("Control+Home")
        second.keyboard.press("End")
        second.keyboard.type(words)
        type_at_end(second, f"\n{other}.")
        all_read([first, second])
        line = lines(first)[0]
        expect(proposal.locator("q")).to_have_text(line)
        proposal.get_by_role("button", name="Use it").click()
        expect(title).to_have_value(line)
        expect(proposal).to_be_hidden()
        title.fill("")
        expect(proposal.locator("q")).to_have_text(line)
    proposal.get_by_role("button", name="Use it").click()
    expect(first.locator("[data-autosaved]")).to_have_text("Saved")
    fresh = amina.another_tab(address)
    expect(fresh.get_by_role("textbox", name="Title")).to_have_value("A helpline for all of us")
    expect(fresh.locator("[data-title-proposal]")).to_be_hidden()
