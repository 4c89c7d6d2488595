"""Comments and changes beside the text of a draft, by two people who write in it: each page shows what a fresh one shows."""

import os

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
from tests.browser.fresh import same_as_fresh, until
from tests.rest.browser.test_paper_talk import SELECT, TOLD

ANCHORS = """() => {
    const found = {}
    for (const piece of document.querySelectorAll(".editor__anchor")) {
        found[piece.dataset.anchor] = (found[piece.dataset.anchor] ?? "") + piece.textContent
    }
    return Object.values(found).sort()
}"""

SELECT_ACROSS = """(root, words) => {
    for (const block of root.querySelectorAll("p")) {
        const at = block.textContent.indexOf(words)
        if (at < 0) continue
        const range = document.createRange()
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        let before = 0
        while (walker.nextNode()) {
            const { data } = walker.currentNode
            const [start, end] = [at - before, at + words.length - before]
            if (start >= 0 && start < data.length) range.setStart(walker.currentNode, start)
            if (end > 0 && end <= data.length) range.setEnd(walker.currentNode, end)
            before += data.length
        }
        getSelection().removeAllRanges()
        getSelection().addRange(range)
        return true
    }
    return false
}"""

SHOWS = f"(words) => JSON.stringify(({ANCHORS})()) === JSON.stringify(words)"


def comment_on(page, words, body):
    """The words are selected and the key pressed; the comment is under way."""
    text_on(page).focus()
    assert text_on(page).evaluate(SELECT, words)
    page.evaluate(TOLD)
    page.keyboard.press("Control+Alt+m")
    composer = page.locator("#draft-talk form[data-composer]:not([data-reply])")
    expect(composer.locator("[name='quote']")).to_have_value(words)
    composer.locator("[name='body']").fill(body)
    composer.get_by_role("button", name="Send").click()


def card(page, words):
    return page.locator("[data-beside-of]", has_text=words)


def both_show(pages, *words):
    for page in pages:
        until(page, SHOWS, sorted(words))


CARDS = """() => [...document.querySelectorAll("[data-remark-cards] > :not([hidden])")].map((card) => {
    const copy = card.cloneNode(true)
    for (const moment of copy.querySelectorAll("time")) moment.textContent = moment.dateTime
    return copy.textContent.replace(/\\s+/g, " ")
})"""


def like_fresh_ones(pages):
    """The cards beside the text, their order, and the words that are marked in it."""
    for page in pages:
        fresh = page.context.new_page()
        fresh.goto(page.url)
        is_saved(fresh)
        until(fresh, SHOWS, page.evaluate(ANCHORS))
        alike = f"(cards) => JSON.stringify(({CARDS})()) === JSON.stringify(cards)"
        until(fresh, alike, page.evaluate(CARDS))
        fresh.close()


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def put_caret(page, words, *, at_end=False):
    """Before or behind these words."""
    text_on(page).focus()
    assert text_on(page).evaluate(SELECT, words)
    page.evaluate(TOLD)
    page.keyboard.press("ArrowRight" if at_end else "ArrowLeft")


