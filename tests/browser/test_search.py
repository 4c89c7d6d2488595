"""Searching by keys, by touch and with a screen reader; saved searches and their news."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import until
from tests.browser.test_threads import PAINTED

BOX, SUGGESTIONS = "#site-search", "#site-search-suggestions"


def type_into(page, words, box=BOX):
    page.locator(box).click()
    page.locator(box).press_sequentially(words, delay=15)


def test_facets_narrow_and_widen_at_a_desk_on_a_phone_and_without_scripts(
    look, axe, no_sideways_scroll
):
    for phone in (False, True):
        page = look("amina", phone=phone).open("/search?q=children")
        every = page.locator(".results-bar__count").inner_text()
        facets = page.get_by_role("navigation", name="Narrow the results")
        if phone:
            expect(facets).to_be_hidden()
            page.get_by_text("Narrow the results").tap()
            axe(page)
        expect(facets).to_be_visible()
        no_sideways_scroll(page)
        facets.get_by_role("link", name=re.compile(r"^Clauses \d")).click()
        expect(page.get_by_role("link", name=re.compile("Kind: Clauses"))).to_be_visible()
        assert page.locator(".result").count() > 5
        page.get_by_role("link", name=re.compile("Kind: Clauses")).click()
        expect(page.locator(".results-bar__count")).to_have_text(every)

    page = look("amina", java_script_enabled=False).open("/")
    page.locator(BOX).fill("children")
    page.locator(BOX).press("Enter")
    expect(page.locator(".results__group").first).to_be_visible()
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".result").first).to_be_visible()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_suggestions_are_walked_left_and_chosen_by_keys_and_fingers_and_never_come_late(
    look, axe, no_sideways_scroll
):
    amina = look("amina")
    page = amina.open("/")
    suggestions = page.locator(SUGGESTIONS)
    options = suggestions.get_by_role("option")
    box = page.get_by_role("combobox", name="Search the workspace")

    # They go when one looks elsewhere.
    type_into(page, "recalling")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(suggestions).to_be_hidden()

    # An answer that comes after its question was taken back is not shown.
    held, question = [], re.compile(r"/search/suggestions\?q=children$")
    page.route(question, lambda route: held.append(route))
    with page.expect_request(question):
        page.locator(BOX).fill("children")
    page.locator(BOX).fill("")
    with page.expect_response(question):
        for late in held:
            late.continue_()
    page.unroute_all()
    page.evaluate(PAINTED)
    expect(suggestions).to_be_hidden()

    # Keys walk through them, and the caret stays in what was typed.
    type_into(page, "recalling")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.locator(".search-box [role=status]")).to_have_text(
        re.compile(r"^\d+ suggestions\.")
    )
    axe(page)
    box.press("Home")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    assert page.evaluate("document.activeElement.selectionStart") == 0
    expect(box).to_have_value("recalling")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("recalling")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowUp")  # from what was typed to the last one
    expect(options.last).to_have_attribute("aria-selected", "true")
    address = options.last.get_attribute("href")
    box.press("Enter")
    page.wait_for_url("**" + address)

    # Enter alone sends what was typed.
    page = amina.open("/")
    type_into(page, "recalling")
    expect(suggestions).to_be_visible()
    page.locator(BOX).press("Enter")
    page.wait_for_url("**/search?q=recalling")

    # A finger chooses one.
    page = look("amina", phone=True).open("/")
    page.locator(BOX).tap()
    page.locator(BOX).press_sequentially("wg-cop/3/2")
    option = page.locator(SUGGESTIONS).get_by_role("option").first
    expect(option).to_contain_text("WG-COP/3/2")
    no_sideways_scroll(page)
    option.tap()
    page.wait_for_url("**/documents/WG-COP/3/2**")


def test_a_search_is_kept_and_its_owner_is_told_what_is_new(enter, axe):
    amina = enter("amina")
    page = amina.open("/search?q=semaphores")
    page.get_by_role("link", name="Save this search").first.click()
    page.get_by_role("button", name="Save this search").click()
    expect(page.get_by_text("nothing new")).to_be_visible()
    farid = enter("farid").open("/clauses/wtdc-67.recs_recalling__rec_a")
    composer = farid.locator("form[data-composer]:not([data-reply])")
    composer.get_by_role("textbox").fill("Egypt has semaphores on every beach.")
    composer.get_by_role("button", name="Comment to everybody").click()
    expect(farid.get_by_text("semaphores on every beach")).to_be_visible()
    new = page.get_by_role("button", name="Show 1 new result of semaphores")
    # Once the comment is in the index.
    until(page, "async () => (await (await fetch(location.href)).text()).includes('Show 1 new')")
    page.reload()
    expect(new).to_be_visible()
    axe(page)
    new.click()
    expect(page.get_by_role("link", name=re.compile("Egypt"))).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Make an address").click()
    expect(page.locator(".secret")).to_contain_text("/search/feeds/")
    axe(page)
    page.get_by_role("navigation", name="You are here").get_by_text("Saved searches").click()
    expect(page.get_by_text("nothing new")).to_be_visible()
