"""Quoting, releasing, supporting, mentioning and previewing: several people, each with a browser, one clause."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select as sql_select

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import (
    CLAUSE,
    RESOLUTION,
    SEND,
    WID,
    comment,
    composer,
    live,
    reads,
)
from tests.browser.twice import asked_for
from wgcop.database import writing
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, retract_comment, thread_of
from wgcop.threads.actions.releases import release_comment


def text(page):
    return composer(page).locator("textarea[name='body']")


def send(page):
    composer(page).get_by_role("button", name=SEND).click()


def sent(page):
    send(page)
    expect(text(page)).to_have_value("")
    expect(page.locator(".comment--waiting")).to_have_count(0)


def say(page, words, *, privately=False):
    text(page).fill(words)
    if privately:
        composer(page).get_by_label("Only Kenya").check()
    send(page)
    expect(comment(page, words)).to_be_visible()
    expect(page.locator(".comment--waiting")).to_have_count(0)


@pytest.fixture
def opened(enter):
    """Opens the clause's thread for somebody, and waits until it is live."""

    def open_for(name, address=CLAUSE, **options):
        page = enter(name, **options).open(address)
        live(page)
        return page

    return open_for


def select(page, first, last):
    """Select the words from one character to another, as a finger or a mouse would."""
    return page.evaluate(
        """([wid, first, last]) => {
            const words = document.querySelector(`[data-words="clause:${wid}"]`);
            const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let at = 0;
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (first >= at && first < at + node.length) range.setStart(node, first - at);
                if (last > at && last <= at + node.length) range.setEnd(node, last - at);
                at += node.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return range.toString();
        }""",
        [WID, first, last],
    )


def quote(page):
    page.get_by_role("button", name="Quote", exact=True).click()


# Releasing


def confirm(page, act, *, is_refused=False):
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=act).click()
    if not is_refused:
        expect(dialog).to_be_hidden()  # while it is there, nobody can type elsewhere


@pytest.mark.rest
def test_a_second_press_on_release_is_none_and_its_answer_closes_the_dialog_of_no_other_comment(
    opened,
):
    writer, head, other = opened("wanjiru"), opened("amina"), opened("haruko")
    dialog = head.get_by_role("dialog")
    release, keep = (
        dialog.get_by_role("button", name=name) for name in ("Release", "Keep it private")
    )
    under_way, sent = [], asked_for(head, "/release")
    head.route("**/release", lambda route: under_way.append(route))
    for number in range(3):
        first, second = f"First of {number}.", f"Second of {number}."
        for words in (first, second):
            say(writer, words, privately=True)
            reads(head, words)
        comment(head, first).get_by_role("button", name="Release").click()
        with head.expect_request("**/release"):
            release.click()
        release.click()
        keep.click()
        comment(head, second).get_by_role("button", name="Release").click()
        assert len(sent) == number + 1
        under_way.pop().continue_()
        reads(other, first)
        expect(comment(head, first)).to_have_count(2)
        expect(dialog).to_contain_text(second)
        expect(dialog.locator("[data-problem]")).to_be_empty()
        keep.click()
    same_as_fresh(other)