def test_comments_stand_beside_their_words_while_two_people_write(enter, axe, no_sideways_scroll):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    pages = (page, other)
    type_at_end(page, "Radio reaches most parents.\nSchools reach their pupils.\nHelplines answer.")
    all_read(list(pages))

    # Three comments, by two people; both see them beside the words, and below as a discussion.
    for number, (words, body) in enumerate(
        (("parents", "All of them?"), ("Schools", "Which ones?"), ("answer", "At night too?"))
    ):
        comment_on(pages[number % 2], words, body)
        for shown in pages:
            expect(card(shown, body)).to_be_visible()
    both_show(pages, "parents", "Schools", "answer")

    # Each writes before, at the end of, and within what the other commented on.
    for writer, words, typed in (
        (other, "Radio", "Local "),
        (page, "Schools", "-on-"),
        (other, "parents", "grand"),
    ):
        put_caret(writer, words)
        if typed == "-on-":
            for _ in range(2):
                writer.keyboard.press("ArrowRight")
        writer.keyboard.type(typed)
        all_read(list(pages))
    both_show(pages, "parents", "Sc-on-hools", "answer")
    like_fresh_ones(pages)

    # Words that are deleted, and taken back, three times: the comment says so on both pages, and keeps them.
    for turn in range(3):
        writer = pages[turn % 2]
        text_on(writer).focus()
        assert text_on(writer).evaluate(SELECT, "answer")
        writer.evaluate(TOLD)
        writer.keyboard.press("Delete")
        for shown in pages:
            expect(card(shown, "At night too?")).to_contain_text("no longer in the paper")
            expect(card(shown, "At night too?")).to_contain_text("answer")
        both_show(pages, "parents", "Sc-on-hools")
        text_on(writer).focus()
        writer.keyboard.press("Control+z")
        both_show(pages, "parents", "Sc-on-hools", "answer")
        for shown in pages:
            expect(card(shown, "At night too?")).not_to_contain_text("no longer in the paper")
    like_fresh_ones(pages)

    # Deleted with what stands before or behind them, and taken back: the comment has all its words again.
    for turn, (words, left) in enumerate(
        (("Helplines an", "swer"), ("swer.", "an"), ("s an", "swer"))
    ):
        writer = pages[turn % 2]
        text_on(writer).focus()
        assert text_on(writer).evaluate(SELECT_ACROSS, words)
        writer.evaluate(TOLD)
        writer.keyboard.press("Delete")
        both_show(pages, "parents", "Sc-on-hools", left)
        text_on(writer).focus()
        writer.keyboard.press("Control+z")
        both_show(pages, "parents", "Sc-on-hools", "answer")
    like_fresh_ones(pages)

    # Resolved and opened again, three times, by either, on a card or in the discussion.
    for turn in range(3):
        one, two = pages[turn % 2], pages[1 - turn % 2]
        card(one, "Which ones?").get_by_role("button", name="Resolve").click()
        for shown in pages:
            expect(card(shown, "Which ones?")).to_be_hidden()
            expect(shown.locator("[data-show-resolved]")).to_have_text("Resolved (1)")
        both_show(pages, "parents", "answer")
        talk = two.locator("#draft-talk .comment", has_text="Which ones?")
        expect(talk).to_contain_text("Resolved by")
        talk.get_by_role("button", name="Reopen").click()
        for shown in pages:
            expect(card(shown, "Which ones?")).to_be_visible()
        both_show(pages, "parents", "Sc-on-hools", "answer")
    like_fresh_ones(pages)

    # Without a line, one comments on words that the other changes meanwhile.
    for turn, (words, body) in enumerate(
        (("reaches", "Since when?"), ("pupils", "Of which age?"), ("most", "Who counted?"))
    ):
        one, two = pages[turn % 2], pages[1 - turn % 2]
        (amina, wanjiru)[turn % 2].go_offline()
        comment_on(one, words, body)
        expect(one.locator(".comment--waiting")).to_have_count(1)
        put_caret(two, words)
        for _ in range(2):
            two.keyboard.press("ArrowRight")
        two.keyboard.type("--")
        is_saved(two)
        (amina, wanjiru)[turn % 2].come_back()
        for shown in pages:
            expect(card(shown, body)).to_be_visible()
        all_read(list(pages))
        expect(one.locator(".comment--waiting")).to_have_count(0)
        both_show(
            pages,
            *["parents", "Sc-on-hools", "answer", "re--aches", "pu--pils", "mo--st"][: 4 + turn],
        )
    like_fresh_ones(pages)

    # Marked changes have cards of their own, which decide them.
    page.get_by_role("button", name="Mark changes").click()
    type_at_end(page, " Every day.")
    all_read(list(pages))
    change = other.locator(".beside-card--change", has_text="Every day.")
    expect(change).to_contain_text("Inserted: Amina")
    axe(other)
    no_sideways_scroll(other)
    shoot(other, "margin-1280")
    change.get_by_role("button", name="Accept").click()
    for shown in pages:
        expect(shown.locator(".beside-card--change")).to_have_count(0)
    all_read(list(pages))

    # On a phone the cards are a list below the text.
    other.set_viewport_size({"width": 390, "height": 844})
    expect(card(other, "All of them?")).to_be_visible()
    text_box, first = text_on(other).bounding_box(), card(other, "All of them?").bounding_box()
    assert first["y"] >= text_box["y"] + text_box["height"]
    axe(other)
    no_sideways_scroll(other)
    shoot(other, "margin-390")
    other.evaluate("document.documentElement.dir = 'rtl'")
    other.set_viewport_size({"width": 1280, "height": 900})
    other.wait_for_timeout(300)
    shoot(other, "margin-rtl")


def held_back(page, addresses):
    """What a page asks for from now on, which gets no answer until its route goes on."""
    asked = []
    page.route(addresses, lambda route: asked.append(route))
    return asked


