"""Pictures come into a paper as files, and from one paper into another if the writer can see them there."""

from playwright.sync_api import expect

from tests.browser.desk import begin_draft, form_of, is_saved, paste, text_on, write_on

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


def test_a_picture_is_dropped_in_as_a_file_and_asked_to_be_described(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    text_on(page).focus()
    page.keyboard.type("A map: ")
    text_on(page).evaluate(PICTURE)
    describe(page, "The helplines of East Africa")
    expect(text_on(page).locator("img[data-file]")).to_have_attribute(
        "alt", "The helplines of East Africa"
    )
    is_saved(page)


def test_a_picture_is_copied_into_another_paper_by_those_who_can_see_it(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    amina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = write_on(amina, begin_draft(amina, title="The first"))
    text_on(page).focus()
    page.keyboard.type("A map: ")
    text_on(page).evaluate(PICTURE)
    describe(page, "The helplines of East Africa")
    is_saved(page)
    text_on(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")

    address = begin_draft(amina, title="The second")
    second = write_on(amina, address)
    text_on(second).focus()
    second.evaluate(
        "addEventListener('paste', (event) => { globalThis.copied = event.clipboardData.getData('text/html') }, true)"
    )
    second.keyboard.press("Control+v")
    picture = text_on(second).locator("img[data-file]")
    expect(picture).to_have_attribute("alt", "The helplines of East Africa")
    assert address.removesuffix("edit") in picture.get_attribute("src"), "with this paper now"
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 6

    hers = write_on(wanjiru, begin_draft(wanjiru, title="The third"))
    text_on(hers).focus()
    paste(hers, second.evaluate("copied"))
    expect(text_on(hers)).to_contain_text("A map: [picture: The helplines of East Africa]")
    expect(hers.locator("[data-announced]")).to_contain_text("in a paper that you cannot see")
    assert "<img" not in form_of(hers)