def test_a_head_releases_the_words_they_see_and_the_others_read_them_as_the_delegations(
    opened, axe
):
    writer, head, other = opened("wanjiru"), opened("amina"), opened("haruko")

    def offers(page, words, kind):
        """What the comment offers, as it was written or as it was released."""
        return page.locator(f".comment[data-{kind}]", has_text=words).get_by_role("button")

    # The head releases what a colleague wrote; the others read no name.
    say(writer, "The capital wants the date.", privately=True)
    private = reads(head, "The capital wants the date.")
    expect(
        comment(writer, "The capital wants the date.").get_by_role("button", name="Release")
    ).to_have_count(0)
    private.get_by_role("button", name="Release").click()
    confirm(head, "Release")
    seen = reads(other, "The capital wants the date.")
    expect(seen).to_contain_text("Kenya")
    expect(seen).to_contain_text("released")
    assert "Wanjiru" not in seen.inner_html()
    for page in (head, writer):
        expect(comment(page, "The capital wants the date.")).to_have_count(2)
        expect(page.locator("[data-made-public]").get_by_text("Released")).to_be_visible()
        expect(offers(page, "The capital", "released")).to_have_text(["Reply", "Retract"])
    expect(head.locator("[data-pill]")).to_be_hidden()
    expect(seen.get_by_role("button")).to_have_text(["Reply", "Support"])
    writer.locator("[data-released]").get_by_role("button", name="Retract").click()
    confirm(writer, "Retract")
    expect(comment(other, "retracted by its delegation")).to_have_count(1)

    # Words that changed while the head was reading are shown to them first.
    say(writer, "Kenya can live with the text.", privately=True)
    mine = reads(head, "Kenya can live with the text.")
    name = mine.get_attribute("id")
    mine.get_by_role("button", name="Release").click()
    dialog = head.get_by_role("dialog")
    expect(dialog).to_contain_text("Kenya can live with the text.")
    axe(head)
    comment(writer, "Kenya can live with the text.").get_by_role("button", name="Edit").click()
    writer.get_by_label("Edit your comment").fill("Kenya needs a date.")
    writer.keyboard.press("Control+Enter")
    expect(comment(writer, "Kenya needs a date.")).to_contain_text("edited")
    confirm(head, "Release", is_refused=True)
    expect(dialog).to_contain_text("have changed")
    confirm(head, "Keep it private")
    mine = head.locator(f"#{name}")
    expect(mine).to_contain_text("Kenya needs a date.")
    mine.get_by_role("button", name="Release").click()
    expect(dialog).to_contain_text("Kenya needs a date.")
    confirm(head, "Release")
    expect(reads(other, "Kenya needs a date.").locator("time")).to_have_count(1)
    expect(comment(other, "Kenya can live with the text.")).to_have_count(0)
    expect(mine.locator("time")).to_have_count(2)

    # The head's own words: released, and taken back by the head.
    say(head, "Perhaps too early.", privately=True)
    comment(head, "Perhaps too early.").get_by_role("button", name="Release").click()
    confirm(head, "Release")
    reads(other, "Perhaps too early.")
    expect(offers(head, "Perhaps", "released")).to_have_text(["Reply", "Retract"])
    expect(offers(head, "Perhaps", "made-public")).to_have_text(["Reply"])
    offers(head, "Perhaps", "released").filter(has_text="Retract").click()
    confirm(head, "Retract")
    expect(comment(other, "retracted by its delegation")).to_have_count(2)
    expect(comment(other, "Perhaps too early.")).to_have_count(0)
    for page in (writer, head, other):
        same_as_fresh(page)


THREAD_OFFERS = """() => Object.fromEntries(
    [...document.querySelectorAll(".comment[data-audience]")].map((one) => [
        one.id.replace("comment-", ""),
        [...one.querySelectorAll("[data-do]")].map((button) => button.dataset.do),
    ]),
)"""
PAGE_OFFERS = {
    "reply": "data-composer",
    "edit": 'action="/comments/{}"',
    "retract": "/comments/{}/retraction",
    "release": "/comments/{}/release",
    "support": "/comments/{}/support",
}


def test_a_thread_offers_each_reader_what_the_comments_own_pages_offer_them(
    opened, enter, server, session
):
    clause, world = clause_by_wid(WID), enter.world

    def said(name, body, audience="members"):
        by = world.person(name)
        capacity, words = by.capacities[0], {"body": body, "key": body, "audience": audience}
        return post_comment(thread_of(clause), by=by, capacity=capacity, **words).comment

    kenya = world.delegation("Kenya").audience
    said("teresa", "Brazil agrees.")
    said("wanjiru", "Among us.", kenya)
    released = release_comment(said("wanjiru", "Out loud.", kenya), by=world.amina).comment
    retract_comment(said("amina", "Taken back."), by=world.amina)
    left = said("odile", "Said before I left.")
    session.delete(next(m for m in world.odile.memberships if m.delegation == left.delegation))
    session.commit()

    for name in ("amina", "wanjiru", "teresa", "odile", "ruth", "helena"):
        page = opened(name)
        offered = page.evaluate(THREAD_OFFERS)
        assert released.name in offered
        for known_as, acts in offered.items():
            own_page = page.request.get(f"{server.url}/comments/{known_as}").text()
            assert set(acts) == {
                act for act, form in PAGE_OFFERS.items() if form.format(known_as) in own_page
            }, f"{name}: {known_as}"
        page.close()


