"""Two delegations propose words while a third reads the proposal map, on a page that stays open."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_rolling_text import CLAUSE, NEW, release
from tests.browser.test_threads import live

MAP = "/resolutions/67-hyderabad-2010/proposals"


def test_the_map_follows_what_delegations_do(enter, axe, no_sideways_scroll):
    amina, teresa, ruth = enter("amina"), enter("teresa"), enter("ruth")
    kenya, brazil = amina.open(NEW), teresa.open(NEW)
    table = ruth.open(MAP)
    live(table)
    beside = table.locator("#beside")
    for number, (one, other) in enumerate((("all", "most"), ("several", "some"), ("few", "we"))):
        is_cut_off = number == 1
        if is_cut_off:
            ruth.go_offline()
            expect(table.locator("html")).to_have_attribute("data-live", "off")
        first = release(kenya, "that many", f"that {one}")
        second = release(brazil, "that many", f"that {other}")
        if is_cut_off:
            ruth.come_back()
            live(table)
        cells = table.locator(f"{CLAUSE} a[data-beside]")
        expect(cells).to_have_count(2)
        same_as_fresh(table)
        cells.last.click()
        expect(beside).to_contain_text(one)
        expect(table.locator("#beside-title")).to_be_focused()
        same_as_fresh(table)
        if number == 0:
            axe(table)
            no_sideways_scroll(table)
        for page, address in ((kenya, first), (brazil, second)):
            page.goto(address)
            page.get_by_role("button", name="Withdraw").click()
            expect(page.get_by_role("button", name="Restore")).to_be_visible()
        expect(beside).to_contain_text("Withdrawn")
        expect(cells).to_have_count(0)
        table.keyboard.press("Escape")
        expect(beside).to_be_hidden()
        same_as_fresh(table)


def test_a_choice_that_was_not_sent_stays_while_the_table_changes(enter):
    amina, ruth = enter("amina"), enter("ruth")
    kenya, table = amina.open(NEW), ruth.open(MAP)
    live(table)
    symbol, delegation = table.get_by_label("Symbol"), table.get_by_label("Delegation")
    cells = table.locator(f"{CLAUSE} a[data-beside]")
    named = delegation.locator("option", has_text="Kenya")
    symbol.select_option("MOD")
    for number, word in enumerate(("all", "several", "few"), start=1):
        release(kenya, "that many", f"that {word}")
        expect(cells).to_have_count(number)
        expect(symbol).to_have_value("MOD")
        expect(named).to_have_count(0)
    symbol.select_option("")
    table.get_by_role("heading", level=1).click()
    expect(named).to_have_count(1)
    same_as_fresh(table)


def test_on_a_phone_it_is_a_list_by_clause(enter, no_sideways_scroll):
    page = enter("ruth").open(MAP)
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator(".proposal-map__source").first).to_be_visible()
    no_sideways_scroll(page)
    page.locator("a[data-beside]").first.click()
    expect(page.locator("#beside")).to_contain_text("Reasons:")
    page.evaluate("document.documentElement.dir = 'rtl'")
    no_sideways_scroll(page)
