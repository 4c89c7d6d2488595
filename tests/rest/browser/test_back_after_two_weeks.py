"""A delegate is back after two weeks, and finds everything that concerns her from one page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import application_of
from tests.browser.test_every_page import NARROW
from tests.rest.browser.two_weeks import COMMENTS, PAPERS, POSITIONS, pass_two_weeks
from wgcop import clock as workspace_clock

RESOLUTION = "/resolutions/67-hyderabad-2010"
READ_IN_A_MINUTE = 200
"""Words, by somebody who reads English as a third language."""
MINUTES = 9


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

    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)
