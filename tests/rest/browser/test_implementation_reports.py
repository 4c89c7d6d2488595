"""A report on implementation in browsers: begun, written by two at once, reviewed, compared and adopted; on a phone; without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_threads import live

REPORTS = "/implementation/reports/"


@pytest.fixture
def draft(enter):
    """The address of this year's report, which is being written."""
    page = enter("ines").open(REPORTS)
    address = page.locator(".row", has_text="Draft").get_by_role("link").get_attribute("href")
    return f"{address}/draft"


def section(page, title):
    """The part of a report under this heading."""
    return page.locator(".report section").filter(
        has=page.get_by_role("heading", name=title, exact=True)
    )


def test_the_secretariat_begins_a_report_with_the_words_of_the_last_one(enter, axe):
    page = enter("ines").open(REPORTS)
    page.get_by_role("link", name="New report").click()
    page.get_by_label("Title").fill("Report to the next conference")
    page.get_by_label("Conference or meeting that it goes to").fill("WTDC")
    page.get_by_role("button", name="Begin the report").click()
    expect(page).to_have_url(re.compile(r"/draft$"))
    expect(page.locator("h1")).to_have_text("Report to the next conference")
    expect(section(page, "Regional projects and partnerships")).to_contain_text("Unchanged")
    axe(page)


def test_two_people_write_different_sections_at_once_and_readers_see_both(enter, draft):
    reader = enter("amina").open(draft)
    live(reader)
    rapporteur, secretary = enter("elke"), enter("jonas")
    for writer, title, words in (
        (rapporteur, "Summary", "The rapporteur's summary."),
        (secretary, "Regional projects and partnerships", "The secretariat's projects."),
    ):
        page = writer.open(draft)
        section(page, title).get_by_role("link", name="Write").click()
        page.get_by_role("textbox", name="Text").fill(words)
    for writer in (rapporteur, secretary):
        writer.page.get_by_role("button", name="Save", exact=True).click()
        expect(writer.page.get_by_text("The section is saved.")).to_be_visible()
    expect(section(reader, "Summary")).to_contain_text("The rapporteur's summary.")
    projects = section(reader, "Regional projects and partnerships")
    expect(projects).to_contain_text("The secretariat's projects.")
    expect(projects).to_contain_text("Updated")
    assert reader.get_by_role("link", name="Write").count() == 0


def test_who_saves_second_in_the_same_section_sees_both_texts_and_loses_none(enter, draft, axe):
    first, second = enter("elke").open(draft), enter("ines").open(draft)
    for page in (first, second):
        section(page, "Regional projects and partnerships").get_by_role(
            "link", name="Write"
        ).click()
        expect(page.get_by_role("textbox", name="Text")).to_be_visible()
    first.get_by_role("textbox", name="Text").fill("What Elke wrote.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("The section is saved.")).to_be_visible()
    second.get_by_role("textbox", name="Text").fill("What Ines wrote.")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("heading", name="Saved version")).to_be_visible()
    expect(second.get_by_text("What Elke wrote.").first).to_be_visible()
    expect(second.get_by_role("textbox", name="Text")).to_have_value("What Ines wrote.")
    axe(second)
    second.get_by_role("textbox", name="Text").fill("What both wrote.")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("The section is saved.")).to_be_visible()


def approve(enter, draft):
    """Every section, each step by whoever takes it."""
    secretary, rapporteur, chair = enter("ines"), enter("elke"), enter("helena")
    page = secretary.open(draft)
    hrefs = [link.get_attribute("href") for link in page.locator(".report__tools a").all()]
    for href in hrefs:
        for who, name in ((secretary, "Submit"), (rapporteur, "Mark as reviewed")):
            button = who.open(href).get_by_role("button", name=name, exact=True)
            if button.count():
                button.click()
    page = chair.open(draft)
    page.get_by_role("button", name="Approve all reviewed sections").click()
    return chair


def test_the_chair_adopts_a_report_and_everybody_reads_it_with_its_checksum(
    enter, draft, axe, no_sideways_scroll
):
    page = approve(enter, draft).page
    page.get_by_role("link", name="Adopt the report").click()
    page.get_by_label("Meeting that adopted it").select_option(label="Third meeting of WG-COP")
    page.get_by_label("What was decided").fill("The group adopted its report.")
    page.get_by_role("button", name="Adopt", exact=True).click()
    expect(page.get_by_text("This copy can no longer be changed.")).to_be_visible()
    guest = enter(phone=True).open(draft.removesuffix("/draft"))
    expect(guest.locator(".report__seal")).to_contain_text("Checksum (SHA-256)")
    expect(guest.locator(".report__picture svg").first).to_be_visible()
    expect(guest.get_by_text("The group adopted its report.")).to_be_visible()
    axe(guest)
    no_sideways_scroll(guest)


def test_two_reports_are_compared_on_a_phone(enter, draft, axe, no_sideways_scroll):
    page = enter("amina", phone=True).open(draft)
    page.get_by_role("link", name="Compare with another report").click()
    expect(page.get_by_role("heading", name="Figures", exact=True)).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    axe(page)
    no_sideways_scroll(page)


def test_a_section_is_written_without_scripts(enter, draft):
    page = enter("elke", java_script_enabled=False).open(draft)
    section(page, "Summary").get_by_role("link", name="Write").click()
    page.get_by_role("textbox", name="Text").fill("Written without scripts.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The section is saved.")).to_be_visible()
    page.get_by_role("link", name="Back to the report").click()
    expect(section(page, "Summary")).to_contain_text("Written without scripts.")
