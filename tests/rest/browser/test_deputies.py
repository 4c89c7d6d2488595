"""A deputy who takes the chair and loses it has the controls of the agenda just so long, on every page that is open."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_floor import REQUESTS
from tests.browser.test_leading import ROOM
from tests.browser.test_threads import live


def act(reader, what):
    """In the room, from another device."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    assert request.post(f"{url}{ROOM}/{what}", form={"csrf_token": token}).ok


def test_agenda_and_item_follow_whoever_takes_the_chair_and_keep_what_is_written(enter):
    salma, helena = enter("salma"), enter("helena")
    agenda = salma.open("/meetings/wg-cop-3")
    link = agenda.get_by_role("link", name=REQUESTS, exact=True).first.get_attribute("href")
    item = salma.another_tab(link)
    title, edit = agenda.locator("#add-title"), item.get_by_role("link", name="Edit the item")
    for _turn in range(3):
        for page in (agenda, item):
            live(page)
        act(salma, "chair")
        expect(title).to_be_visible()
        expect(edit).to_be_visible()
        for page in (agenda, item):
            live(page)
        act(helena, "chair")
        expect(title).to_have_count(0)
        expect(edit).to_have_count(0)
        for page in (agenda, item):
            live(page)
            same_as_fresh(page)

    act(salma, "chair")
    expect(title).to_be_visible()
    live(agenda)
    title.fill("Any other business")
    act(helena, "chair")
    lost = agenda.locator("[data-chair-lost]")
    expect(lost).to_contain_text("You are no longer in the chair")
    expect(title).to_have_value("Any other business")
    expect(agenda.get_by_role("button", name="Add", exact=True)).to_be_hidden()
    act(salma, "chair")
    expect(lost).to_be_hidden()
    agenda.get_by_role("button", name="Add", exact=True).click()
    expect(agenda.locator("#agenda")).to_contain_text("Any other business")
    expect(agenda).to_have_url(re.compile(r"/meetings/wg-cop-3$"))


def test_a_number_that_was_set_holds_no_page_of_a_deputy_who_loses_the_chair(enter):
    salma, helena = enter("salma"), enter("helena")
    room = salma.open(ROOM)
    minutes = room.locator("#minutes-each")
    for given in ("3", "4", "5"):
        live(room)
        act(salma, "chair")
        expect(minutes).to_be_visible()
        live(room)
        minutes.fill(given)
        minutes.press("Enter")
        expect(room.locator(".waiting")).to_contain_text(f"{given} minutes for each")
        act(helena, "chair")
        expect(minutes).to_have_count(0)
    live(room)
    same_as_fresh(room)
