"""Catching up: a link to new comments opens at the first of them, and only what was on the screen counts as read."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh, until
from tests.browser.test_threads import CLAUSE, WID, comment, live, post
from wgcop.events.models import Topic
from wgcop.following.actions import mark_read
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of

LONG = " ".join(
    ["Kenya would rather name who does what, and by when, than repeat the mandate."] * 6
)
AT_MOST_ARE_NEW = """async ([clause, count]) => {
    const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html")
    const row = page.querySelector(`.row a[href="${clause}#new"]`)?.closest(".row")
    return Number(/(\\d+) new/.exec(row?.textContent)?.[1] ?? 0) <= count
}"""


def new_on_the_clause(reader):
    page = reader.open("/")
    row = page.locator(".row", has=page.locator(f'a[href="{CLAUSE}#new"]'))
    if not row.count():
        return 0
    return int(re.search(r"(\d+) new", row.inner_text())[1])


def at_most_are_new(page, count):
    """Wait until so much has been read."""
    until(page, AT_MOST_ARE_NEW, [CLAUSE, count])


def test_a_delegate_catches_up_on_a_phone(enter, session):
    world, clause = enter.world, clause_by_wid(WID)
    japan, kenya = world.person("haruko"), world.person("amina")
    for topic in session.query(Topic).filter(Topic.parent.is_not(None)):
        if topic.may_be_heard_by(japan.audiences):
            mark_read(topic, topic.seq, by=japan)

    def say(words, parent=None):
        return post_comment(
            thread_of(clause),
            by=kenya,
            capacity=kenya.capacities[0],
            body=words,
            key=words[:20],
            parent=parent,
        ).comment

    said = [say(f"Point {number}. {LONG}") for number in range(9)]
    say("A reply, further up.", said[0])
    session.commit()

    # What was on the screen is read, and nothing else.
    haruko = enter("haruko", phone=True)
    assert new_on_the_clause(haruko) == 10
    page = haruko.open("/")
    with page.expect_response("**/read-marks"):
        page.locator(f'a[href="{CLAUSE}#new"]').click()
        live(page)
        expect(comment(page, "Point 0.")).to_be_in_viewport()
        expect(comment(page, "Point 8.")).not_to_be_in_viewport()
    assert 6 <= new_on_the_clause(haruko) <= 9

    # The link opens at the first of the rest, and all of it is read once it was looked at.
    page = haruko.open(f"{CLAUSE}#new")
    live(page)
    assert 6 <= page.locator(".comment.is-new").count() <= 9
    expect(page.locator("[data-new-since]")).to_be_in_viewport()
    for number in range(9):
        comment(page, f"Point {number}.").scroll_into_view_if_needed()
        at_most_are_new(page, 9 - number)  # the rest, and the reply to the first
    comment(page, "A reply, further up.").last.scroll_into_view_if_needed()
    at_most_are_new(page, 0)

    # What is said meanwhile further down is counted, and read where the reader is called.
    page = haruko.open(CLAUSE)
    live(page)
    amina = enter("amina")
    for said_to_all, mention in (("Said to all.", "what do you say?"), ("Once more.", "and now?")):
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        post(amina, f"{CLAUSE}/comments", body=said_to_all)
        post(amina, f"{CLAUSE}/comments", body=f"@Japan, {mention}")
        pill = page.locator("[data-pill]:visible")
        expect(pill).to_have_text("2 new, 1 addressed to you")
        assert new_on_the_clause(enter("haruko")) == 2
        pill.click()
        expect(comment(page, mention)).to_be_focused()
        at_most_are_new(page, 0)
    same_as_fresh(page)
