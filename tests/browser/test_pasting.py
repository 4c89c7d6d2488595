"""What Word and LibreOffice put on the clipboard comes into a paper with all that has a meaning, and nothing else.

`pasted/helplines.html` was written by LibreOffice itself, from `pasted/helplines.fodt` with
`soffice --convert-to 'html:HTML (StarWriter):EmbedImages'`, and so were `pasted/changed.html` and, with `--convert-to rtf`,
`pasted/changed.rtf` from `pasted/changed.fodt`; `pasted/word.html` is in the manner of Word.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PASTED, begin_draft, form_of, is_saved, paste, text_on, write_on

NOTE = "<span>"
LISTS = (
    '<ol start="1" type="1" data-delim="."><li><p>A number that is the same everywhere:</p>'
    '<ol start="1" type="a" data-delim="{0}"><li><p>short;</p></li><li><p>free of charge:</p>'
    '<ol start="1" type="i" data-delim="."><li><p>from mobiles</p></li></ol></li></ol></li>'
    "<li><p>A date.</p></li></ol><p>Further:</p>"
)
NUMBERED = '<p data-numbered="">Kenya has a number.</p><p>{0}</p><p data-numbered="">It is free.</p><p>Reports'


@pytest.fixture
def page(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    text_on(page).focus()
    return page


def pasted(page, name):
    paste(page, (PASTED / name).read_text())
    expect(text_on(page)).to_contain_text("Helplines in every country")
    is_saved(page)
    return form_of(page)


def test_a_document_of_libreoffice_keeps_its_form(page):
    text = pasted(page, "helplines.html")
    assert text.startswith(
        "<h1>Helplines in every country</h1><p>A helpline is <strong>free</strong> and "
        "<em>open</em> to <u>every</u> child<span></span>. H<sub>2</sub>O, the 2<sup>nd</sup> of "
        '<a href="https://example.org/lines">these lines</a>.</p><h2>What is proposed</h2>'
        + LISTS.format(".")
        + '<ol start="3" type="a" data-delim="."><li><p>the third letter</p></li>'
        "<li><p>the fourth letter</p></li></ol>"
        "<ul><li><p>a bullet</p></li><li><p>another bullet</p></li></ul>"
        '<table><tbody><tr><th><p>Region</p></th><th colspan="2"><p>Lines</p></th></tr>'
        '<tr><td rowspan="2"><p>Africa</p></td><td><p>116</p></td><td><p>yes</p></td></tr>'
        "<tr><td><p>117</p></td><td><p></p></td></tr></tbody></table>" + NUMBERED.format("Costs")
    )
    expect(page.locator("[data-announced]")).to_contain_text("tracked changes in LibreOffice")
    notes = text_on(page).get_by_role("button")
    expect(notes.first).to_have_attribute("title", "Resolution 179, resolves 2.")
    expect(notes.last).to_have_attribute("title", "Since 2009.")
    picture = text_on(page).locator("img[data-file]")
    expect(picture).to_have_attribute("alt", "A map of helplines")
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 6
    expect(text_on(page).locator("p").last).to_have_attribute("dir", "rtl")
    assert "style" not in text and "class" not in text
    page.reload()
    is_saved(page)
    assert form_of(page) == text


def test_a_document_of_word_keeps_its_form_and_its_marked_changes(page):
    text = pasted(page, "word.html")
    assert text.startswith(
        "<h1>Helplines in every country</h1><h1>Background</h1>"
        "<p>A helpline is <strong>free</strong> and <em>open</em> to <u>every</u> child<span></span>. "
        'H<sub>2</sub>O, the 2<sup>nd</sup> of <a href="https://example.org/lines">these lines</a>.</p>'
        "<h4>A heading of a kind of its own</h4>"
        + LISTS.format(")")
        + "<ul><li><p>a bullet</p></li></ul>"
        '<ol start="3" type="a" data-delim=")"><li><p>the third letter</p></li></ol>'
        '<table><tbody><tr><th><p><strong>Region</strong></p></th><th colspan="2"><p>Lines</p></th></tr>'
        '<tr><td rowspan="2"><p>Africa</p></td><td><p>116</p></td><td><p></p></td></tr>'
        "<tr><td><p>117</p></td><td><p>yes</p></td></tr></tbody></table>"
        + NUMBERED.format("Costs, see page 7.")
    )
    assert "AO1" not in text and "whom" not in text
    assert (
        '<p>Reports come <del data-by="Amina Otieno" data-at="2026-11-02T09:05:00Z">every second year </del>'
        '<ins data-by="Amina Otieno" data-at="2026-11-02T09:00:00Z">each year </ins>to the Council.</p>'
    ) in text
    assert "<p>[picture: A map of helplines]</p>" in text
    expect(page.locator("[data-announced]")).to_contain_text("Pictures that did not come")
    expect(text_on(page).get_by_role("button")).to_have_attribute(
        "title", "Resolution 179, resolves 2."
    )
    assert "style" not in text and "class" not in text and "mso" not in text.lower()
    page.reload()
    is_saved(page)
    assert form_of(page) == text


def test_deleted_words_of_libreoffice_are_told_by_the_rtf_beside_its_html(page):
    html, rtf = ((PASTED / f"changed.{kind}").read_text() for kind in ("html", "rtf"))
    paste(page, html, rtf=rtf)
    expect(text_on(page)).to_contain_text("Helplines in every country")
    is_saved(page)
    ana = 'data-by="Ana Sousa" data-at="2026-03-01T10:0'
    zoe = '<del data-by="Zoë Okoro" data-at="2026-03-02T10:01:00Z">'
    assert form_of(page) == (
        "<h1>Helplines in every country</h1>"
        f'<p>Reports come <del {ana}0:00Z">every <strong>second</strong> year</del>'
        f'<ins {ana}1:00Z">each year</ins><span></span> to the Council.</p>'
        f"<p>The first one{zoe}and the end of it</del></p>"
        f"<p>{zoe}The start. </del>goes on here: الأطفال 儿童.</p>"
        "<p>Kept <strong>bold</strong></p>"
        f"<p>{zoe}<strong>A whole paragraph.</strong></del></p>"
        "<ul><li><p>an item with more</p></li></ul>"
    )
    expect(page.locator("[data-announced]")).to_have_text("")


def test_a_few_words_go_into_the_paragraph_and_hostile_html_loses_what_it_would_do(page):
    page.keyboard.type("Before  after")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    paste(page, '<p class="x" style="color:red">some <b>bold</b> words</p>')
    assert form_of(page) == "<p>Before some <strong>bold</strong> words after</p>"
    page.keyboard.press("Control+End")
    paste(
        page,
        '<p onclick="alert(1)">Come <a href="javascript:alert(1)">here</a>'
        '<script>alert(1)</script><img src=x onerror="alert(1)" width="1">'
        '<iframe src="https://example.org"></iframe><svg onload="alert(1)"></svg></p><p>Then</p>',
    )
    is_saved(page)
    text = form_of(page)
    assert "Come here" in text and "Then" in text
    assert all(word not in text for word in ("script", "alert", "onclick", "iframe", "svg"))


def test_what_is_copied_in_one_paper_is_the_same_in_another(enter):
    amina = enter("amina")
    amina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = write_on(amina, begin_draft(amina, title="The first"))
    text_on(page).focus()
    paste(page, (PASTED / "word.html").read_text())
    is_saved(page)
    text = form_of(page)
    text_on(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    other = write_on(amina, begin_draft(amina, title="The second"))
    text_on(other).focus()
    other.keyboard.press("Control+v")
    is_saved(other)
    assert form_of(other) == text
