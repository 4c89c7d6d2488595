"""Delegations tell the chair in confidence while the room is open: who presides sees it at once, and nobody else."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_every_page import NARROW
from tests.browser.test_leading import ROOM
from tests.browser.test_threads import live

CLAUSE = (
    "/clauses/wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_2"
    "/positions"
)


def tell(reader, line):
    page = reader.open(CLAUSE)
    page.get_by_label("What you want them to know").fill(line)
    page.get_by_role("button", name="Tell the chair of WG-COP").click()
    expect(page.locator("[data-layer=within]").filter(has_text=line)).to_be_visible()
    return page


def test_who_presides_sees_each_line_as_it_is_said(enter, axe, no_sideways_scroll):
    amina, teresa = enter("amina"), enter("teresa")
    helena, salma, ines = enter("helena"), enter("salma"), enter("ines")
    rooms = [reader.open(ROOM) for reader in (helena, salma, ines)]
    chair, deputy, secretary = rooms
    for room in rooms:
        live(room)
    chair.get_by_text("Said to you in confidence").click()
    told = chair.locator("#confided")
    for number in range(3):
        is_cut_off = number == 1
        if is_cut_off:
            helena.go_offline()
            expect(chair.locator("html")).to_have_attribute("data-live", "off")
        tell(amina, f"Kenya {number}.")
        tell(teresa, f"Brazil {number}.")
        if is_cut_off:
            helena.come_back()
            live(chair)
        for line in (f"Kenya {number}.", f"Brazil {number}."):
            expect(told).to_contain_text(line)
        expect(told).not_to_contain_text(f"Kenya {number - 1}.")
        expect(told).to_be_visible()  # what was opened stays open
        same_as_fresh(chair)
    for room in (deputy, secretary):
        expect(room.locator("#confided")).to_have_count(0)
        assert "Kenya 2." not in room.content()
    axe(chair)

    deputy.get_by_role("button", name=re.compile("^Take the chair")).click()
    expect(deputy.locator("#confided")).to_contain_text("Kenya 2.", use_inner_text=False)
    page = tell(amina, "Kenya at last.")
    expect(deputy.locator("#confided")).to_contain_text("Kenya at last.")
    expect(told).to_contain_text("Kenya at last.")
    page.get_by_role("button", name="Withdraw the line").click()
    expect(told).not_to_contain_text("Kenya")
    expect(deputy.locator("#confided")).not_to_contain_text("Kenya")
    deputy.get_by_role("button", name=re.compile("^Give the chair back")).click()
    expect(deputy.locator("#confided")).to_have_count(0)
    axe(page)
    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)
