"""Proposing an entry of the registry and accepting it: on a desk, on a phone, by keyboard, and without scripts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE

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


def test_an_entry_is_proposed_on_a_phone_accepted_at_a_desk_and_both_pages_follow(
    enter, axe, no_sideways_scroll
):
    page = enter("wanjiru").open("/initiatives/")
    page.get_by_role("link", name="Propose an entry").click()

    # What is there already speaks up while its name is typed.
    page.get_by_label("Name", exact=True).fill("IWF")
    expect(page.get_by_text("An entry has this name and this lead.")).to_be_visible()
    expect(page.locator("[data-beside-found] a")).to_have_text(
        re.compile("Internet Watch Foundation")
    )

    # The fields follow the kind that is chosen.
    page.set_viewport_size(PHONE)
    regional = page.locator("[data-kinds='regional-project']")
    expect(regional).to_be_hidden()
    page.get_by_label("Kind", exact=True).select_option(label="Regional project")
    expect(page.get_by_label("Regional office")).to_be_visible()
    fill_in(page)
    expect(regional).to_be_hidden()
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

    desk = enter("ines").open("/initiatives/proposed")
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


def test_without_scripts_an_entry_is_proposed_and_withdrawn(enter):
    page = enter("amina", java_script_enabled=False).open("/initiatives/new")
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
    page.set_viewport_size(PHONE)
    no_sideways_scroll(page)