# Supporting


def test_support_is_named_given_once_and_stays_with_the_words_that_were_supported(
    opened, axe, no_sideways_scroll
):
    kenya, brazil, colleague = opened("amina"), opened("teresa"), opened("caio", phone=True)
    say(kenya, "A date in June would help.")
    mine = comment(kenya, "A date in June would help.")
    name = mine.get_attribute("id")
    expect(mine.get_by_role("button", name="Support")).to_have_count(0)
    for page in (brazil, colleague):
        reads(page, "A date in June would help.")
    support = brazil.locator(f"#{name}").get_by_role("button", name="Support", exact=True)

    # What does not reach the server is said, and can be pressed again.
    brazil.route("**/support", lambda route: route.abort("internetdisconnected"), times=1)
    support.click()
    expect(brazil.locator("[data-heard]")).to_contain_text("could not be sent")
    expect(support).to_be_enabled()

    # Given by one of the delegation, and withdrawn by another.
    support.click()
    for page in (kenya, brazil, colleague):
        expect(comment(page, "A date in June would help.")).to_contain_text("Supported by Brazil")
    button = comment(colleague, "A date in June would help.").get_by_role(
        "button", name="Supported"
    )
    expect(button).to_have_attribute("aria-pressed", "true")
    button.tap()
    expect(comment(kenya, "Supported by Brazil")).to_have_count(0)
    expect(support).to_be_visible()

    # Words being edited stay, with the caret in them, while others support the comment.
    mine.get_by_role("button", name="Edit").click()
    editing = kenya.get_by_label("Edit your comment")
    editing.fill("A date in September would help.")
    support.click()
    expect(comment(kenya, "Supported by Brazil")).to_be_visible()
    expect(editing).to_have_value("A date in September would help.")
    expect(editing).to_be_focused()
    expect(kenya.locator(f"#{name} > [data-body]")).to_be_hidden()
    kenya.keyboard.press("Control+Enter")
    expect(comment(kenya, "A date in September would help.")).to_be_visible()
    expect(editing).to_have_count(0)

    # The support was for other words, which are a press away; it can be given anew.
    theirs = colleague.locator(f"#{name}")
    expect(theirs).to_contain_text("A date in September would help.")
    expect(theirs).not_to_contain_text("Supported by")
    expect(theirs.get_by_role("button", name="Support as reworded")).to_be_visible()
    no_sideways_scroll(colleague)
    for page in (kenya, brazil, colleague):
        same_as_fresh(page)
    theirs.get_by_role("link", name="Supported an earlier wording:").click()
    wordings = colleague.locator("#wordings")
    expect(wordings.locator("ins")).to_contain_text("September")
    expect(wordings.locator("del")).to_contain_text("June")
    expect(wordings).to_contain_text("Supported by Brazil")
    no_sideways_scroll(colleague)
    axe(colleague)
    colleague.go_back()
    live(colleague)
    theirs.get_by_role("button", name="Support as reworded").click()
    for page in (kenya, brazil, colleague):
        expect(page.locator(f"#{name}")).to_contain_text("Supported by Brazil")
        expect(page.locator(f"#{name}")).not_to_contain_text("earlier wording")


# Quoting


