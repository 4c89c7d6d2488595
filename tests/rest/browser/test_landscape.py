"""From a clause to the landscape of earlier work: at a desk, on a phone, without scripts, and on paper."""

import re

import docx
import pypdfium2
from playwright.sync_api import expect

CLAUSE = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_1"
TOPIC = "/landscape?q=helplines"


def test_a_delegate_goes_from_the_clause_to_the_landscape_and_to_a_passage(
    look, axe, no_sideways_scroll
):
    for phone in (False, True):
        page = look("amina", phone=phone).open(f"/clauses/{CLAUSE}")
        page.get_by_role("link", name="What exists already").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("instructs the Director")
        axe(page)
        no_sideways_scroll(page)
        work = page.get_by_role("link", name=re.compile("Compendium of national practices"))
        work.click()
        page.wait_for_url(re.compile(r"/priorwork/\d+#"))
        fragment = page.url.partition("#")[2]
        expect(page.locator(f"[id='{fragment}']")).to_be_in_viewport()


def test_the_landscape_of_a_topic_is_made_and_downloaded_without_scripts(look):
    page = look(java_script_enabled=False).open("/landscape")
    page.get_by_role("searchbox", name="Topic").fill("helplines")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("records that you may read")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="International")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word document").click()
    document = docx.Document(download.value.path())
    assert document.paragraphs[0].text == "Landscape: helplines"


def test_on_paper_there_is_the_landscape_and_nothing_of_the_workspace(look):
    page = look("amina").open(TOPIC)
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        width, height = printed[0].get_size()
        text = "\n".join(sheet.get_textpage().get_text_range() for sheet in printed)

    assert (round(width), round(height)) == (595, 842)
    assert "records that you may read" in text and "International" in text
    for unprinted in ("Word document", "Go to its page", "Resolutions", "Dark theme"):
        assert unprinted not in text, unprinted
