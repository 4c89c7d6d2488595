"""The secretariat imports documents from a web page, at a desk and with a phone, and watches the progress."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.priorwork import longs

FILES = [
    {
        "name": "harbour.txt",
        "mimeType": "text/plain",
        "buffer": b"Harbour schools\n\n1 Boats\nChildren learn on boats.\n2 Nets\nThe nets are mended.",
    },
    {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(50)},
]
TABLE = {"name": "facts.csv", "mimeType": "text/csv", "buffer": b"file,date\nharbour.txt,2012"}


def test_files_arrive_while_one_watches(enter, axe, no_sideways_scroll):
    page = enter("ines").open("/priorwork/import")
    page.get_by_label("Body").select_option(
        label="WG-COP: Council Working Group on Child Online Protection"
    )
    page.get_by_label("Files").set_input_files(FILES)
    page.get_by_label("Table of facts").set_input_files(TABLE)
    page.get_by_text("Columns of the table").click()
    axe(page)
    page.set_viewport_size(PHONE)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Import", exact=True).click()

    # The page shows the progress without a click or a reload.
    expect(page.get_by_text("All 2 files are read.")).to_be_visible()
    expect(page.get_by_text("It is a picture, not a text.")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the rest")).to_be_hidden()
    no_sideways_scroll(page)
    page.set_viewport_size(WIDE)
    axe(page)
    page.get_by_role("link", name="Harbour schools").click()
    page.get_by_role("link", name="2 Nets").click()
    expect(page.locator("#s-2")).to_contain_text("The nets are mended.")
    expect(page.locator("#s-2")).to_be_in_viewport()


def test_a_phrase_in_a_long_text_is_shown_and_opened_where_it_stands(
    enter, axe, no_sideways_scroll
):
    address = longs.bring(enter._app)
    reader = enter("amina", phone=True)
    page = reader.open(f'/search?q="{longs.PHRASE}"')
    result = page.locator(".result").filter(has_text="A long report")
    expect(result).to_contain_text("Here stand the lanterns of the quiet harbour")
    expect(result).not_to_contain_text("Paragraph 0.")
    result.get_by_role("link", name="A long report").click()
    match = page.locator("#found")
    expect(match).to_be_in_viewport()
    expect(match).to_contain_text("nowhere else")
    expect(match.locator("mark").first).to_be_visible()
    expect(page.get_by_text("Paragraph 0.")).to_have_count(0)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 60_000, "a part of it, not the 300,000 characters of all"
    no_sideways_scroll(page)
    axe(page)
    page.get_by_role("link", name="Next part").first.click()
    expect(page.get_by_text("Paragraph 490.")).to_be_visible()

    page = reader.open(f"{address}#p-47")
    expect(page.locator("#p-47")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"place=p-47#p-47$"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("p-47"))
    page = reader.open(f"{address}#nowhere")
    expect(page.get_by_text("Paragraph 0.")).to_be_visible()


SMALL_TARGETS = """() => [...document.querySelectorAll("main :is(a, button, input:not([type=hidden]), select)")]
    .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""


def test_the_fields_that_correct_documents_are_large_enough_for_fingers(look):
    page = look("ines").open("/priorwork/corrections")
    expect(page.locator("tbody tr").first).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate(SMALL_TARGETS) == []