def test_words_are_quoted_by_mouse_key_and_finger_kept_beside_a_reply_and_attached_again(
    opened, enter, session, no_sideways_scroll
):
    kenya, japan = opened("amina"), opened("haruko")
    say(japan, "Which date?")
    reads(kenya, "Which date?")

    # A reply takes nothing of what is written beside it, and is kept itself.
    words = select(kenya, 10, 34).strip()
    quote(kenya)
    expect(composer(kenya).locator("[name='quote']")).to_have_value(words)
    text(kenya).fill("Half a thought")
    answer = kenya.locator("form[data-reply]").get_by_role("textbox", name="Your reply")

    def reply():
        comment(kenya, "Which date?").get_by_role("button", name="Reply").click()

    reply()
    answer.fill("In June.")
    answer.press("Control+Enter")
    expect(comment(kenya, "In June.")).to_have_count(1)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    expect(composer(kenya).locator("[name='quote']")).to_have_value(words)
    reply()
    expect(answer).to_have_value("")
    answer.fill("Or in")
    kenya.reload()
    live(kenya)
    expect(text(kenya)).to_have_value("Half a thought")
    expect(composer(kenya).locator("[name='quote']")).to_have_value(words)
    reply()
    expect(answer).to_have_value("Or in")

    # The others see the words marked in the clause while they look at the comment.
    text(kenya).fill("On these very words.")
    send(kenya)
    seen = reads(japan, "On these very words.")
    expect(seen.locator("blockquote")).to_have_text(words)
    expect(composer(kenya).locator("[name='quote']")).to_have_value("")
    seen.hover()
    marked = japan.locator("[data-marked]")
    expect(marked).to_have_attribute("data-marked", words)
    assert japan.evaluate("CSS.highlights.has('quoted')")
    japan.locator("h1").hover()
    expect(marked).to_have_count(0)
    same_as_fresh(japan)

    # In the text a key opens the thread of the clause with its words, and so does the Tab after a selection.
    japan.goto(f"{enter._served.url}{RESOLUTION}")
    live(japan)
    for way in ("q", "Tab"):
        if way == "q":
            chosen = select(japan, 0, 12)
            japan.keyboard.press("q")
            expect(text(japan)).to_be_focused()
        else:
            japan.locator(f"[data-words='clause:{WID}']").dblclick(position={"x": 60, "y": 12})
            expect(japan.get_by_role("button", name="Quote", exact=True)).to_be_visible()
            chosen = japan.evaluate("getSelection().toString()")
            japan.keyboard.press("Tab")
            japan.keyboard.press("Enter")
        expect(composer(japan).locator("[name='quote']")).to_have_value(chosen.strip())

    # A finger does as well.
    phone = opened("teresa", phone=True)
    words = select(phone, 10, 34).strip()
    phone.get_by_role("button", name="Quote", exact=True).tap()
    expect(composer(phone).locator("[name='quote']")).to_have_value(words)
    no_sideways_scroll(phone)
    text(phone).fill("By finger.")
    composer(phone).get_by_role("button", name=SEND).tap()
    expect(comment(phone, "By finger.").locator("blockquote")).to_have_text(words)

    # An orphan is attached again by selecting new words.
    reword(session, "Entirely different wording stands here now.")
    kenya.reload()
    orphan = comment(kenya, "On these very words.")
    expect(orphan).to_contain_text("no longer in the clause")
    orphan.get_by_role("link", name="Attach the quote again").click()
    expect(kenya.locator("form[data-attach-form]")).to_be_visible()
    kenya.evaluate("""() => {
        const node = document.querySelector('[data-words]').firstChild;
        getSelection().setBaseAndExtent(node, 9, node, 26);
    }""")
    quote(kenya)
    expect(kenya.locator("form[data-attach-form] [name='quote']")).to_have_value(
        "different wording"
    )
    kenya.get_by_role("button", name="Attach").click()
    expect(comment(kenya, "On these very words.").locator("blockquote")).to_have_text(
        "different wording"
    )
    expect(comment(kenya, "On these very words.")).not_to_contain_text("no longer in the clause")


def reword(session, new):
    session.rollback()
    with writing():
        wording = session.scalar(sql_select(Wording).join(Clause).where(Clause.wid == WID))
        wording.text = new
        session.commit()


# Writing


