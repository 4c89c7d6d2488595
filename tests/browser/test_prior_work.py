"""The secretariat brings in documents from a web page, at a desk and with a phone, and watches them arrive."""

import pytest
from playwright.sync_api import expect

FILES = [
    {
        "name": "harbour.txt",
        "mimeType": "text/plain",
        "buffer": b"Harbour schools\n\n1 Boats\nChildren learn on boats.\n2 Nets\nThe nets are mended.",
    },
    {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(50)},
]
TABLE = {"name": "facts.csv", "mimeType": "text/csv", "buffer": b"file,date\nharbour.txt,2012"}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_files_arrive_while_one_watches(enter, axe, no_sideways_scroll, phone):
    page = enter("ines", phone=phone).open("/priorwork/import")
    page.get_by_label("Body").select_option(
        label="WG-COP: Council Working Group on Child Online Protection"
    )
    page.get_by_label("Files").set_input_files(FILES)
    page.get_by_label("Table of facts").set_input_files(TABLE)
    page.get_by_text("Columns of the table").click()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Import", exact=True).click()
    # No click and no reload: what the server does meanwhile is told.
    expect(page.get_by_text("All 2 files are read.")).to_be_visible()
    expect(page.get_by_text("It is a picture, not a text.")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the rest")).to_be_hidden()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Harbour schools").click()
    page.get_by_role("link", name="2 Nets").click()
    expect(page.locator("#s-2")).to_contain_text("The nets are mended.")
    expect(page.locator("#s-2")).to_be_in_viewport()
    axe(page)
