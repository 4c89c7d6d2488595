"""Every form on every page that live updates touch: what is written in it stays there, with what it was begun for."""

import pytest

from tests.browser.fresh import until
from tests.browser.test_every_page import addresses_for, opened

COUNTED = """() => {
    const ask = window.fetch
    window.underWay = 0
    window.fetch = (...all) => {
        window.underWay += 1
        return ask(...all).finally(() => setTimeout(() => (window.underWay -= 1), 50))
    }
}"""

# Fields that are typed in, on the page itself, and what their forms are about.
WRITTEN = """(fills) => [...document.querySelectorAll("main form[method=post]")].flatMap((form, at) => {
    const values = { number: "7", date: "2027-12-24", time: "10:30", email: "typed@example.org", url: "https://example.org/typed" }
    const typed = [...form.querySelectorAll("textarea:not([readonly]), input")].filter((one) =>
        one.localName === "textarea" || ["text", "number", "date", "time", "email", "url"].includes(one.type))
    if (!typed.length) return []
    for (const one of fills ? typed : []) {
        one.value = values[one.type] ?? "Typed by hand"
        one.dispatchEvent(new Event("input", { bubbles: true }))
    }
    const about = [...form.querySelectorAll("input[type=hidden]")]
        .filter((one) => !["csrf_token", "once", "kept", "key"].includes(one.name)).map((one) => `${one.name}=${one.value}`)
    return [`${form.getAttribute("action")} ${about.join(" ")}: ${typed.map((one) => `${one.name}=${one.value}`).join(" ")}`]
})"""

TOLD = """() => {
    for (const { dataset } of document.querySelectorAll("[data-topic]")) {
        document.dispatchEvent(new CustomEvent("live:reload", { detail: { topic: dataset.topic } }))
    }
    for (const element of document.querySelectorAll("[data-changes-in]")) {
        document.dispatchEvent(new CustomEvent("element:outdated", { detail: { element }, cancelable: true }))
    }
}"""


@pytest.mark.parametrize("name", ["ines", "farid"])
def test_no_live_update_replaces_what_somebody_writes_in(enter, name):
    reader = enter(name)
    reader.context.add_init_script(f"({COUNTED})()")
    tried = []
    for address in list(addresses_for(enter._app, name)):
        page = opened(reader, name, address)
        if not page.locator("[data-topic]").count():
            continue
        if not (written := page.evaluate(WRITTEN, True)):
            continue
        for _ in range(3):
            page.evaluate(TOLD)
            until(page, "() => (window.underWay ?? 0) === 0")
        stays = page.evaluate(WRITTEN, False)
        assert set(written) <= set(stays), address
        tried.append(address)
    assert len(tried) >= 5, tried
