"""What is left of words that are typed in a paragraph while it becomes something else."""

import time

from playwright.sync_api import Page

from bench.editors.contender import Contender, wait_for_words

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789" * 3
READ = """() => {
    const text = document.querySelector("[role=textbox]").cloneNode(true)
    for (const caret of text.querySelectorAll(".ProseMirror-yjs-cursor, [aria-hidden]")) caret.remove()
    return text.textContent.replace(/[\\s\\u2060]/g, "")
}"""
CHANGES = {
    "made a heading": [["Control+Alt+1"], ["Control+Alt+0"]],
    "wrapped in a list": [["Control+Shift+8"]],
    "split": [["ArrowRight", "Enter"]],
    "made bold": [["Shift+End", "Control+b"]],
    "cut and pasted": [["Shift+End", "Control+x", "Control+Home", "Control+v"]],
}
"""The keys that are pressed at the beginning of the paragraph, by turns."""


def survival(contenders: list[Contender]) -> None:
    """One types at the end of a paragraph, four times cut off for a moment in which the other changes it."""
    print("of 80 characters typed while cut off at the end of a paragraph that meanwhile is")
    for name, keys in CHANGES.items():
        for contender in contenders:
            text = contender.new_text()
            typing = contender.open_text(text, "amina")
            typing.locator("[role=textbox]").focus()
            typing.keyboard.type("A paragraph: ")
            changing = contender.open_text(text, "wanjiru")
            wait_for_words(changing, "A paragraph")
            for turn in range(4):
                contender.cut_off(typing)
                typing.keyboard.type(LETTERS[20 * turn : 20 * turn + 10])
                _go_there(changing)
                for key in keys[turn % len(keys)]:
                    changing.keyboard.press(key)
                typing.keyboard.type(LETTERS[20 * turn + 10 : 20 * turn + 20])
                time.sleep(0.3)
                contender.connect(typing)
                time.sleep(0.5)
            time.sleep(1)
            read = [page.evaluate(READ) for page in (typing, changing)]
            print(f"  {name:18} {contender.name:16} {verdict(read)}", flush=True)
            for page in (typing, changing):
                page.context.close()


def _go_there(page: Page) -> None:
    """To the beginning of the paragraph: the peer's text has an empty one besides."""
    page.bring_to_front()
    page.locator("[role=textbox] [data-id]").filter(has_text="graph").last.click(
        position={"x": 4, "y": 8}
    )
    page.keyboard.press("Home")


def verdict(read: list[str]) -> str:
    typed, (one, other) = LETTERS[:80], read
    rest = one.replace("Aparagraph:", "", 1)
    kept = sum(min(typed.count(letter), rest.count(letter)) for letter in set(typed))
    order = "in order" if typed in one else "out of order"
    return f"{kept} kept, {order}" + ("" if one == other else "; the two read different texts")
