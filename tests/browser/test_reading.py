"""Catching up: a link to new comments opens at the first of them, and only what was on the screen counts as read."""

import re

from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, WID, comment, live, post
from wgcop.following.actions import mark_read
from wgcop.history.models import Topic
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of

LONG = " ".join(
    ["Kenya would rather name who does what, and by when, than repeat the mandate."] * 6
)


def new_on_the_clause(reader):
    page = reader.open("/")
    row = page.locator(".row", has=page.locator(f'a[href="{CLAUSE}#new"]'))
    if not row.count():
        return 0
    return int(re.search(r"(\d+) new", row.inner_text())[1])


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

    haruko = enter("haruko", phone=True)
    assert new_on_the_clause(haruko) == 10
    page = haruko.open("/")
    page.locator(f'a[href="{CLAUSE}#new"]').click()
    live(page)
    expect(comment(page, "Point 0.")).to_be_in_viewport()
    expect(comment(page, "Point 8.")).not_to_be_in_viewport()
    page.wait_for_timeout(1500)
    left = new_on_the_clause(haruko)
    assert 6 <= left <= 9, "Only what was on the screen is read."

    page = haruko.open(f"{CLAUSE}#new")
    live(page)
    assert page.locator(".comment.is-new").count() == left
    line = page.locator("[data-new-since]")
    expect(line).to_be_in_viewport()
    for one in page.locator(".comment.is-new").all():
        one.scroll_into_view_if_needed()
        page.wait_for_timeout(700)
    assert new_on_the_clause(haruko) == 0

    page = haruko.open(CLAUSE)
    live(page)
    amina, page_top = enter("amina"), "window.scrollTo(0, 0)"
    page.evaluate(page_top)
    post(amina, f"{CLAUSE}/comments", body="Said to all.")
    post(amina, f"{CLAUSE}/comments", body="@Japan, what do you say?")
    pill = page.locator("[data-pill]:visible")
    expect(pill).to_have_text("2 new, 1 to you")
    assert new_on_the_clause(enter("haruko")) == 2
    pill.click()
    expect(comment(page, "@Japan, what do you say?")).to_be_focused()
    page.wait_for_timeout(1500)
    assert new_on_the_clause(enter("haruko")) == 0
