"""A browser that is killed, with a profile on the disk: what was written in it a moment before is there when it is opened again."""

from collections.abc import Iterator
from time import sleep

import pytest
from playwright.sync_api import expect

from tests.browser.desk import begin_draft, is_saved, text_on, type_at_end, write_on
from tests.browser.test_threads import CLAUSE, SEND, composer, post
from tests.rest.browser.profiles import Profile, on_disk

ANSWERS_LATE = """() => {
    const open = IDBFactory.prototype.open
    IDBFactory.prototype.open = function (...those) {
        const opening = open.apply(this, those)
        const add = opening.addEventListener.bind(opening)
        opening.addEventListener = (type, act) =>
            add(type, type === "success" ? () => setTimeout(act, 12_000) : act)
        return opening
    }
}"""
IS_HELD = """() => {
    const open = IDBFactory.prototype.open
    let times = 0
    IDBFactory.prototype.open = function (...those) {
        const troubles = ["UnknownError", "AbortError", "QuotaExceededError"]
        if (++times < 4) throw new DOMException("Its files are held.", troubles[times - 1])
        return open.apply(this, those)
    }
}"""
FAILS_ONCE = """() => {
    const commit = IDBTransaction.prototype.commit
    IDBTransaction.prototype.commit = function () {
        IDBTransaction.prototype.commit = commit
        const { db } = this
        this.abort()
        db.dispatchEvent(new Event("close"))
    }
}"""
WAITS = "wait in this browser"


@pytest.fixture
def profile(enter, tmp_path) -> Iterator[Profile]:
    profile = Profile(enter, tmp_path / "profile")
    yield profile
    profile.kill()


def draft_of(enter):
    """Begun in another browser, which is not killed."""
    return begin_draft(enter("amina"))


def open_draft(profile, url):
    page = profile.start()
    page.goto(url)
    return page


def test_a_text_that_was_written_offline_is_whole_after_each_of_three_kills(enter, profile):
    url = enter._served.url + draft_of(enter)
    page = open_draft(profile, url)
    is_saved(page)
    written = ""
    for time in ("First", "Second", "Third"):
        type_at_end(page, f"{time} on the line, ")
        profile.context.set_offline(
            True
        )  # in the middle: some keys may have arrived without an answer
        type_at_end(page, f"{time} on the train. ")
        written += f"{time} on the line, {time} on the train. "
        expect(page.locator("[data-status]")).to_contain_text(WAITS)
        on_disk(page, f"{time[-3:]} on the train. ", kind=".text.")
        profile.kill()
        page = open_draft(profile, url)
        expect(text_on(page)).to_have_text(written)
        is_saved(page)
    page.reload()
    expect(text_on(page)).to_have_text(written)


def test_words_on_the_cover_come_back_beside_those_of_the_text(enter):
    """As a kill leaves it, `localStorage` has neither. On a slow line the text brings its words to a page that is about to be
    read anew, whose cover is older than what has come back."""
    amina = enter("amina")
    address = begin_draft(amina)
    page = write_on(amina, address)
    page.route("**/blank", lambda route: route.fulfill(body="", content_type="text/html"))
    for time in ("First", "Second", "Third"):
        behind = page.evaluate("({ ...localStorage })")
        amina.go_offline()
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        page.get_by_label("Action required").fill(f"{time}: adopt it.")
        type_at_end(page, f"{time} in the tunnel. ")
        on_disk(page, f"{time}: adopt it.")
        on_disk(page, f"{time} in the tunnel. ", kind=".text.")
        amina.come_back()
        page.goto(amina.served.url + "/blank")
        page.evaluate(
            "(those) => { localStorage.clear(); Object.assign(localStorage, those) }", behind
        )
        asked_for = slow_when_read_anew(page, address)
        page.goto(amina.served.url + address)
        expect(page.locator(".kept")).to_have_count(1)
        page.unroute(f"**{address}")
        assert len(asked_for) == 2
        is_saved(page)
        expect(text_on(page)).to_contain_text(f"{time} in the tunnel. ")
        expect(page.get_by_label("Action required")).to_have_value(f"{time}: adopt it.")
        page.locator("[data-kept=keep]").click()
        expect(page.locator("[data-autosaved]")).to_have_text("Saved")
        page.reload()
        is_saved(page)
        expect(page.get_by_label("Action required")).to_have_value(f"{time}: adopt it.")
        expect(page.locator(".kept")).to_have_count(0)


def slow_when_read_anew(page, address):
    asked_for = []

    def answers(route):
        asked_for.append(address)
        if len(asked_for) == 2:
            sleep(1)  # what a slow line takes
        route.continue_()

    page.route(f"**{address}", answers)
    return asked_for


