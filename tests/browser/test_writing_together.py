"""Writing one paper together in the browser: what one writes all read, undo takes back one's own, and names are beside it."""

from playwright.sync_api import expect

from tests.browser.desk import all_read, begin_draft, lines, text_on, type_at_end, write_on


def test_three_write_at_once_see_each_other_and_undo_what_is_their_own(enter):
    amina, wanjiru, elke = enter("amina"), enter("wanjiru"), enter("elke")
    address = begin_draft(amina, "wanjiru", "elke")
    first = write_on(amina, address)

    # Whoever comes is shown by name, in the text and beside it, to those who want to know.
    second = write_on(wanjiru, address)
    type_at_end(second, "!")
    here = first.locator("[data-people]")
    expect(here).to_contain_text("Wanjiru Tende")
    expect(first.locator(".editor__caret")).to_have_text("Wanjiru Tende")
    expect(first.locator(".editor__carets")).to_have_attribute("aria-hidden", "true")
    expect(first.locator("[data-arrivals]")).to_have_text("Wanjiru Tende is writing here now.")
    first.get_by_role("button", name="Do not announce who joins and leaves").click()
    second.close()
    expect(here).not_to_contain_text("Wanjiru")
    expect(first.locator(".editor__caret")).to_have_count(0)
    expect(first.locator("[data-arrivals]")).to_have_text("")

    # Undo takes back what one did oneself, whatever the other has written since.
    second = wanjiru.another_tab(address)
    all_read([first, second])
    text_on(second).focus()
    second.keyboard.press("Control+a")
    second.keyboard.press("Delete")
    all_read([first, second])
    type_at_end(first, "Mine.")
    all_read([first, second])
    type_at_end(second, " Hers.")
    all_read([first, second])
    text_on(first).focus()
    first.keyboard.press("Control+z")
    all_read([first, second])
    assert lines(first) == [" Hers."]
    first.keyboard.press("Control+y")
    all_read([first, second])
    assert lines(second) == ["Mine. Hers."]

    # A third writes offline for a while, and all come together again.
    third = write_on(elke, address)
    pages = [first, second, third]
    type_at_end(first, "\nKenya proposes a helpline.\nIt is free.\nIt is open at night.")
    all_read(pages)
    elke.go_offline()
    expect(third.locator("[data-editor]")).to_have_attribute("data-state", "offline")
    text_on(third).focus()
    third.keyboard.press("Control+Home")
    third.keyboard.type("Jura agrees. ")
    expect(third.locator("[data-status]")).to_contain_text("wait in this browser")
    text_on(first).focus()
    first.keyboard.press("Control+Home")
    first.get_by_label("Kind of paragraph").select_option("Heading 1")
    expect(text_on(second).locator("h1")).to_have_count(1)
    text_on(second).focus()
    second.keyboard.press("Control+End")
    for letter in " Switzerland asks who pays.":
        second.keyboard.type(letter)
        if letter == " ":
            first.keyboard.press("End")
            first.keyboard.type("!")
    type_at_end(third, " So does Jura.")
    elke.come_back()
    text = all_read(pages)
    assert "Jura agrees. Mine. Hers.!!!!" in text and "<h1" in text
    assert "Switzerland asks who pays." in text and "So does Jura." in text
    for page in pages:
        page.reload()
    assert all_read(pages) == text
