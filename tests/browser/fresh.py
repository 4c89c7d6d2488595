"""What a page has to come to: it ends as one that is opened now, however much it heard meanwhile."""

import time
from collections.abc import Callable
from difflib import unified_diff
from itertools import islice
from typing import Any

from playwright.sync_api import Page, expect

PATIENCE = 15

# What is its reader's own, or of this moment alone: forms that were opened, what is read out, who is here, what is new.
OWN = """[hidden], template, script, style, noscript, dialog, [role=status], [aria-live], [data-presence], [data-typing],
    [data-new-since], [data-new-chaired], [data-mark-read], form[data-reply], form[data-in-place], [data-undo], .kept, own-time"""

SHOWN = """(own) => {
    for (const pill of document.querySelectorAll("[data-pill]:not([hidden])")) pill.click();
    const main = document.querySelector("main").cloneNode(true);
    for (const gone of main.querySelectorAll(own)) gone.remove();
    for (const moment of main.querySelectorAll("time")) moment.textContent = moment.dateTime;
    const told = (one) => ["aria-pressed", "aria-current", "disabled", "data-audience", "data-retracted", "href"]
        .filter((name) => one.hasAttribute(name)).map((name) => ` ${name}=${one.getAttribute(name)}`).join("");
    const lines = [];
    for (const one of main.querySelectorAll("*")) {
        const words = [...one.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
            .map(({ data }) => data).join(" ").replace(/\\s+/g, " ").trim();
        if (words || one.matches("button, a, .comment")) {
            lines.push(`${one.localName}${one.matches(".comment") ? `#${one.id}` : ""}${told(one)} ${words}`);
        }
    }
    return lines;
}"""


def until(page: Page, question: str, asked: Any = None) -> None:
    """Wait until the page answers yes; unlike `wait_for_function`, which takes a promise for a yes, also if it asks the server."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(question, asked):
        assert time.monotonic() < end, f"{page.url} never answered yes to {question}"
        page.wait_for_timeout(100)


def shown(page: Page) -> list[str]:
    """What the page tells everybody, element by element."""
    lines: list[str] = page.evaluate(SHOWN, OWN)
    return lines


def same_as_fresh(page: Page, told: Callable[[Page], list[str]] = shown) -> None:
    """Nothing that the page heard is missing on it, stands there twice, or stands in another place."""
    fresh = page.context.new_page()
    fresh.goto(page.url)
    if page.locator("html[data-live]").count():
        expect(fresh.locator("html")).to_have_attribute("data-live", "on")
    end = time.monotonic() + PATIENCE
    while (here := told(page)) != (there := told(fresh)) and time.monotonic() < end:
        page.wait_for_timeout(200)
    fresh.close()
    differs = unified_diff(there, here, "fresh", "heard", n=1, lineterm="")
    assert here == there, "The page differs from a fresh one:\n" + "\n".join(islice(differs, 40))