def test_a_comment_that_is_begun_on_a_bad_line_goes_neither_into_the_text_nor_away(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page, other = write_on(amina, address), write_on(wanjiru, address)
    type_at_end(page, "Radio reaches most parents.\nSchools reach their pupils.")
    before = all_read([page, other])
    for reader, one, words in ((amina, page, "parents"), (wanjiru, other, "Schools")):
        composer = one.locator("#draft-talk form[data-composer]:not([data-reply])")

        # Without a line the draft stays, and says why the talk does not open: three times.
        reader.go_offline()
        for _ in range(3):
            text_on(one).focus()
            assert text_on(one).evaluate(SELECT, words)
            one.evaluate(TOLD)
            one.keyboard.press("Control+Alt+m")
            expect(one.locator("[data-unreached]")).to_have_text(
                "The server could not be reached. Check the connection and try again."
            )
            expect(text_on(one)).to_be_focused()
        reader.come_back()
        is_saved(one)

        # On a slow one what is typed before the composer is there stands in it then.
        asked = held_back(one, "**/thread")
        text_on(one).focus()
        assert text_on(one).evaluate(SELECT, words)
        one.evaluate(TOLD)
        one.keyboard.press("Control+Alt+m")
        one.keyboard.type("Who count")
        until(one, "() => document.querySelector('[data-open-thread]').ariaBusy === 'true'")
        for route in asked:
            route.continue_()
        expect(composer.locator("[name='body']")).to_be_focused()
        one.keyboard.type("ed them?")
        expect(composer.locator("[name='quote']")).to_have_value(words)
        expect(composer.locator("[name='body']")).to_have_value("Who counted them?")
        composer.get_by_role("button", name="Send").click()
        for shown in (page, other):
            expect(card(shown, words)).to_be_visible()
    assert lines(page) == ["Radio reaches most parents.", "Schools reach their pupils."]
    assert all_read([page, other]) == before
    like_fresh_ones((page, other))


def test_comments_stand_beside_a_numbered_paper(enter, axe, no_sideways_scroll):
    farid, amina = enter("farid"), enter("amina")
    pages = farid.open("/documents/WG-COP/3/2"), amina.open("/documents/WG-COP/3/2")
    for shown in pages:
        expect(shown.locator("html")).to_have_attribute("data-live", "on")
    paragraph = pages[0].locator(".paper__body p[data-block]").first
    words = paragraph.inner_text().split()[:6]

    # Each says something about words of a paragraph, and both see it beside them.
    for turn, body in enumerate(("How many were there?", "And where?", "Who paid?")):
        one = pages[turn % 2]
        here = one.locator(".paper__body p[data-block]").first
        assert here.evaluate(SELECT, " ".join(words[turn : turn + 2]))
        one.locator("[data-quote-button]").click()
        composer = one.locator("form[data-composer]:not([data-reply])")
        composer.locator("[name='body']").fill(body)
        composer.get_by_role("button", name="Comment to everybody").click()
        for shown in pages:
            expect(card(shown, body)).to_be_visible()
    for shown in pages:
        top = shown.locator(".paper__body p[data-block]").first.bounding_box()["y"]
        assert abs(card(shown, "How many were there?").bounding_box()["y"] - top) < 40
        same_as_fresh(shown)

    # Its writer resolves a comment, and opens it again; whoever only reads it has no button for that.
    for turn, body in enumerate(("How many were there?", "And where?", "Who paid?")):
        one, two = pages[turn % 2], pages[1 - turn % 2]
        expect(card(two, body).get_by_role("button", name="Resolve")).to_have_count(0)
        card(one, body).get_by_role("button", name="Resolve").click()
        for shown in pages:
            expect(card(shown, body)).to_be_hidden()
            expect(shown.locator(".thread .comment", has_text=body)).to_contain_text("Resolved by")
        one.locator(".thread .comment", has_text=body).get_by_role("button", name="Reopen").click()
        for shown in pages:
            expect(card(shown, body)).to_be_visible()
    for shown in pages:
        same_as_fresh(shown)
    axe(pages[1])
    no_sideways_scroll(pages[1])
    shoot(pages[1], "paper-1280")
    pages[1].set_viewport_size({"width": 390, "height": 844})
    expect(card(pages[1], "Who paid?")).to_be_hidden()
    no_sideways_scroll(pages[1])
    shoot(pages[1], "paper-390")
