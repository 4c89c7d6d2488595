"""Talk about papers in a browser: on a document, beside the editor of a draft, and between secretariat and source."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import all_read, begin_draft, text_on, type_at_end, write_on
from tests.browser.test_papers import begin

PHONE = {"width": 375, "height": 667}

SELECT = """(element, words) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words)
        if (at < 0) continue
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length)
        return true
    }
    return false
}"""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_words_of_a_document_are_quoted_and_their_paragraph_counts_the_comments(
    enter, axe, no_sideways_scroll, phone
):
    farid, amina = enter("farid", phone=phone), enter("amina", phone=phone)
    if phone:
        for reader in (farid, amina):
            reader.page.set_viewport_size(PHONE)
    page, other = farid.open("/documents/WG-COP/3/2"), amina.open("/documents/WG-COP/3/2")
    paragraph = page.locator(".paper__body p[data-block]").first
    words = " ".join(paragraph.inner_text().split()[:3])
    paragraph.scroll_into_view_if_needed()
    assert paragraph.evaluate(SELECT, words)
    page.locator("[data-quote-button]").click()
    composer = page.locator("form[data-composer]")
    expect(composer.locator("[name='quote']")).to_have_value(words)
    composer.locator("[name='body']").fill("How many were there?")
    composer.get_by_role("button", name="Comment to everybody").click()

    other.locator("[data-pill]").click()  # it came while its reader was further up
    for shown in (page, other):
        expect(shown.locator(".comment", has_text="How many were there?")).to_contain_text(words)
        expect(shown.locator(".paper__said")).to_have_text(re.compile("^1"))
        axe(shown)
        no_sideways_scroll(shown)


def test_words_of_a_draft_are_quoted_beside_the_editor(enter):
    amina = enter("amina")
    page = amina.open("/contributions/new")
    begin(page, "Radio in schools")
    text = page.get_by_role("textbox", name="Text of the paper")
    text.click()
    page.keyboard.type("A trial in four districts.")
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "saved")
    assert text.evaluate(SELECT, "four districts")
    page.get_by_role("button", name="Comment on this", exact=True).click()
    composer = page.locator("#draft-talk form[data-composer]")
    expect(composer.locator("[name='quote']")).to_have_value("four districts")
    composer.locator("[name='body']").fill("Which?")
    composer.get_by_role("button", name="Send").click()

    comment = page.locator("#draft-talk .comment", has_text="Which?")
    expect(comment.locator("[data-quote]")).to_have_text("four districts")
    expect(comment.locator("[data-quote]")).to_have_attribute("data-start", "11")


def test_paragraphs_of_a_draft_say_in_its_margin_what_is_said_of_them_and_quotes_lead_back(
    enter, axe
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(page, "# Background\n- Radio in schools\nHelplines")
    all_read([page, other])
    page.get_by_role("button", name="Comment on this paragraph").click()
    composer = page.locator("#draft-talk form[data-composer]")
    expect(composer.locator("[name='quote']")).to_have_value("Helplines")
    composer.locator("[name='body']").fill("In how many countries?")
    composer.get_by_role("button", name="Send").click()

    mark = other.get_by_role("link", name="comment on this paragraph")
    expect(mark).to_have_count(1)
    expect(other.locator("[data-talk] [data-count]")).to_have_text("1")
    item = text_on(other).locator("li", has_text="Helplines")
    assert abs(mark.bounding_box()["y"] - item.bounding_box()["y"]) < 12, "beside its paragraph"
    axe(other)
    mark.click()
    comment = other.locator("#draft-talk .comment", has_text="In how many countries?")
    expect(comment).to_be_focused()
    comment.get_by_role("button", name="Show in the text").click()
    expect(text_on(other)).to_be_focused()
    assert other.evaluate("getSelection().toString()") == "Helplines"

    assert text_on(other).evaluate(SELECT, "Radio")
    other.keyboard.press("Control+Alt+m")
    reply = other.locator("#draft-talk form[data-composer]").first
    expect(reply.locator("[name='quote']")).to_have_value("Radio")
    reply.locator("[name='body']").fill("Since when?")
    reply.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="comment on this paragraph")).to_have_count(2)
    page.get_by_role("button", name="Retract").click()
    page.get_by_role("dialog").get_by_role("button", name="Retract").click()
    expect(page.get_by_role("link", name="comment on this paragraph")).to_have_count(1)
    expect(other.get_by_role("link", name="comment on this paragraph")).to_have_count(1)
