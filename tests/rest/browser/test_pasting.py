"""What Word and LibreOffice put on the clipboard comes into a paper with all that has a meaning, and nothing else.

`pasted/helplines.html` was written by LibreOffice itself, from `pasted/helplines.fodt` with
`soffice --convert-to 'html:HTML (StarWriter):EmbedImages'`, and so were `pasted/changed.html` and, with `--convert-to rtf`,
`pasted/changed.rtf` from `pasted/changed.fodt`; `pasted/word.html` is in the manner of Word.
"""

from playwright.sync_api import expect

from tests.browser.desk import (
    PASTED,
    begin_draft,
    clear,
    form_of,
    is_saved,
    paste,
    text_on,
    write_on,
)

NOTE = "<span>"
LISTS = (
    '<ol start="1" type="1" data-delim="."><li><p>A number that is the same everywhere:</p>'
    '<ol start="1" type="a" data-delim="{0}"><li><p>short;</p></li><li><p>free of charge:</p>'
    '<ol start="1" type="i" data-delim="."><li><p>from mobiles</p></li></ol></li></ol></li>'
    "<li><p>A date.</p></li></ol><p>Further:</p>"
)
NUMBERED = '<p data-numbered="">Kenya has a number.</p><p>{0}</p><p data-numbered="">It is free.</p><p>Reports'


PICTURE = """(text) => {
            const bytes = Uint8Array.from(atob(
                "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAIAAAAiZtkUAAAACXBIWXMAAAsTAAALEwEAmpwYAAAAGElEQVQImWNkYKjQYGBARiwMNgxogDghAHF4AgKJNq/VAAAAAElFTkSuQmCC"
            ), (letter) => letter.charCodeAt(0))
            const clipboardData = new DataTransfer()
            clipboardData.items.add(new File([bytes], "map.png", { type: "image/png" }))
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }"""


def describe(page, words):
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_label("What it shows, in words").fill(words)
    dialog.get_by_role("button", name="Done").click()


def clear_and_reload(page):
    """Nothing is left of what was pasted before."""
    clear(page)
    page.reload()
    is_saved(page)
    text_on(page).focus()


def pasted(page, name):
    paste(page, (PASTED / name).read_text())
    expect(text_on(page)).to_contain_text("Helplines in every country")
    is_saved(page)
    return form_of(page)


def test_documents_of_libreoffice_and_word_keep_their_form_and_nothing_else(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    text_on(page).focus()

    # Of LibreOffice: headings, lists, tables, notes, pictures and directions.
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
    expect(page.locator("[data-announced]")).to_contain_text("Text pasted from LibreOffice")
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

    # Of Word: changes that were marked, too.
    clear_and_reload(page)
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
    expect(page.locator("[data-announced]")).to_contain_text("Pictures that were not pasted")
    expect(text_on(page).get_by_role("button")).to_have_attribute(
        "title", "Resolution 179, resolves 2."
    )
    assert "style" not in text and "class" not in text and "mso" not in text.lower()
    page.reload()
    is_saved(page)
    assert form_of(page) == text

    # Words that were deleted in LibreOffice are told by the RTF beside its HTML.
    clear_and_reload(page)
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

    # A few words go into the paragraph, and hostile HTML loses what it would do.
    clear_and_reload(page)
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
    assert all(
        word not in text for word in ("script", "alert", "onclick", "iframe", "svg", "picture")
    )


def test_what_is_copied_in_one_paper_is_the_same_in_another_for_those_who_can_see_it(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    amina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = write_on(amina, begin_draft(amina, title="The first"))

    # A picture is dropped in as a file, and its writer is asked to describe it.
    text_on(page).focus()
    paste(page, (PASTED / "word.html").read_text())
    is_saved(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("A map: ")
    text_on(page).evaluate(PICTURE)
    describe(page, "The helplines of East Africa")
    picture = text_on(page).locator("img[data-file]")
    expect(picture).to_have_attribute("alt", "The helplines of East Africa")
    is_saved(page)
    text = form_of(page)
    text_on(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")

    # All of it is in another paper of the writer's, with a picture of its own.
    address = begin_draft(amina, title="The second")
    second = write_on(amina, address)
    text_on(second).focus()
    second.evaluate(
        "addEventListener('paste', (event) => { globalThis.copied = event.clipboardData.getData('text/html') }, true)"
    )
    second.keyboard.press("Control+v")
    picture = text_on(second).locator("img[data-file]")
    expect(picture).to_have_attribute("alt", "The helplines of East Africa")
    is_saved(second)
    assert form_of(second) == text
    assert address.removesuffix("edit") in picture.get_attribute("src"), "with this paper now"
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 6

    # Whoever cannot see that paper gets the words in place of the picture.
    hers = write_on(wanjiru, begin_draft(wanjiru, title="The third"))
    text_on(hers).focus()
    paste(hers, second.evaluate("copied"))
    expect(text_on(hers)).to_contain_text("A map: [picture: The helplines of East Africa]")
    expect(hers.locator("[data-announced]")).to_contain_text("a paper that you cannot see")
    assert "<img" not in form_of(hers)
