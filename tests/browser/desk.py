"""A text on the desks of several people: opening it, typing in it, and reading what each of them has."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASTED = Path(__file__).parent / "pasted"

PASTE = """(element, [html, plain, rtf]) => {
    const clipboardData = new DataTransfer()
    if (html) clipboardData.setData("text/html", html)
    if (rtf) clipboardData.setData("text/rtf", rtf)
    clipboardData.setData("text/plain", plain)
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""


def begin_draft(reader: Any, *others: str, title: str = "A helpline for every country") -> str:
    """The address of a new draft of this reader, in which the others may write too."""
    page = reader.open("/contributions/new")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Start writing").click()
    page.wait_for_url(re.compile(r"/contributions/\d+"))
    number = re.search(r"/contributions/(\d+)", page.url)
    assert number
    token = page.locator("meta[name='csrf-token']").get_attribute("content")
    for name in others:
        answer = page.request.post(
            f"{reader.served.url}/contributions/{number[1]}/drafters",
            form={"person": f"{name}@example.org", "csrf_token": token},
            max_redirects=0,
        )
        assert answer.status == 303
    return f"/contributions/{number[1]}/edit"


def text_on(page: Page) -> Locator:
    """Of a draft, or the notes of an item."""
    return page.get_by_role("textbox", name=re.compile("^(Text of the paper|Notes)$"))


def write_on(reader: Any, address: str) -> Page:
    """The editor of a draft, open and in step with the server."""
    page: Page = reader.open(address)
    is_saved(page)
    return page


def is_saved(page: Page) -> None:
    """Everything that was typed here is on the server."""
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "saved")
    expect(text_on(page)).to_be_visible()


def type_at_end(page: Page, words: str) -> None:
    text_on(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def apart(page: Page) -> None:
    """What comes now is undone by itself: the editor takes together what is done within half a second. The clock of the page
    was installed before."""
    page.clock.fast_forward(600)


def lines(page: Page) -> list[str]:
    """The paragraphs and headings, without the carets of others."""
    found: list[str] = text_on(page).evaluate(
        """(text) => {
            const copy = text.cloneNode(true)
            for (const caret of copy.querySelectorAll("[aria-hidden]")) caret.remove()
            return [...copy.querySelectorAll("p, h1, h2, h3, h4")].map((block) => block.textContent)
        }"""
    )
    return found


def html(page: Page) -> str:
    """The text as elements, without what differs from one desk to the next."""
    found: str = text_on(page).evaluate(
        """(text) => {
            const copy = text.cloneNode(true)
            for (const gone of copy.querySelectorAll("[aria-hidden], .ProseMirror-separator, .ProseMirror-trailingBreak, .ProseMirror-gapcursor")) gone.remove()
            for (const one of copy.querySelectorAll(".editor__selected, .editor__match, .editor__anchor")) one.replaceWith(...one.childNodes)
            for (const one of copy.querySelectorAll("*")) {
                for (const name of ["class", "contenteditable", "draggable", "title", "aria-label"]) one.removeAttribute(name)
            }
            copy.normalize()
            return copy.innerHTML
        }"""
    )
    return found


def form_of(page: Page) -> str:
    """As `html`, without ids and directions: what kind of thing stands where."""
    return form_in(html(page))


def form_in(text: str) -> str:
    return re.sub(
        r' (?:data-id|dir|role|data-note|data-counter|src|data-file|rel)="[^"]*"', "", text
    )


def all_read(pages: list[Page]) -> str:
    """Everybody has everything, and the same; gives the text."""
    for page in pages:
        is_saved(page)
    for _ in range(100):
        texts = {html(page) for page in pages}
        if len(texts) == 1:
            return texts.pop()
        pages[0].wait_for_timeout(100)
    raise AssertionError("They read different texts:\n" + "\n\n".join(sorted(texts)))


def paste(page: Page, source: str, plain: str = "", rtf: str = "") -> None:
    text_on(page).evaluate(PASTE, [source, plain, rtf])


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, menu: str, item: str) -> None:
    press(page, menu)
    page.get_by_role("group", name=menu).get_by_role("button", name=item, exact=True).click()


def clear(page: Page) -> None:
    """Only an empty paragraph is left."""
    text_on(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_label("Kind of paragraph").select_option("Paragraph")
    is_saved(page)
    assert form_of(page) == "<p></p>"
