"""Nothing typed in a paper is lost, whatever happens to lines, pages and servers; what waits is its writer's alone."""

import re

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


def test_a_server_that_is_killed_loses_nothing_it_acknowledged_and_gets_the_rest_later(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "Acknowledged words.")
    all_read([first, second])
    type_at_end(first, " Words under way when the power goes")
    enter._served.kill()
    type_at_end(first, " and words after it.")
    text_on(second).focus()
    second.keyboard.press("Control+Home")
    second.keyboard.type("The other's words meanwhile.\n")
    enter._served.start()
    text = all_read([first, second])
    assert "Acknowledged words. Words under way when the power goes and words after it." in text
    assert "The other's words meanwhile." in text
    first.reload()
    assert all_read([first, second]) == text


def test_what_was_written_offline_outlives_the_page_and_is_sent_once_when_it_is_opened_again(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "Before the journey.")
    all_read([first, second])
    amina.go_offline()
    type_at_end(first, " Written on the train.")
    expect(first.locator("[data-status]")).to_contain_text("wait in this browser")
    first.close()
    text_on(second).focus()
    second.keyboard.press("Control+Home")
    second.keyboard.type("At the top. ")
    is_saved(second)
    amina.come_back()

    again = amina.another_tab(address)
    expect(text_on(again)).to_contain_text("At the top. Before the journey. Written on the train.")
    expect(again.locator("[data-announced]")).to_have_text(
        re.compile(r"\d \w{3,4} \d{4}, \d\d:\d\d\D.*is in the text now")
    )
    again.reload()
    expect(text_on(again)).to_contain_text("At the top. Before the journey. Written on the train.")
    assert all_read([again, second]).count("Written on the train.") == 1


def test_words_written_offline_stay_although_another_moved_or_deleted_what_is_around_them(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "First line.\nSecond line.\nThird line.")
    all_read([first, second])
    wanjiru.go_offline()
    text_on(second).get_by_text("Second").click()
    second.keyboard.press("Home")
    second.keyboard.type("Written in the second. ")
    text_on(second).get_by_text("Third").click()
    second.keyboard.press("End")
    second.keyboard.press("Enter")
    second.keyboard.type("Written below the third.")
    expect(second.locator("[data-status]")).to_contain_text("wait in this browser")
    text_on(first).get_by_text("Second").click()
    first.keyboard.press("Home")
    first.keyboard.press("Shift+End")
    first.keyboard.press("Control+x")
    first.keyboard.press("Control+Home")
    first.keyboard.press("Control+v")
    text_on(first).get_by_text("Third").click()
    first.keyboard.press("Control+Shift+End")
    first.keyboard.press("Shift+Home")
    first.keyboard.type("Replaced.")
    is_saved(first)
    wanjiru.come_back()
    all_read([first, second])
    assert lines(second) == [
        "Second line.First line.",
        "Written in the second. ",
        "Replaced.",
        "Written below the third.",
    ]
    second.keyboard.press("Control+z")
    all_read([first, second])


def test_undo_brings_back_what_was_deleted_around_the_words_of_another(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "Alpha beta gamma.")
    all_read([first, second])
    wanjiru.go_offline()
    text_on(second).focus()
    second.keyboard.press("Control+Home")
    second.keyboard.press("Shift+End")
    second.keyboard.press("Delete")
    expect(second.locator("[data-status]")).to_contain_text("wait in this browser")
    text_on(first).focus()
    first.keyboard.press("Control+Home")
    for _ in "Alpha":
        first.keyboard.press("ArrowRight")
    first.keyboard.type(", KENYA,")
    is_saved(first)
    wanjiru.come_back()
    all_read([first, second])
    assert lines(second) == [", KENYA,"]
    second.keyboard.press("Control+z")
    all_read([first, second])
    assert lines(first) == ["Alpha, KENYA, beta gamma."]


def test_words_that_come_back_by_themselves_leave_no_form_to_decide_about(enter):
    amina = enter("amina")
    address = begin_draft(amina)
    page = write_on(amina, address)
    type_at_end(page, "Base.")
    is_saved(page)
    amina.go_offline()
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "offline")
    type_at_end(page, " More.")
    page.wait_for_timeout(1000)  # in which fields would be kept
    page.close()
    amina.come_back()
    again = amina.another_tab(address)
    is_saved(again)
    expect(text_on(again)).to_contain_text("Base. More.")
    again.wait_for_timeout(400)
    expect(again.locator(".kept")).to_have_count(0)


def test_reloading_in_the_middle_of_typing_loses_no_letter(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    for count in range(4):
        type_at_end(page, f"Sentence {count}. ")
        page.reload()
        is_saved(page)
    expect(text_on(page)).to_have_text("Sentence 0. Sentence 1. Sentence 2. Sentence 3. ")


def test_unsent_words_are_for_their_writer_alone_and_signing_out_asks_about_them(enter):
    amina = enter("amina")
    address = begin_draft(amina, "wanjiru")
    page = write_on(amina, address)
    page.route("**/socket.io/**", lambda route: route.abort("internetdisconnected"))
    amina.go_offline()
    type_at_end(page, "Not sent yet.")
    expect(page.locator("[data-status]")).to_contain_text("wait in this browser")
    page.close()
    amina.come_back()
    other = amina.another_tab("/account")
    other.locator(".menu.wide-only summary").click()
    other.get_by_role("button", name="Sign out", exact=True).click()
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("Texts with changes that could not be sent: 1")
    dialog.get_by_role("button", name="Keep them and sign out").click()
    expect(other.locator("body[data-person]")).to_have_count(0)
    amina.context.add_cookies([enter._cookie(enter.world.person("wanjiru"))])
    wanjirus = amina.another_tab(address)
    is_saved(wanjirus)
    assert lines(wanjirus) == [""]
    amina.context.add_cookies([enter._cookie(enter.world.person("amina"))])
    again = amina.another_tab(address)
    expect(text_on(again)).to_contain_text("Not sent yet.")
