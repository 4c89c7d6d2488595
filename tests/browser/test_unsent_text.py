"""Nothing typed in a paper is lost, whatever happens to lines and pages; what waits is its writer's alone.

`tests/rest/browser/test_killed.py` kills the server, too.
"""

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
from tests.browser.line import Line

WAITS = "wait in this browser"


def cut_off(page):
    """The line of this tab alone, which the browser takes for a lost network."""
    page.route("**/socket.io/**", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)


def test_what_was_written_offline_outlives_its_page_and_is_sent_once_by_whichever_tab(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)

    # Reloading in the middle of typing loses no letter.
    for count in range(3):
        type_at_end(first, f"Sentence {count}. ")
        first.reload()
        is_saved(first)
    expect(text_on(first)).to_have_text("Sentence 0. Sentence 1. Sentence 2. ")
    all_read([first, second])

    # Written offline in a tab that is closed, while another writes.
    amina.go_offline()
    expect(first.locator("[data-editor]")).to_have_attribute("data-state", "offline")
    type_at_end(first, "Written on the train.")
    expect(first.locator("[data-status]")).to_contain_text(WAITS)
    first.evaluate("dispatchEvent(new Event('pagehide'))")  # at which forms are kept, if they are
    first.close()
    text_on(second).focus()
    second.keyboard.press("Control+Home")
    second.keyboard.type("At the top. ")
    is_saved(second)
    amina.come_back()
    written = "At the top. Sentence 0. Sentence 1. Sentence 2. Written on the train."
    again = amina.another_tab(address)
    expect(text_on(again)).to_contain_text(written)
    is_saved(again)
    expect(again.locator("[data-announced]")).to_have_text(
        re.compile(r"\d \w{3,4} \d{4}, \d\d:\d\d\D.*is in the text now")
    )
    # Words that come back by themselves leave no form to decide about: it would stand here since the page was read.
    expect(again.locator(".kept")).to_have_count(0)
    again.reload()
    expect(text_on(again)).to_contain_text(written)
    assert all_read([again, second]).count("Written on the train.") == 1

    # Two tabs of one person write in one text, and neither sends what the other has.
    second.close()
    other = amina.another_tab(address)
    all_read([again, other])
    cut_off(again)
    type_at_end(again, " Two, not sent.")
    expect(again.locator("[data-status]")).to_contain_text(WAITS)
    again.unroute_all()
    amina.come_back()
    third = amina.another_tab(address)
    type_at_end(other, " Three.")
    text = all_read([again, other, third])
    assert text.count("Two, not sent.") == 1 and text.count("Three.") == 1
    expect(third.locator("[data-others]")).to_be_hidden()


