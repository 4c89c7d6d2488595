"""The secretariat marks a resolution as suppressed while delegations read it, on pages that stay open."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live
from tests.proposals.acts import RESOLUTION

NOTICE = "[id^=in-force] .notice"


def test_readers_hear_that_a_resolution_is_no_longer_in_force(enter, axe, no_sideways_scroll):
    ines, amina, ruth = enter("ines"), enter("amina"), enter("ruth")
    office = ines.open(f"{RESOLUTION}/suppression")
    text, beside = ruth.open(RESOLUTION), amina.open(RESOLUTION)
    for page in (text, beside):
        live(page)
    for number in range(3):
        if number == 1:
            ruth.go_offline()
            expect(text.locator("html")).to_have_attribute("data-live", "off")
        office.goto(f"{office.url.split('/resolutions')[0]}{RESOLUTION}/suppression")
        office.get_by_label("Suppressed by").fill(f"Resolution {number} (Dubai, 2014)")
        office.get_by_label("On", exact=True).fill("2014-04-10")
        office.get_by_role("button", name="Mark as suppressed").click()
        expect(office.locator(NOTICE)).to_contain_text(f"Resolution {number} (Dubai, 2014)")
        if number == 1:
            ruth.come_back()
            live(text)
        for page in (text, beside):
            expect(page.locator(NOTICE)).to_contain_text(f"Resolution {number} (Dubai, 2014)")
            same_as_fresh(page)
        if number == 0:
            axe(text)
            text.set_viewport_size({"width": 320, "height": 740})
            no_sideways_scroll(text)
        office.goto(f"{office.url.split('/resolutions')[0]}{RESOLUTION}/suppression")
        office.get_by_role("button", name="It is in force: take the mark back").click()
        for page in (text, beside):
            expect(page.locator(NOTICE)).to_have_count(0)
            same_as_fresh(page)