def test_names_are_completed_the_language_is_guessed_and_the_preview_is_what_will_be_said(
    opened, axe, no_sideways_scroll
):
    kenya, japan = opened("amina"), opened("haruko", phone=True)
    options = kenya.get_by_role("option")

    # By keys: walked, left, and chosen.
    text(kenya).press_sequentially("@a")
    expect(options.nth(1)).to_be_visible()
    kenya.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    kenya.keyboard.press("Escape")
    expect(kenya.get_by_role("listbox")).to_have_count(0)
    expect(text(kenya)).to_have_value("@a")
    text(kenya).fill("")
    text(kenya).press_sequentially("We ask @Jap")
    expect(options.first).to_contain_text("Japan")
    expect(text(kenya)).to_have_attribute("aria-activedescendant", "mention-suggestion-0")
    kenya.keyboard.press("Enter")
    expect(text(kenya)).to_have_value("We ask @Japan ")
    kenya.keyboard.type("for a date.")
    kenya.keyboard.press("Control+Enter")
    expect(reads(japan, "for a date.").locator(".mention")).to_have_text("@Japan")
    expect(comment(kenya, "for a date.")).to_have_count(1)

    # By a finger, beside a quote.
    select(japan, 10, 34)
    quote(japan)
    text(japan).fill("For **everybody**, ")
    text(japan).press("End")
    text(japan).press_sequentially("@Minase")
    option = japan.get_by_role("option", name=re.compile("Haruko Minase"))
    expect(option).to_be_visible()
    axe(japan)
    no_sideways_scroll(japan)
    option.tap()
    expect(text(japan)).to_have_value("For **everybody**, @Haruko Minase ")
    sent(japan)
    axe(japan)

    # The preview is what will be said.
    text(kenya).fill("**Kenya** agrees, @Japan.")
    composer(kenya).get_by_role("button", name="Preview").click()
    preview = composer(kenya).locator("[data-preview]")
    expect(preview.locator("strong")).to_have_text("Kenya")
    expect(preview.locator(".mention")).to_have_text("@Japan")
    send(kenya)
    expect(comment(kenya, "agrees").locator("strong")).to_have_text("Kenya")
    expect(preview).to_be_hidden()
    expect(text(kenya)).to_be_visible()

    # The language is guessed, or said.
    say(kenya, "Le Kenya peut accepter cette formulation.")
    body = comment(kenya, "Le Kenya peut").locator("[data-body]")
    expect(body).to_have_attribute("lang", "fr")
    text(kenya).fill("OK pour le Kenya")
    composer(kenya).get_by_label("Language").select_option("fr")
    send(kenya)
    body = comment(kenya, "OK pour le Kenya").locator("[data-body]")
    expect(body).to_have_attribute("lang", "fr")
    expect(composer(kenya).get_by_label("Language")).to_have_value("")
    for page in (kenya, japan):
        same_as_fresh(page)

    # A comment that quotes and names somebody has a page of its own.
    japan.locator(".comment", has_text="everybody").locator(".comment__time").click()
    expect(japan.get_by_role("heading", level=1)).to_contain_text("Comment on")
    axe(japan)
    no_sideways_scroll(japan)


def test_a_paste_that_is_too_long_for_a_comment_is_not_cut_and_comes_back_whole(enter):
    kenya = enter("amina").open(CLAUSE)
    live(kenya)
    long, waiting = "Kenya can agree. " * 700, kenya.locator(".comment--waiting")
    for _ in range(3):
        text(kenya).focus()
        kenya.keyboard.insert_text(long)
        expect(text(kenya)).to_have_value(long)
        send(kenya)
        expect(waiting).to_contain_text("A comment can have at most 10000 characters.")
        waiting.get_by_role("button", name="Edit").click()
        expect(text(kenya)).to_have_value(long.strip())
        expect(waiting).to_have_count(0)
        text(kenya).fill("")

    # What is shortened is sent, and is not cut when it is edited either.
    say(kenya, "Kenya agrees.")
    comment(kenya, "Kenya agrees.").get_by_role("button", name="Edit").click()
    editing = kenya.get_by_label("Edit your comment")
    editing.focus()
    kenya.keyboard.insert_text(long)
    whole = editing.input_value()
    assert len(whole) >= len(long)
    kenya.get_by_role("button", name="Save for everybody").click()
    expect(kenya.locator("form[data-in-place]:visible")).to_contain_text("at most 10000 characters")
    expect(editing).to_have_value(whole)
