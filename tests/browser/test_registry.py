"""Proposing an entry of the registry and accepting it: on a desk, on a phone, by keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

DETAILS = {
    "Name": "Quokka evenings",
    "Lead": "Teachers’ union",
    "Scope": "Parents and teachers meet once a month.",
    "Source": "Plan of work.",
}


def fill_in(page):
    for label, words in DETAILS.items():
        page.get_by_label(re.compile(f"^{label}( \\(optional\\))?$")).fill(words)
    page.get_by_label("Kind", exact=True).select_option(label="Campaign")
    page.get_by_label("Level", exact=True).select_option(label="National")


def choose(page, fold, choice):
    page.locator("details.picks", has_text=fold).locator("summary").click()
    page.get_by_label(choice, exact=True).check()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_entry_is_proposed_and_accepted(enter, axe, no_sideways_scroll, width):
    wanjiru, ines = enter("wanjiru"), enter("ines")
    page = wanjiru.open("/initiatives/")
    page.set_viewport_size({"width": width, "height": 860})
    page.get_by_role("link", name="Propose an entry").click()
    expect(page.locator("[data-kinds='regional-project']")).to_be_hidden()
    page.get_by_label("Kind", exact=True).select_option(label="Regional project")
    expect(page.get_by_label("Regional office")).to_be_visible()
    fill_in(page)
    expect(page.locator("[data-kinds='regional-project']")).to_be_hidden()
    countries = page.locator("details.picks", has_text="Countries")
    countries.locator("summary").click()
    countries.locator("[data-filter]").fill("ken")
    countries.get_by_text("Kenya", exact=True).click()
    expect(countries.locator("[data-picked]")).to_have_text("Kenya")
    page.get_by_label("Parents and educators", exact=True).check()
    page.get_by_label("Awareness", exact=True).check()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("The secretariat decides on it")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)

    desk = ines.open("/initiatives/proposed")
    desk.set_viewport_size({"width": width, "height": 860})
    axe(desk)
    desk.get_by_role("link", name="Quokka evenings").click()
    expect(desk.get_by_text("Kenya", exact=True).first).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("In the registry now, as INI-")).to_be_visible()
    # The page of whoever proposed it was open all the time.
    expect(page.locator("article .symbol")).to_contain_text("INI-")
    expect(page.locator("article")).not_to_contain_text("Proposed")
    no_sideways_scroll(page)


def test_what_is_there_already_speaks_up_while_its_name_is_typed(enter):
    page = enter("caio").open("/initiatives/new")
    page.get_by_label("Name", exact=True).fill("IWF")
    expect(page.get_by_text("An entry has this name and this lead.")).to_be_visible()
    expect(page.locator("[data-beside-found] a")).to_have_text(
        re.compile("Internet Watch Foundation")
    )


def test_nothing_needs_a_script(enter, axe):
    amina = enter("amina", java_script_enabled=False)
    page = amina.open("/initiatives/new")
    expect(page.get_by_label("Regional office")).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("Name the country of a national initiative.").first).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Quokka evenings")
    page.get_by_label("Kenya", exact=True).check()
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", name="Quokka evenings")).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn. You can propose it again.")).to_be_visible()


def test_kenya_changes_its_answer_to_the_helpline_week(enter, axe, no_sideways_scroll):
    page = enter("amina").open("/initiatives/be-the-cop")
    page.get_by_role("link", name="Helpline week for parents in Kenya").click()
    axe(page)
    page.get_by_label("Stays apart").check()
    page.get_by_label("In your own words").fill("Another month.")
    page.get_by_role("button", name="Change the answer").click()
    expect(page.get_by_text("Your answer is sent.")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    no_sideways_scroll(page)
