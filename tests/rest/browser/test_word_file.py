"""A Word file on its way into a draft, in the browser: also on a phone, and without scripts."""

import io
import re

import docx
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE

TITLE = "Plays on market days — مسرحيات 戏剧"


def word_file() -> bytes:
    file = docx.Document()
    for line in ("SOURCE: Kenya", f"TITLE: {TITLE}", "For action"):
        file.add_paragraph(line)
    file.add_heading("Background", 1)
    file.add_paragraph("Radio reaches parents whom posters do not.")
    file.add_paragraph("recorded", style="List Number")
    file.add_paragraph("broadcast", style="List Number")
    table = file.add_table(2, 3, style="Table Grid")
    for number, cell in enumerate(table._cells):
        cell.text = f"cell {number}"
    noted = file.add_paragraph("Calls rose.")
    file.add_comment(noted.runs[0], text="Check the figure.", author="Luc")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def bring_in(page) -> None:
    page.get_by_role("link", name="Bring in a Word file").click()
    upload = {"name": "plays.docx", "mimeType": "application/octet-stream", "buffer": word_file()}
    page.get_by_label("Word file", exact=True).set_input_files(upload)
    page.get_by_role("button", name="See how it was read").click()
    expect(page.get_by_role("heading", name="Check the Word file")).to_be_visible()


def test_what_was_understood_is_seen_beside_the_original(enter, axe, no_sideways_scroll):
    amina = enter("amina")
    page = amina.open("/contributions/word")

    # Whoever waits for a long file is told that it is being read.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    button = page.get_by_role("button", name="See how it was read")
    button.click()
    expect(button).to_have_class(re.compile("is-busy"))
    expect(page.get_by_role("status").filter(has_text="is being read")).to_be_visible()

    page = amina.open("/contributions/new")
    bring_in(page)
    understood = page.get_by_role("region", name="Preview")
    expect(understood.get_by_role("heading", name="Background")).to_be_visible()
    expect(page.get_by_role("region", name="The original")).to_contain_text("posters do not")
    expect(page.get_by_role("region", name="Comments in the file")).to_contain_text("Luc")
    page.set_viewport_size(PHONE)
    axe(page)
    no_sideways_scroll(page)
    page.set_viewport_size(WIDE)
    understood.evaluate("(text) => { text.style.minBlockSize = '3000px' }")
    page.evaluate("scrollTo(0, 2000)")
    expect(page.get_by_role("heading", name="The original")).to_be_in_viewport()
    page.get_by_role("button", name="Use it").first.click()
    expect(page.get_by_role("heading", name="Edit the draft")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value(TITLE)

    # The draft goes out again under its title.
    work = page.url.removesuffix("/edit")
    for ending in (".docx", ".docx?comments=1", ".pdf"):
        with page.expect_download() as download:
            page.evaluate("(address) => { location = address }", work + ending)
        name = TITLE.replace(" ", "-")
        assert download.value.suggested_filename == name + ending.partition("?")[0]

    # It goes the same way without scripts.
    page = enter("amina", java_script_enabled=False).open("/contributions/new")
    bring_in(page)
    page.get_by_role("button", name="Use it").first.click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("Radio reaches parents"))
