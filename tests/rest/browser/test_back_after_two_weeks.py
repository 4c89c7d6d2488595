"""A delegate is back after two weeks. She finds everything that concerns her from one page, and her successor the
state of everything from one document; and nothing is marked as read that was not on her screen.
"""

import re

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import application_of
from tests.browser.test_every_page import NARROW
from tests.rest.browser.two_weeks import COMMENTS, PAPERS, POSITIONS, pass_two_weeks
from wgcop import clock as workspace_clock

RESOLUTION = "/resolutions/67-hyderabad-2010"
READ_IN_A_MINUTE = 200
"""Words, by somebody who reads English as a third language."""
MINUTES = 8


@pytest.fixture
def told(server):
    app = application_of(server)
    app.config["WTF_CSRF_ENABLED"] = False
    yield pass_two_weeks(app, workspace_clock.stop)
    workspace_clock.start()


def words_on(page):
    return " ".join(page.locator("main").inner_text().split())


def links_on(page):
    return page.locator("main a").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )


def missing(page, told):
    """What the page does not name, or what none of its links leads to."""
    words, links = words_on(page), links_on(page)
    for kind, each in told.all_concerns:
        if each.words not in words:
            yield f"{kind}: “{each.words}” is not named"
        if not any(each.leads_to in link for link in links if link):
            yield f"{kind}: no link leads to “{each.words}”"


def unread(page):
    """What is unread for her in the discussions of the resolution, and how much is in her inbox."""
    counts, inbox = (
        page.evaluate(f"fetch('{address}').then((answer) => answer.json())")
        for address in (f"{RESOLUTION}/counts", "/inbox/count")
    )
    return counts["new"], inbox["count"]


def test_she_finds_everything_that_concerns_her_from_one_page(told, enter, axe, no_sideways_scroll):
    workspace_clock.start()
    assert (told.comments, told.papers, told.positions) == (COMMENTS + 1, PAPERS, POSITIONS)
    wanjiru = enter("wanjiru")
    page = wanjiru.open("/")
    at_first = unread(page)
    assert len(at_first[0]) >= 10

    # One click: the page that gathers everything.
    page.get_by_role("link", name="Since your last visit").first.click()
    expect(page).to_have_url(re.compile("/catch-up"))
    gone = list(missing(page, told))
    assert not gone, "\n".join(gone)
    assert len(words_on(page).split()) < MINUTES * READ_IN_A_MINUTE
    axe(page)

    # A second click: each kind of thing itself.
    for kind, several in told.concerns.items():
        first = several[0]
        page.locator(f"main a[href*='{first.leads_to}']").first.click()
        expect(page.locator("main")).to_contain_text(told.opens_with(kind, first))
        page.go_back()
        expect(page).to_have_url(re.compile("/catch-up"))
    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)


def test_what_was_not_on_her_screen_is_still_unread(told, enter):
    workspace_clock.start()
    wanjiru = enter("wanjiru")
    page = wanjiru.open("/")
    at_first, in_inbox = unread(page)
    for address in ("/catch-up", "/inbox", f"{RESOLUTION}/discussion"):
        wanjiru.open(address)
        assert unread(page) == (at_first, in_inbox), address

    # One discussion that she reads to its end leaves all others as they are.
    wanjiru.open(f"/clauses/{told.clauses[0]}")
    expect(page.locator(".comment").last).to_be_attached()
    for comment in page.locator(".comment").all():
        comment.scroll_into_view_if_needed()
    read = f"clause:{told.clauses[0]}"
    page.wait_for_function(
        f"async () => !(await (await fetch('{RESOLUTION}/counts')).json()).new.includes('{read}')"
    )
    assert unread(page)[0] == [each for each in at_first if each != read]


def test_her_successor_has_the_state_of_everything_in_one_document(told, enter):
    workspace_clock.start()
    amina = enter("amina")
    people = amina.open("/delegation/people")
    people.get_by_label("E-mail").fill("mira@example.org")
    people.get_by_role("button", name="Invite", exact=True).click()
    link = people.locator("[data-invitation-link]").get_attribute("href")
    mira = enter()
    page = mira.open(re.sub(r"^https?://[^/]+", "", link or ""))
    page.get_by_label("Your name").fill("Mira Okello")
    page.get_by_label("Password").fill("copper lantern walks")
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_text("Welcome. You are signed in.")).to_be_visible()

    # Two clicks from the first page.
    page.get_by_role("link", name="Your delegation").first.click()
    with page.expect_download() as handed_over:
        page.get_by_role("link", name="Hand over as a Word document").click()
    document = docx.Document(handed_over.value.path())
    words = "\n".join(each.text for each in document.paragraphs)
    lost = [each for each in told.state if each not in words]
    assert not lost, "\n".join([*lost, "", words])
