"""Talk about papers in a browser: on a document, beside the editor of a draft, and between secretariat and source."""

import re

from playwright.sync_api import expect

from tests.browser.desk import all_read, begin_draft, text_on, type_at_end, write_on
from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import comment, live, post, reads

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

TOLD = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
"""The browser tells the editor of a selection a moment later."""


def test_words_of_a_document_are_quoted_and_their_paragraph_counts_the_comments(
    enter, axe, no_sideways_scroll
):
    farid, amina = enter("farid"), enter("amina", phone=True)
    amina.page.set_viewport_size(PHONE)
    page, other = farid.open("/documents/WG-COP/3/2"), amina.open("/documents/WG-COP/3/2")
    live(page)
    live(other)

    # At a desk and on a phone, in turns, each about words of the first paragraph.
    questions = ("How many were there?", "And where?", "Who paid?")
    for number, words_said in enumerate(questions, 1):
        here, there = (other, page) if number == 2 else (page, other)
        paragraph = here.locator(".paper__body p[data-block]").first
        words = " ".join(paragraph.inner_text().split()[number : number + 3])
        paragraph.scroll_into_view_if_needed()
        assert paragraph.evaluate(SELECT, words)
        here.locator("[data-quote-button]").click()
        composer = here.locator("form[data-composer]:not([data-reply])")
        expect(composer.locator("[name='quote']")).to_have_value(words)
        composer.locator("[name='body']").fill(words_said)
        composer.get_by_role("button", name="Comment to everybody").click()
        reads(there, words_said)
        for shown in (page, other):
            expect(comment(shown, words_said)).to_contain_text(words)
            expect(shown.locator(".paper__said")).to_have_text(re.compile(f"^{number}"))
    for shown in (page, other):
        axe(shown)
        no_sideways_scroll(shown)
        same_as_fresh(shown)


def test_paragraphs_of_a_draft_say_in_its_margin_what_is_said_of_them_and_quotes_lead_back(
    enter, axe
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)

    # One comments on a paragraph, and the other reads it beside the paragraph.
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
    said = other.locator("#draft-talk .comment", has_text="In how many countries?")
    expect(said).to_be_focused()
    said.get_by_role("button", name="Show in the text").click()
    expect(text_on(other)).to_be_focused()
    assert other.evaluate("getSelection().toString()") == "Helplines"

    # Words are quoted with a key, and with the button beside them.
    assert text_on(other).evaluate(SELECT, "Radio")
    other.evaluate(TOLD)
    other.keyboard.press("Control+Alt+m")
    reply = other.locator("#draft-talk form[data-composer]").first
    expect(reply.locator("[name='quote']")).to_have_value("Radio")
    reply.locator("[name='body']").fill("Since when?")
    reply.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="comment on this paragraph")).to_have_count(2)
    assert text_on(page).evaluate(SELECT, "schools")
    page.get_by_role("button", name="Comment on this", exact=True).click()
    expect(composer.locator("[name='quote']")).to_have_value("schools")
    composer.locator("[name='body']").fill("Which?")
    composer.get_by_role("button", name="Send").click()
    quoted = page.locator("#draft-talk .comment", has_text="Which?").locator("[data-quote]")
    expect(quoted).to_have_text("schools")
    expect(quoted).to_have_attribute("data-start", "9")
    for shown in (page, other):
        expect(shown.locator("[data-talk] [data-count]")).to_have_text("3")
    expect(page.get_by_role("link", name="comment on this paragraph")).to_have_count(2)

    # Who takes back what they said takes its sign away on every page.
    page.locator("#draft-talk .comment", has_text="In how many countries?").get_by_role(
        "button", name="Retract"
    ).click()
    page.get_by_role("dialog").get_by_role("button", name="Retract").click()
    expect(page.get_by_role("link", name="comment on this paragraph")).to_have_count(1)
    expect(other.get_by_role("link", name="comment on this paragraph")).to_have_count(1)


def test_a_paper_is_printed_with_its_discussion_and_without_what_stays_within_a_delegation(enter):
    amina, farid = enter("amina"), enter("farid")
    address = "/documents/WG-COP/3/2"
    kenya = enter.world.amina.memberships[0].delegation.audience
    page, other = amina.open(address), farid.open(address)
    live(page)
    talk = page.locator("form[data-composer]").first.get_attribute("action")
    for number in range(3):
        post(farid, talk, body=f"Egypt asks {number}.", audience="members")
        post(amina, talk, body=f"Only for us {number}.", audience=kenya)
        reads(page, f"Egypt asks {number}.")
        reads(page, f"Only for us {number}.")
    fresh = amina.another_tab(address)
    other.reload()
    restricted = "Without comments that only a delegation or a regional group may read."
    for shown in (page, fresh, other):
        shown.emulate_media(media="print")
        expect(shown.locator(".paper__body")).to_be_visible()
        for number in range(3):
            expect(shown.get_by_text(f"Egypt asks {number}.")).to_be_visible()
            expect(
                shown.get_by_text(f"Only for us {number}.").locator("visible=true")
            ).to_have_count(0)
        expect(shown.locator("form:visible, button:visible, .floor-strip:visible")).to_have_count(0)
    for shown in (page, fresh):
        expect(shown.get_by_text(restricted)).to_be_visible()