def test_a_comment_that_waits_one_that_is_begun_and_a_form_are_there_after_a_kill(enter, profile):
    served = enter._served.url
    page = profile.start()
    page.goto(served + "/contributions/new")
    page.get_by_label("Title").fill("A title nobody saved")
    on_disk(page, "A title nobody saved")
    talk = profile.context.new_page()
    talk.goto(served + CLAUSE)
    expect(talk.locator("html")).to_have_attribute("data-live", "on")
    profile.context.set_offline(True)
    composer(talk).locator("[name='body']").fill("Sent in the tunnel.")
    composer(talk).get_by_role("button", name=SEND).click()
    composer(talk).locator("[name='body']").fill("Begun in the tunnel.")
    on_disk(talk, "Sent in the tunnel.", kind=".waiting.")
    on_disk(talk, "Begun in the tunnel.", kind=".comment.")
    profile.kill()

    page = profile.start()
    page.goto(served + CLAUSE)
    expect(page.get_by_text("Sent in the tunnel.")).to_have_count(1)
    expect(composer(page).locator("[name='body']")).to_have_value("Begun in the tunnel.")
    expect(page.locator(".comment--waiting")).to_have_count(0)
    page.goto(served + "/contributions/new")
    expect(page.get_by_label("Title")).to_have_value("A title nobody saved")


def test_what_was_typed_last_comes_back_though_the_browser_brought_only_what_was_before_to_the_disk(
    enter,
):
    reader = enter("amina")
    address = "/initiatives/new"
    page = reader.open(address)
    field = page.locator("form[data-keep] [name='scope']")
    field.fill("Typed first.")
    on_disk(page, "Typed first.")
    behind = page.evaluate("({ ...localStorage })")
    field.fill("Typed first. Typed last.")
    on_disk(page, "Typed last.")

    page.route("**/blank", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(reader.served.url + "/blank")
    page.evaluate("(those) => { localStorage.clear(); Object.assign(localStorage, those) }", behind)
    for _ in range(2):
        page.goto(reader.served.url + address)
        expect(field).to_have_value("Typed first. Typed last.")
        expect(page.locator(".kept")).to_have_count(1)
        page.wait_for_function(
            "() => Object.values(localStorage).some((value) => value.includes('Typed last.'))"
        )


@pytest.mark.parametrize("trouble", [ANSWERS_LATE, IS_HELD], ids=["answers late", "is held"])
def test_what_a_disk_in_trouble_gives_late_is_shown_all_the_same(enter, trouble):
    reader = enter("amina")
    address = "/initiatives/new"
    page = reader.open(address)
    field = page.locator("form[data-keep] [name='scope']")
    field.fill("Typed before the crash.")
    on_disk(page, "Typed before the crash.")
    page.route("**/blank", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(reader.served.url + "/blank")
    page.evaluate("localStorage.clear()")

    page.add_init_script(f"({trouble})()")
    page.clock.install()
    page.goto(reader.served.url + address)
    expect(field).to_have_value("")
    for _ in range(15):
        page.clock.run_for(1_000)
    expect(field).to_have_value("Typed before the crash.")


def test_what_a_disk_did_not_take_is_brought_to_it_again(enter):
    """As where the browser has to close its files, because the disk failed or somebody cleared it."""
    page = enter("amina").open("/initiatives/new")
    field = page.locator("form[data-keep] [name='scope']")
    field.fill("Typed before.")
    on_disk(page, "Typed before.")
    for time in ("First", "Second", "Third"):
        page.evaluate(FAILS_ONCE)
        field.fill(f"{time} of three.")
        on_disk(page, f"{time} of three.")


IS_OLDER_AGAIN = """(body) => {
    const key = Object.keys(localStorage).find((each) => each.includes(".form./comments/"))
    const entry = JSON.parse(localStorage[key])
    localStorage[key] = JSON.stringify({ ...entry, fields: { ...entry.fields, body: [body] } })
    const numbers = JSON.parse(localStorage["wgcop.changes"])
    localStorage["wgcop.changes"] = JSON.stringify({ ...numbers, [key]: numbers[key] - 1000 })
}"""


def test_words_that_are_on_the_disk_alone_outlive_a_form_that_seems_to_hold_nothing_new(enter):
    """As a kill leaves it, `localStorage` has an older state than the disk."""
    amina = enter("amina")
    page = amina.open(f"/comments/{post(amina, f'{CLAUSE}/comments', body='Stored.')['id']}")
    for number in range(3):
        words = f"Written {number} a moment before."
        page.get_by_label("Edit your comment").fill(words)
        on_disk(page, words)
        page.evaluate(IS_OLDER_AGAIN, "Stored.")
        page.reload()
        expect(page.get_by_label("Edit your comment")).to_have_value(words)
        page.locator("[data-kept=keep]").click()
