"""A proposal is discussed within its delegation, released, and discussed by all members, on pages that stay open."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh, shown
from tests.browser.test_threads import comment, composer, live, reads, say
from tests.rest.browser.test_proposals import PAGE, write


def test_a_delegation_and_then_everybody_discusses_a_proposal(enter, axe, no_sideways_scroll):
    amina, wanjiru, teresa = enter("amina"), enter("wanjiru"), enter("teresa")
    kenya = amina.open(PAGE)
    live(kenya)
    write(kenya, "many of them", "all of them", "Nobody is left out.")
    address = kenya.url.removeprefix(amina.served.url)
    colleague = wanjiru.open(address)
    live(colleague)
    for number in (1, 2, 3):
        say(kenya, f"Ocelot {number}.")
        reads(colleague, f"Ocelot {number}.")
        say(colleague, f"Tapir {number}.")
        reads(kenya, f"Tapir {number}.")
    expect(kenya.get_by_text("Only those who speak for Kenya read these comments.")).to_be_visible()
    expect(comment(kenya, "Ocelot 1.").locator("[data-do='release']")).to_have_count(0)
    axe(kenya)

    # With the release an open page offers all members as readers; one in which somebody is at a field says so first.
    idle = wanjiru.another_tab(address)
    live(idle)
    kenya.get_by_role("button", name="Release to all members").click()
    expect(composer(idle).get_by_label("Everybody signed in", exact=True)).to_be_visible()
    idle.close()
    colleague.locator("[data-missed]").get_by_role("link", name="Load the page again").click()
    expect(composer(colleague).get_by_label("Everybody signed in", exact=True)).to_be_visible()
    live(kenya)
    live(colleague)
    brazil, listed = teresa.open(address), teresa.another_tab(PAGE)
    for page in (brazil, listed):
        live(page)
    expect(brazil.get_by_text("Ocelot")).to_have_count(0)
    for number in (1, 2, 3):
        is_cut_off = number == 2
        if is_cut_off:
            teresa.go_offline()
            expect(brazil.locator("html")).to_have_attribute("data-live", "off")
        composer(kenya).get_by_label("Everybody signed in", exact=True).check()
        say(kenya, f"To all members {number}.")
        reads(colleague, f"To all members {number}.")
        if is_cut_off:
            teresa.come_back()
        reads(brazil, f"To all members {number}.")
        say(brazil, f"Brazil answers {number}.")
        reads(kenya, f"Brazil answers {number}.")
        expect(listed.locator("#proposals-now .count")).to_contain_text(str(2 * number))
    comment(kenya, "Ocelot 2.").locator("[data-do='release']").click()
    kenya.locator("#release-dialog").get_by_role("button", name="Release").click()
    reads(brazil, "Ocelot 2.")
    for page in (kenya, colleague, brazil):
        same_as_fresh(page)
    # What she has read meanwhile in the other tab is new here until something happens.
    same_as_fresh(listed, lambda page: [each.removesuffix(", new") for each in shown(page)])
    axe(brazil)
    no_sideways_scroll(brazil)
