"""Quoting, releasing, supporting, mentioning and previewing: two people, two browsers, one clause."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select as sql_select

from tests.browser.test_threads import CLAUSE, RESOLUTION, SEND, WID, comment, composer, live, post
from wgcop.db import writing
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, retract_comment, thread_of
from wgcop.threads.actions.releases import release_comment


def text(page):
    return composer(page).locator("textarea[name='body']")


def send(page):
    composer(page).get_by_role("button", name=SEND).click()


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


# Releasing


def test_a_head_releases_and_the_others_read_it_as_the_delegations(opened):
    writer, head, other = opened("wanjiru"), opened("amina"), opened("haruko")
    say(writer, "The capital wants the date.", privately=True)
    expect(
        comment(writer, "The capital wants the date.").get_by_role("button", name="Release")
    ).to_have_count(0)
    private = comment(head, "The capital wants the date.")
    expect(private).to_be_visible()
    private.get_by_role("button", name="Release").click()
    head.get_by_role("dialog").get_by_role("button", name="Release").click()

    seen = comment(other, "The capital wants the date.")
    expect(seen).to_be_visible()
    expect(seen).to_contain_text("Kenya")
    expect(seen).to_contain_text("released")
    assert "Wanjiru" not in seen.inner_html()
    for page in (head, writer):
        expect(comment(page, "The capital wants the date.")).to_have_count(2)
        expect(page.locator("[data-made-public]").get_by_text("Released")).to_be_visible()
        expect(page.locator("[data-released]").get_by_role("button")).to_have_text(
            ["Reply", "Retract"]
        )
    expect(head.locator("[data-pill]")).to_be_hidden()
    expect(seen.get_by_role("button")).to_have_text(["Reply", "Support"])
    writer.locator("[data-released]").get_by_role("button", name="Retract").click()
    writer.get_by_role("dialog").get_by_role("button", name="Retract").click()
    expect(comment(other, "retracted by its delegation")).to_be_visible()


def test_the_head_retracts_what_was_released(opened):
    head, other = opened("amina"), opened("haruko", phone=True)
    say(head, "Perhaps too early.", privately=True)
    comment(head, "Perhaps too early.").get_by_role("button", name="Release").click()
    head.get_by_role("dialog").get_by_role("button", name="Release").click()
    expect(comment(other, "Perhaps too early.")).to_be_visible()
    released = head.locator(".comment[data-released]")
    expect(released.get_by_role("button")).to_have_text(["Reply", "Retract"])
    original = head.locator(".comment[data-made-public]")
    expect(original.get_by_role("button")).to_have_text(["Reply"])
    released.get_by_role("button", name="Retract").click()
    head.get_by_role("dialog").get_by_role("button", name="Retract").click()

    expect(comment(other, "retracted by its delegation")).to_be_visible()
    expect(comment(other, "Perhaps too early.")).to_have_count(0)


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


def test_words_being_edited_stay_while_others_support_the_comment(opened, enter):
    kenya = opened("amina")
    say(kenya, "A date would help.")
    mine = comment(kenya, "A date would help.")
    number = mine.get_attribute("id").removeprefix("comment-")
    mine.get_by_role("button", name="Edit").click()
    editing = kenya.get_by_label("Edit your comment")
    editing.fill("A date in June would help.")
    post(enter("teresa"), f"/comments/{number}/support")
    expect(comment(kenya, "Supported by Brazil")).to_be_visible()
    expect(editing).to_have_value("A date in June would help.")
    expect(editing).to_be_focused()
    expect(kenya.locator(f"#comment-{number} > [data-body]")).to_be_hidden()
    kenya.keyboard.press("Control+Enter")

    expect(comment(kenya, "A date in June would help.")).to_be_visible()
    expect(editing).to_have_count(0)


def test_a_reply_takes_nothing_of_what_is_written_beside_it_and_is_kept_itself(opened, enter):
    post(enter("haruko"), f"{CLAUSE}/comments", body="Which date?")
    kenya = opened("amina")
    words = select(kenya, 10, 34)
    kenya.get_by_role("button", name="Quote", exact=True).click()
    text(kenya).fill("Half a thought")
    answer = kenya.locator("form[data-reply]").get_by_role("textbox", name="Your reply")

    def reply():
        comment(kenya, "Which date?").get_by_role("button", name="Reply").click()

    reply()
    answer.fill("In June.")
    answer.press("Control+Enter")
    expect(comment(kenya, "In June.")).to_have_count(1)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    expect(composer(kenya).locator("[name='quote']")).to_have_value(words.strip())
    reply()
    expect(answer).to_have_value("")
    answer.fill("Or in")
    kenya.reload()
    live(kenya)
    expect(text(kenya)).to_have_value("Half a thought")
    reply()
    expect(answer).to_have_value("Or in")


# Quoting


def test_selected_words_are_quoted_and_marked_in_the_clause(opened):
    kenya, japan = opened("amina"), opened("haruko")
    words = select(kenya, 10, 34)
    kenya.get_by_role("button", name="Quote", exact=True).click()
    expect(composer(kenya).locator("[name='quote']")).to_have_value(words.strip())
    text(kenya).fill("On these very words.")
    send(kenya)

    seen = comment(japan, "On these very words.")
    expect(seen.locator("blockquote")).to_have_text(words.strip())
    expect(composer(kenya).locator("[name='quote']")).to_have_value("")
    seen.hover()
    marked = japan.locator("[data-marked]")
    expect(marked).to_have_attribute("data-marked", words.strip())
    assert japan.evaluate("CSS.highlights.has('quoted')")
    japan.locator("h1").hover()
    expect(marked).to_have_count(0)


def test_quoting_opens_the_thread_of_the_clause(opened):
    page = opened("amina", RESOLUTION)
    words = select(page, 0, 12)
    page.keyboard.press("q")

    expect(composer(page).locator("[name='quote']")).to_have_value(words.strip())
    expect(text(page)).to_be_focused()


def test_the_next_tab_after_a_selection_leads_to_quoting(opened):
    page = opened("amina", RESOLUTION)
    page.locator(f"[data-words='clause:{WID}']").dblclick(position={"x": 60, "y": 12})
    expect(page.get_by_role("button", name="Quote", exact=True)).to_be_visible()
    words = page.evaluate("getSelection().toString()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(composer(page).locator("[name='quote']")).to_have_value(words.strip())


def test_a_finger_quotes_too(opened, no_sideways_scroll):
    page = opened("amina", phone=True)
    words = select(page, 10, 34)
    page.get_by_role("button", name="Quote", exact=True).tap()
    expect(composer(page).locator("[name='quote']")).to_have_value(words.strip())
    no_sideways_scroll(page)
    text(page).fill("By finger.")
    composer(page).get_by_role("button", name=SEND).tap()

    expect(comment(page, "By finger.").locator("blockquote")).to_have_text(words.strip())


def test_without_scripts_words_are_typed_and_a_wrong_one_comes_back(enter):
    page = enter("amina", java_script_enabled=False).open(CLAUSE)
    composer(page).get_by_text("Quote words of the clause").click()
    composer(page).locator("[name='quote']").fill("nowhere in it")
    text(page).fill("Kept.")
    send(page)

    expect(page.get_by_text("These words are not in the clause.").first).to_be_visible()
    expect(text(page)).to_have_value("Kept.")


def test_an_orphan_is_attached_again_by_selecting_new_words(opened, session):
    page = opened("amina")
    select(page, 10, 34)
    page.get_by_role("button", name="Quote", exact=True).click()
    text(page).fill("About something that went.")
    send(page)
    expect(page.locator(".comment--waiting")).to_have_count(0)
    reword(session, "Entirely different wording stands here now.")
    page.reload()
    orphan = comment(page, "About something that went.")
    expect(orphan).to_contain_text("no longer in the clause")
    orphan.get_by_role("link", name="Attach the quote again").click()
    expect(page.locator("form[data-attach-form]")).to_be_visible()
    page.evaluate("""() => {
        const node = document.querySelector('[data-words]').firstChild;
        getSelection().setBaseAndExtent(node, 9, node, 26);
    }""")
    page.get_by_role("button", name="Quote", exact=True).click()
    expect(page.locator("form[data-attach-form] [name='quote']")).to_have_value("different wording")
    page.get_by_role("button", name="Attach").click()

    expect(comment(page, "About something that went.").locator("blockquote")).to_have_text(
        "different wording"
    )
    expect(comment(page, "no longer in the clause")).to_have_count(0)


def reword(session, new):
    session.rollback()
    with writing():
        wording = session.scalar(sql_select(Wording).join(Clause).where(Clause.wid == WID))
        wording.text = new
        session.commit()


# Supporting


def test_support_is_named_for_everybody_and_given_once(opened):
    kenya, brazil, colleague = opened("amina"), opened("teresa"), opened("caio", phone=True)
    say(kenya, "A date would help.")
    expect(
        comment(kenya, "A date would help.").get_by_role("button", name="Support")
    ).to_have_count(0)
    brazil.reload()
    comment(brazil, "A date would help.").get_by_role("button", name="Support").click()

    for page in (kenya, brazil, colleague):
        expect(comment(page, "A date would help.")).to_contain_text("Supported by Brazil")
    button = comment(colleague, "A date would help.").get_by_role("button", name="Supported")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.tap()
    expect(comment(kenya, "Supported by Brazil")).to_have_count(0)
    expect(
        comment(brazil, "A date would help.").get_by_role("button", name="Support", exact=True)
    ).to_be_visible()


# Mentioning


def test_names_are_walked_left_and_completed_by_keys(opened):
    kenya, japan = opened("amina"), opened("haruko")
    text(kenya).press_sequentially("@a")
    expect(kenya.get_by_role("option").nth(1)).to_be_visible()
    kenya.keyboard.press("ArrowDown")
    expect(kenya.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    kenya.keyboard.press("Escape")
    expect(kenya.get_by_role("listbox")).to_have_count(0)
    expect(text(kenya)).to_have_value("@a")
    text(kenya).fill("")
    text(kenya).press_sequentially("We ask @Jap")
    options = kenya.get_by_role("option")
    expect(options.first).to_contain_text("Japan")
    expect(text(kenya)).to_have_attribute("aria-activedescendant", "mention-suggestion-0")
    kenya.keyboard.press("Enter")
    expect(text(kenya)).to_have_value("We ask @Japan ")
    kenya.keyboard.type("for a date.")
    kenya.keyboard.press("Control+Enter")

    expect(comment(japan, "for a date.").locator(".mention")).to_have_text("@Japan")


def test_a_finger_completes_a_name(opened):
    page = opened("amina", phone=True)
    text(page).press_sequentially("@Minase")
    page.get_by_role("option", name=re.compile("Haruko Minase")).tap()

    expect(text(page)).to_have_value("@Haruko Minase ")


# Type, language, preview


def test_the_language_is_guessed_and_corrected(opened):
    page = opened("luc")
    say(page, "La Suisse peut accepter cette formulation.")
    expect(comment(page, "La Suisse peut").locator("[data-body]")).to_have_attribute("lang", "fr")
    text(page).fill("OK pour la Suisse")
    composer(page).get_by_label("Language").select_option("fr")
    send(page)
    expect(comment(page, "OK pour la Suisse").locator("[data-body]")).to_have_attribute(
        "lang", "fr"
    )
    expect(composer(page).get_by_label("Language")).to_have_value("")


def test_the_preview_is_what_will_be_said(opened):
    page = opened("amina")
    text(page).fill("**Kenya** agrees, @Japan.")
    composer(page).get_by_role("button", name="Preview").click()
    preview = composer(page).locator("[data-preview]")
    expect(preview.locator("strong")).to_have_text("Kenya")
    expect(preview.locator(".mention")).to_have_text("@Japan")
    send(page)

    expect(comment(page, "agrees").locator("strong")).to_have_text("Kenya")
    expect(preview).to_be_hidden()
    expect(text(page)).to_be_visible()


# For everybody


def test_quotes_and_mentions_are_accessible_and_fit_on_a_phone(opened, axe, no_sideways_scroll):
    for name, phone in (("amina", False), ("haruko", True)):
        page = opened(name, phone=phone)
        select(page, 10, 34)
        page.get_by_role("button", name="Quote", exact=True).click()
        text(page).fill("For **everybody**, ")
        text(page).press("End")
        text(page).press_sequentially("@Bra")
        expect(page.get_by_role("option").first).to_be_visible()
        axe(page)
        no_sideways_scroll(page)
        page.keyboard.press("Enter")
        send(page)
        expect(page.locator(".comment--waiting")).to_have_count(0)
        axe(page)
        page.locator(".comment__time").last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Comment on")
        axe(page)
        no_sideways_scroll(page)
