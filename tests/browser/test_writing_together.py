"""Writing one paper together in the browser: what one writes all read, undo takes back one's own, and names are beside it."""

from playwright.sync_api import expect

from tests.browser.desk import (
    all_read,
    begin_draft,
    is_saved,
    lines,
    text_on,
    type_at_end,
    write_on,
)


def test_three_write_at_once_one_of_them_offline_for_a_while(enter):
    amina, wanjiru, elke = enter("amina"), enter("wanjiru"), enter("elke")
    address = begin_draft(amina, "wanjiru", "elke")
    pages = [write_on(who, address) for who in (amina, wanjiru, elke)]
    first, second, third = pages
    type_at_end(first, "Kenya proposes a helpline.\nIt is free.\nIt is open at night.")
    all_read(pages)

    elke.go_offline()
    expect(third.locator("[data-editor]")).to_have_attribute("data-state", "offline")
    text_on(third).focus()
    third.keyboard.press("Control+Home")
    third.keyboard.type("Jura agrees. ")
    expect(third.locator("[data-status]")).to_contain_text("wait in this browser")
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
    assert "Jura agrees. Kenya proposes a helpline.!!!!" in text and "<h1" in text
    assert "Switzerland asks who pays." in text and "So does Jura." in text
    for page in pages:
        page.reload()
    assert all_read(pages) == text


def test_undo_takes_back_what_one_did_oneself(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
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


def test_others_are_shown_by_name_in_the_text_and_beside_it(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first = write_on(amina, address)
    type_at_end(first, "Read by both.")
    is_saved(first)
    second = write_on(wanjiru, address)
    type_at_end(second, "!")
    here = first.locator("[data-people]")
    expect(here).to_contain_text("Wanjiru Tende")
    expect(first.locator(".editor__caret")).to_have_text("Wanjiru Tende")
    expect(first.locator(".editor__carets")).to_have_attribute("aria-hidden", "true")
    expect(first.locator("[data-arrivals]")).to_have_text("Wanjiru Tende is writing here now.")
    first.get_by_role("button", name="Do not tell me who comes and goes").click()
    second.close()
    expect(here).not_to_contain_text("Wanjiru")
    expect(first.locator(".editor__caret")).to_have_count(0)
    expect(first.locator("[data-arrivals]")).to_have_text("")


def test_two_tabs_of_one_person_write_in_one_text_and_neither_sends_what_the_other_has(enter):
    amina = enter("amina")
    address = begin_draft(amina)
    first, second = write_on(amina, address), amina.another_tab(address)
    type_at_end(first, "One.")
    all_read([first, second])
    first.route("**/socket.io/**", lambda route: route.abort("internetdisconnected"))
    amina.go_offline()
    type_at_end(first, " Two, not sent.")
    expect(first.locator("[data-status]")).to_contain_text("wait in this browser")
    first.unroute_all()
    amina.come_back()
    third = amina.another_tab(address)
    type_at_end(second, " Three.")
    text = all_read([first, second, third])
    assert text.count("Two, not sent.") == 1 and text.count("Three.") == 1
    expect(third.locator("[data-others]")).to_be_hidden()