def test_words_stay_although_another_offline_moved_or_deleted_what_is_around_them(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    first, second = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(first, "First line.\nSecond line.\nThird line.")
    all_read([first, second])

    # Written into lines that another moves and deletes meanwhile.
    wanjiru.go_offline()
    text_on(second).get_by_text("Second").click()
    second.keyboard.press("Home")
    second.keyboard.type("Written in the second. ")
    text_on(second).get_by_text("Third").click()
    second.keyboard.press("End")
    second.keyboard.press("Enter")
    second.keyboard.type("Written below the third.")
    expect(second.locator("[data-status]")).to_contain_text(WAITS)
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

    # Undo brings back what was deleted around the words of another.
    text_on(first).focus()
    first.keyboard.press("Control+a")
    first.keyboard.type("Alpha beta gamma.")
    all_read([first, second])
    wanjiru.go_offline()
    text_on(second).focus()
    second.keyboard.press("Control+Home")
    second.keyboard.press("Shift+End")
    second.keyboard.press("Delete")
    expect(second.locator("[data-status]")).to_contain_text(WAITS)
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


def test_unsent_words_are_for_their_writer_alone_and_signing_out_asks_about_them(enter):
    amina = enter("amina")
    address = begin_draft(amina, "wanjiru")
    page = write_on(amina, address)
    line, stays = Line(amina.served.url), amina.context.new_page()
    amina.listen_to(stays)
    stays.goto(line.url + address)
    is_saved(stays)
    line.cut()
    cut_off(page)
    for each, words in ((stays, "Nor this. "), (page, "Not sent yet.")):
        type_at_end(each, words)
        expect(each.locator("[data-status]")).to_contain_text(WAITS)
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

    # The page that stayed open is connected as Wanjiru now, but it is Amina's.
    line.mend()
    expect(stays.locator("[data-status]")).to_contain_text("Somebody else has signed in here")
    expect(stays.get_by_label("Words that are not in the text")).to_have_value("Nor this. ")
    type_at_end(wanjirus, "By Wanjiru.")
    is_saved(wanjirus)
    assert lines(wanjirus) == ["By Wanjiru."]
    amina.context.add_cookies([enter._cookie(enter.world.person("amina"))])
    again = amina.another_tab(address)
    stays.reload()
    for words in ("Not sent yet.", "Nor this.", "By Wanjiru."):
        for each in (again, stays):
            expect(text_on(each)).to_contain_text(words)
    line.close()


def test_words_that_a_paper_does_not_take_any_more_are_shown_to_their_writer(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    paper = address.removesuffix("/edit")
    first = write_on(amina, address)
    first.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    first.get_by_label("Action required").fill("Adopt it.")
    expect(first.locator("[data-autosaved]")).to_have_text("Saved")

    def asks(act, **values):
        """Without loading a page."""
        token = first.locator("meta[name='csrf-token']").get_attribute("content")
        form = {"csrf_token": token, **values}
        sent = first.request.post(f"{amina.served.url}{paper}{act}", form=form, max_redirects=0)
        assert sent.status == 303

    def writes_offline(page, words):
        wanjiru.go_offline()
        expect(page.locator("[data-editor]")).to_have_attribute("data-state", "offline")
        type_at_end(page, words)
        expect(page.locator("[data-status]")).to_contain_text(WAITS)

    # Two who may not write any more: on the page that they wrote on, and on the pages that come instead of it.
    wanjiru.page.clock.install()
    second = write_on(wanjiru, address)
    left = second.get_by_label("Words that are not in the text")
    hers = f"/drafters/{enter.world.wanjiru.id}"
    writes_offline(second, "In the tunnel.")
    asks(f"{hers}/role", role="comment")
    wanjiru.come_back()
    line = second.locator("[data-status]")
    expect(line).to_contain_text("but not change it")
    second.clock.fast_forward(2_000)
    expect(line).to_contain_text("but not change it")
    expect(left).to_have_count(1)
    for shown in (address, paper):
        second.goto(amina.served.url + shown)
        expect(left).to_have_value("In the tunnel.")
    asks(f"{hers}/removal")
    for shown in (address, paper):
        second.goto(amina.served.url + shown)
        expect(left).to_have_value("In the tunnel.")
    asks("/drafters", person="wanjiru@example.org", role="write")
    second.goto(amina.served.url + paper)
    expect(second.get_by_text("This is how it will look")).to_be_visible()
    expect(left).to_have_count(0)  # the editor takes them in
    second = write_on(wanjiru, address)
    assert lines(second) == ["In the tunnel."]

    # Submitted while a page was gone that had written, and while one still writes.
    writes_offline(second, " On the train.")
    second.close()
    wanjiru.come_back()
    third = wanjiru.another_tab(address)
    is_saved(third)
    assert lines(third) == ["In the tunnel. On the train."]
    writes_offline(third, " At home.")
    third.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    third.get_by_label("Lessons learned").fill("Ask children first.")
    third.wait_for_function("() => JSON.stringify(localStorage).includes('Ask children first.')")
    third.close()
    wanjiru.come_back()
    asks("/submission")
    later = wanjiru.another_tab(address)
    left = later.get_by_label("Words that are not in the text")
    for shown in (address, paper):
        later.goto(amina.served.url + shown)
        expect(left).to_have_count(2)
        of_form, of_text = sorted((each.input_value() for each in left.all()), key=len)[::-1]
        assert of_text == " At home." and "Ask children first." in of_form
    for _ in range(2):
        later.get_by_role("button", name="I have copied them").first.click()
    expect(left).to_have_count(0)
    later.reload()
    expect(later.get_by_role("link", name="In Word").first).to_be_visible()
    expect(left).to_have_count(0)
    expect(first.locator("[data-status]")).to_contain_text("can no longer be changed")
