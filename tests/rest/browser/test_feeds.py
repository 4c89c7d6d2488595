"""What is public has a feed for everybody, and each person has secret ones that they make, renew and withdraw; an independent
program reads them.
"""

from urllib.parse import urlsplit

import feedparser
import pytest
from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_inbox import CLAUSE, RESOLUTION, empty_inbox
from tests.browser.test_threads import live, post

FOLLOWED = "/inbox/following"


def read(reader, address):
    """The feed as a program reads it that was not written for it."""
    answer = reader.context.request.get(reader.served.url + urlsplit(address).path)
    assert answer.ok, answer.status
    feed = feedparser.parse(
        answer.body(), response_headers={"content-type": answer.headers["content-type"]}
    )
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.title and feed.feed.id and feed.feed.updated_parsed
    assert all(each.id and each.title and each.updated_parsed for each in feed.entries)
    assert len({each.id for each in feed.entries}) == len(feed.entries)
    return feed


def is_gone(reader, address):
    answer = reader.context.request.get(reader.served.url + urlsplit(address).path)
    return answer.status == 404


@pytest.mark.parametrize(
    "page", [CLAUSE, RESOLUTION, "/meetings/wg-cop-3", "/groups/WG-COP"], ids=lambda page: page
)
def test_a_public_feed_is_the_same_for_everybody_and_leads_where_a_guest_may_go(enter, page):
    guest, amina, haruko = enter(), enter("amina"), enter("haruko", phone=True)
    post(amina, f"{CLAUSE}/comments", body="Quokka.", key="quokka", audience="members")
    feeds = []
    for reader in (guest, amina, haruko):
        shown = reader.open(page)
        link = shown.locator("link[type='application/atom+xml']").first
        feeds.append(read(reader, link.get_attribute("href")))
    told = [[(each.id, each.title, each.link) for each in feed.entries] for feed in feeds]
    assert told[0] == told[1] == told[2]
    assert told[0] or page != RESOLUTION
    for feed in feeds:
        assert "Quokka" not in str(feed)
    for _id, _title, link in told[0][:3]:
        there = urlsplit(link)
        answer = guest.context.request.get(guest.served.url + there.path)
        assert answer.status == 200, link


def made(page, button, with_keys):
    if with_keys:
        page.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    return page.locator(".secret code").inner_text()


def test_two_people_make_renew_and_withdraw_the_feed_of_their_inbox_three_times(
    enter, axe, no_sideways_scroll
):
    amina, teresa = enter("amina"), enter("teresa")
    program = enter()  # has no cookie
    for name, options in (("haruko", {"phone": True}), ("daichi", {})):
        reader = enter(name, **options)
        empty_inbox(reader)
        page = reader.open(CLAUSE)
        live(page)
        page.locator("[data-thread] .follow").click()
        expect(page.locator("[data-thread] .follow")).to_have_accessible_name("Following")
        page, told = reader.open(FOLLOWED), 0
        for turn in range(3):
            first = made(page, "Make an address", name == "daichi")
            axe(page)
            no_sideways_scroll(page)
            for writer in (amina, teresa):
                words = f"Quokka {name} {turn}."
                key = f"{words}{id(writer)}"
                post(writer, f"{CLAUSE}/comments", body=words, key=key, audience="members")
                told += 1
                feed = read(program, first)
                assert len(feed.entries) == told
                assert "Quokka" not in str(feed)
            second = made(page, "Replace the address", name == "daichi")
            assert second != first
            assert is_gone(program, first)
            assert [each.id for each in read(program, second).entries]

            page.get_by_role("button", name="Withdraw the address").click()
            expect(page.get_by_text("The address of the feed no longer works.")).to_be_visible()
            assert is_gone(program, first) and is_gone(program, second)
            same_as_fresh(page)
            for entry in feed.entries:
                there = reader.open(urlsplit(entry.link).path)
                expect(there.locator("main h1")).to_be_visible()
            empty_inbox(reader)
            told = 0
            page = reader.open(FOLLOWED)
        page.evaluate("document.documentElement.dir = 'rtl'")
        no_sideways_scroll(page)


def test_two_people_make_renew_and_withdraw_the_feed_of_a_saved_search_three_times(
    enter, axe, no_sideways_scroll
):
    program = enter()
    for name, options in (("amina", {}), ("haruko", {"phone": True})):
        reader = enter(name, **options)
        page = reader.open("/search/saved/new?q=children")
        page.get_by_role("button", name="Save this search").click()
        expect(page.get_by_text("The search is saved.")).to_be_visible()
        page.get_by_role("link", name="Change").first.click()
        expect(page.get_by_role("heading", name="Feed")).to_be_visible()
        for _turn in range(3):
            first = made(page, "Make an address", name == "amina")
            axe(page)
            no_sideways_scroll(page)
            entries = read(program, first).entries
            second = made(page, "Replace the address", name == "amina")
            assert is_gone(program, first)
            assert [each.id for each in read(program, second).entries] == [e.id for e in entries]
            page.get_by_role("button", name="Withdraw the address").click()
            expect(page.get_by_text("The address of the feed no longer works.")).to_be_visible()
            assert is_gone(program, second)
            same_as_fresh(page)
