"""The chair and the secretariat cut the rolling text three times, while two read it on pages that stay open."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_rolling_text import NEW, ROLLING, release
from tests.browser.test_threads import live


def test_each_cut_appears_on_the_open_rolling_text_and_is_read_by_two(
    enter, axe, no_sideways_scroll
):
    amina, helena, ruth, teresa = enter("amina"), enter("helena"), enter("ruth"), enter("teresa")
    kenya = amina.open(NEW)
    reads, also = ruth.open(f"{ROLLING}?view=brackets"), teresa.open(ROLLING)
    for page in (reads, also):
        live(page)
    chair, secretary = helena.open(ROLLING), enter("ines").open(ROLLING)
    words = "that many"
    for number, new in enumerate(("that all", "that most", "that several")):
        is_cut_off = number == 1
        if is_cut_off:
            ruth.go_offline()
            expect(reads.locator("html")).to_have_attribute("data-live", "off")
        release(kenya, words, new)
        cuts = secretary if number == 2 else chair
        cuts.goto(re.sub(r"(//[^/]*).*", rf"\1{ROLLING}", cuts.url))
        cuts.get_by_role("link", name="Cut as a document").click()
        if number == 0:
            axe(cuts)
            no_sideways_scroll(cuts)
        cuts.get_by_role("button", name=re.compile("^Cut ")).click()
        expect(cuts.locator(".paper")).to_contain_text(new.removeprefix("that "))
        address = re.sub(r"^\w+://[^/]*", "", cuts.url)
        if is_cut_off:
            ruth.come_back()
            live(reads)
        for page in (reads, also):
            expect(page.locator(f"a.symbol[href='{address}']")).to_have_count(1)
            same_as_fresh(page)
    differences = reads.get_by_role("link", name="from the cut before")
    expect(differences).to_have_count(2)
    differences.first.click()
    expect(reads.locator("ins").first).to_be_visible()
    axe(also)
    no_sideways_scroll(also)
