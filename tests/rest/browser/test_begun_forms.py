"""Every form of every page that hears what others do: what somebody has begun in it stays, whatever comes, and nobody is led away."""

import re
from itertools import cycle
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, select, update

from tests.browser.desk import begin_draft
from tests.browser.fresh import same_as_fresh, until
from tests.browser.test_agenda import REPORT, line, opened
from tests.browser.test_editing_an_agenda import edit
from tests.browser.test_every_page import addresses_for
from tests.browser.test_floor import GUIDANCE, REQUESTS
from tests.browser.test_following_the_chair import BACK, chair  # noqa: F401
from tests.browser.test_leading import ROOM
from tests.browser.test_threads import CLAUSE, WID, comment, live, post, reads, said, say
from tests.rest.browser.sweeps import pages_of_today
from wgcop.events.actions import record
from wgcop.events.catch_up import LIMIT
from wgcop.events.models import Entry, Topic
from wgcop.events.presenters import present

HEARD = re.compile(r'data-topic="([^"]+)"')
FOLLOWED = """() => {
    // As if the page had been opened from what is on the floor: it would go where the chair goes.
    if (location.protocol === "about:") return
    sessionStorage.setItem("wgcop.followed", JSON.stringify({ floor: "FLOOR", page: location.pathname }))
    window.heard = new Set()
    window.asked = 0
    for (const name of ["live:entry", "live:reload"]) {
        document.addEventListener(name, ({ detail: { topic } }) => window.heard.add(`${name} ${topic}`))
    }
    const ask = window.fetch
    window.fetch = (...question) => {
        window.asked += 1
        return ask(...question).finally(() => setTimeout(() => (window.asked -= 1)))
    }
}"""
FIELDS = """() => [...document.querySelectorAll("main form")].filter((form) => form.method !== "dialog").flatMap((form) =>
    [...form.elements].filter((one) => one.matches("textarea, select, input:not([type=hidden], [type=search], [type=file], [type=password])")
        && one.name && !one.disabled && !one.readOnly && one.checkVisibility()))"""
BEGUN = f"""() => {{
    for (const fold of document.querySelectorAll("main details")) fold.open = true
    const told = (one, name) => one.dispatchEvent(new Event(name, {{ bubbles: true }}))
    const kinds = {{ number: "7", date: "2031-02-03", time: "04:05", "datetime-local": "2031-02-03T04:05", url: "https://example.org/begun", email: "begun@example.org" }}
    window.begun = new Map()
    for (const one of ({FIELDS})()) {{
        if (one instanceof HTMLSelectElement) {{
            if (one.options.length < 2) continue
            one.selectedIndex = (one.selectedIndex + 1) % one.options.length
        }} else if (one.type === "checkbox") one.checked = !one.checked
        else if (one.type === "radio") one.checked = true
        else one.value = kinds[one.type] ?? `Begun ${{one.name}}`
        told(one, "input")
        told(one, "change")
    }}
    for (const one of ({FIELDS})()) window.begun.set(one, [one.value, one.checked])
    document.activeElement.blur()
    return window.begun.size
}}"""
"""Filled in by a script, so that no touch of the page is what keeps it."""
LOST = """() => window.begun ? [...window.begun].filter(([one, [value, checked]]) =>
    !one.isConnected || !one.checkVisibility() || one.value !== value || one.checked !== checked).map(([one]) => one.outerHTML.slice(0, 160))
    : ["the page"]"""
AT_WORK = """() => {
    const words = [...window.begun.keys()].filter((one) => one.matches("textarea, input[type=text], input:not([type])"))
    const field = words[0] ?? [...window.begun.keys()][0]
    field.focus()
    field.setSelectionRange?.(1, 3)
    window.at = [field, field.selectionStart, field.selectionEnd]
}"""
LEFT = """() => {
    const [field, start, end] = window.at
    return document.activeElement !== field ? [field.outerHTML.slice(0, 160)] : [field.selectionStart, field.selectionEnd].join() === [start, end].join() ? [] : ["the selection"]
}"""


def still(page):
    until(page, "() => window.asked === 0")
    assert page.evaluate(LOST) == [], f"What was begun on {page.url} is gone."


def tell_again(app, session, topics):
    """Whatever has happened there happens again, by somebody else. Gives the topics on which a page hears of it."""
    told = set()
    for topic in session.scalars(select(Topic).where(Topic.name.in_(topics)).order_by(Topic.name)):
        entries = session.scalars(select(Entry).where(Entry.topic_id == topic.id)).all()
        kinds = {(one.target_kind, one.target_id, one.kind): one for one in entries}
        for one in kinds.values():
            with app.test_request_context():
                is_shown = present(one.target_kind, one.target_id, one.kind) is not None
            again = {"target_kind": one.target_kind, "target_id": one.target_id}
            record(topic, one.kind, by=None, **again)
            if is_shown:
                told.add(topic.name)
    session.commit()
    return told


def tell_too_much(session, topics):
    """More than a page takes up at once: it is to be loaded anew."""
    told = set()
    for topic in session.scalars(select(Topic).where(Topic.name.in_(topics)).order_by(Topic.name)):
        last = session.scalars(
            select(Entry).where(Entry.topic_id == topic.id).order_by(Entry.seq.desc())
        ).first()
        if last is None:
            continue
        again = {"topic_id": topic.id, "kind": last.kind, "actor_id": None}
        again |= {"target_kind": last.target_kind, "target_id": last.target_id}
        by = LIMIT + 1
        end = session.scalar(
            update(Topic)
            .where(Topic.id == topic.id)
            .values(seq=Topic.seq + by)
            .returning(Topic.seq)
        )
        session.execute(insert(Entry), [{**again, "seq": end - each} for each in range(by)])
        told.add(topic.name)
    session.commit()
    return told


def away(reader, page, name, topics):
    """The line is lost for a moment: the page asks for what it missed."""
    reader.go_offline()
    reader.come_back()
    live(page)
    for topic in topics:
        until(page, "(heard) => window.heard.has(heard)", f"{name} {topic}")


@pytest.mark.long
@pytest.mark.parametrize("name", ["ines", "farid"])
def test_what_is_begun_stays_on_every_page_that_hears_what_others_do(enter, session, chair, name):  # noqa: F811
    reader = enter(name)
    addresses = pages_of_today(addresses_for(enter._app, name))
    page = reader.open("/people/")
    floor = page.locator("[data-on-floor]").get_attribute("id")
    reader.context.add_init_script(f"({FOLLOWED.replace('FLOOR', floor)})()")
    items, seen = cycle([REQUESTS, GUIDANCE]), []
    for address in addresses:
        served = reader.context.request.get(enter._served.url + address)
        own = {topic for topic in HEARD.findall(served.text()) if not topic.endswith("@floor")}
        if not own or address.endswith("/live"):  # its room has tests of its own
            continue
        page = reader.open(address)
        live(page)
        for editor in page.locator("[data-editor]").all():
            expect(editor).to_be_visible()  # it has taken the place of the field
        if not page.evaluate(BEGUN):
            continue
        # The chair goes on to something else.
        before = page.locator(BACK).get_attribute("href")
        chair(next(items))
        expect(page.locator(BACK)).not_to_have_attribute("href", before)
        still(page)
        # Others do there what was done there before.
        page.evaluate(AT_WORK)
        away(reader, page, "live:entry", tell_again(enter._app, session, own))
        still(page)
        # So much happened that the page had better be loaded anew.
        away(reader, page, "live:reload", tell_too_much(session, own))
        still(page)
        assert page.evaluate(LEFT) == [], f"Somebody was writing on {page.url}."
        seen.append(address)
    assert any(address.startswith("/clauses/") for address in seen), seen


def redact(reader, name):
    """As the page of the secretariat does, without opening it."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    address = f"{url}/redactions/comment/{name}"
    form = {"csrf_token": token, "parts": "comment", "reason": "child"}
    asked = request.post(address, form=form)
    form["seen"] = re.search(r'name="seen" value="([^"]+)"', asked.text())[1]
    assert request.post(address, form=form).ok


def test_words_that_changed_while_they_were_edited_are_read_before_they_are_replaced(enter):
    """The secretariat has redacted them, or their writer has reworded them on a phone."""
    amina, haruko, ines = enter("amina"), enter("haruko"), enter("ines")
    page, other = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(page)
    live(other)
    for words, typed in (("A first case.", ""), ("A second case.", "It was in June.")):
        said(page, words)
        name = comment(page, words).get_attribute("id")
        one, theirs = page.locator(f"#{name}"), other.locator(f"#{name}")
        one.get_by_role("button", name="Edit").click()
        editing, problem = one.locator("textarea"), one.locator("form [data-problem]")
        expect(editing).to_have_value(words)
        if typed:
            editing.fill(f"{words} {typed}")
        redact(ines, name.removeprefix("comment-"))
        expect(theirs).to_contain_text("Redacted by the secretariat")
        expect(one).to_contain_text("Redacted by the secretariat")
        if not typed:  # nothing is lost with a form in which nothing was written
            expect(editing).to_have_count(0)
            continue
        expect(editing).to_have_value(f"{words} {typed}")
        page.keyboard.press("Control+Enter")
        expect(problem).to_contain_text("Read the new words first")
        expect(one.locator("[data-body]")).to_be_visible()
        expect(one.locator("[data-body]")).to_contain_text("Redacted by the secretariat")
        expect(theirs).not_to_contain_text(typed)
        editing.fill("A case, without its particulars.")
        page.keyboard.press("Control+Enter")
        expect(reads(other, "without its particulars")).to_be_visible()

    # Its writer has reworded it on a phone.
    said(page, "A third case.")
    name = comment(page, "A third case.").get_attribute("id")
    one = page.locator(f"#{name}")
    one.get_by_role("button", name="Edit").click()
    editing = one.locator("textarea")
    editing.fill("Reworded at the desk.")
    post(amina, f"/comments/{name.removeprefix('comment-')}", body="Reworded on the phone.")
    expect(reads(other, "Reworded on the phone.")).to_be_visible()
    answers = answers_from(page, f"/comments/{name.removeprefix('comment-')}")
    editing.evaluate("({ form }) => { form.requestSubmit(); form.requestSubmit() }")
    expect(one.locator("[data-body]")).to_be_visible()
    expect(one.locator("[data-body]")).to_have_text("Reworded on the phone.")
    expect(editing).to_have_value("Reworded at the desk.")
    page.keyboard.press("Control+Enter")
    expect(reads(other, "Reworded at the desk.")).to_be_visible()
    assert answers == [409, 200]  # who pressed for the second time had not read the new words
    for each in (page, other):
        same_as_fresh(each)


def answers_from(page, address):
    """The status of each answer that comes from there from now on."""
    answers = []
    page.on(
        "response", lambda answer: answer.url.endswith(address) and answers.append(answer.status)
    )
    return answers


def test_retract_pressed_twice_is_for_the_comment_that_was_asked_about_alone(enter):
    page, other = enter("amina").open(CLAUSE), enter("haruko").open(CLAUSE)
    for each in (page, other):
        live(each)
    dialog, sent = page.get_by_role("dialog"), []
    page.on("request", lambda asked: asked.url.endswith("/retraction") and sent.append(asked))
    said(page, "This stays.")

    def ask(words):
        comment(page, words).get_by_role("button", name="Retract").click()
        expect(dialog).to_be_visible()

    def press():
        button = dialog.get_by_role("button", name="Retract")
        button.evaluate("(button) => { button.click(); button.click() }")

    def ask_about_another():
        expect(dialog).to_be_hidden()
        ask("This stays.")

    for number in range(3):
        said(page, f"Words that go, number {number}.")
        ask(f"number {number}.")
        answered_late(page, "**/live/*", SimpleNamespace(click=press), ask_about_another)
        dialog.get_by_role("button", name="Keep it").click()
        expect(comment(other, "This comment was retracted")).to_have_count(number + 1)
        assert len(sent) == number + 1
    for each in (page, other):
        same_as_fresh(each)


def answered_late(page, address, send, write_on):
    """What is written while the answer is under way."""
    held = []
    page.route(address, lambda route: held.append(route), times=1)
    with page.expect_request(address):
        send.click()
    write_on()
    with page.expect_response(address):
        held[0].continue_()


def test_what_is_written_while_an_answer_is_under_way_is_no_part_of_what_was_sent(enter, session):
    helena = enter("helena")
    helena.context.add_init_script(f"({FOLLOWED})()")
    page = helena.open(CLAUSE)
    live(page)
    page.locator(".chairing summary").click()
    note = page.locator(".chairing").get_by_label("State of play")
    pin = page.get_by_role("button", name="Pin the note")
    for number in range(3):
        sent, written = f"Option {number}.", f"Option {number}. And another one."
        note.fill(sent)
        answered_late(page, "**/note", pin, lambda words=written: note.fill(words))
        expect(page.locator(".state-of-play")).to_contain_text(sent)
        expect(pin).not_to_have_attribute("aria-busy", "true")
        note.blur()  # the focus alone would keep the page
        topics = tell_too_much(session, [f"clause:{WID}"])
        away(helena, page, "live:reload", topics)
        still_there = note.evaluate("(one) => [one.isConnected, one.value]")
        assert still_there == [True, written]
    page.reload()
    expect(note).to_have_value(written)
    expect(page.locator(".chairing .kept")).to_have_count(1)

    # The note that is removed leaves the field empty, unless somebody writes on in it.
    remove, pinned = (
        page.get_by_role("button", name="Remove the note"),
        page.locator(".state-of-play"),
    )
    page.locator(".chairing summary").click()
    for number in range(3):
        note.fill(f"Option {number}.")
        pin.click()
        expect(pinned).to_contain_text(f"Option {number}.")
        remove.click()
        expect(pinned).to_have_count(0)
        expect(note).to_have_value("")
        note.fill(f"Option {number}.")
        pin.click()
        expect(pinned).to_contain_text(f"Option {number}.")
        answered_late(page, "**/note/removal", remove, lambda words=written: note.fill(words))
        expect(pinned).to_have_count(0)
        expect(note).to_have_value(written)


def test_who_sees_what_they_have_set_takes_it_away_before_its_answer_is_there(enter):
    page, other = enter("helena").open(CLAUSE), enter("amina").open(CLAUSE)
    for each in (page, other):
        live(each)
    page.locator(".chairing summary").click()
    pin = page.get_by_role("button", name="Pin the note")
    held = []
    page.route("**/note", lambda route: held.append((route, route.fetch())))
    for number in range(3):
        page.locator(".chairing").get_by_label("State of play").fill(f"Option {number}.")
        pin.click()
        for each in (page, other):
            expect(each.locator(".state-of-play")).to_contain_text(f"Option {number}.")
        page.get_by_role("button", name="Remove the note").click()
        for each in (page, other):
            expect(each.locator(".state-of-play")).to_have_count(0)
        route, answer = held.pop()
        route.fulfill(response=answer)
        expect(pin).not_to_have_attribute("aria-busy", "true")
    for each in (page, other):
        same_as_fresh(each)


def test_an_announcement_that_is_written_on_while_it_is_sent_is_not_emptied(enter):
    page, amina = enter("helena").open(ROOM), enter("amina").open("/people/")
    for each in (page, amina):
        live(each)
    text = page.locator("#announcement")
    once = page.locator("form:has(#announcement) [name=once]")
    send = page.get_by_role("button", name="Announce", exact=True)
    for number in range(3):
        sent, written = f"Lunch at {number}.", f"Lunch at {number}, in the hall."
        text.fill(sent)
        key = once.input_value()
        answered_late(page, "**/announcements", send, lambda words=written: text.fill(words))
        expect(amina.locator(".room-notice--announcement")).to_contain_text(sent)
        expect(once).not_to_have_value(key)  # the answer has come
        expect(text).to_have_value(written)
        send.click()
        expect(amina.locator(".room-notice--announcement")).to_contain_text(written)
        expect(text).to_have_value("")


def test_whoever_is_back_at_a_choice_before_the_answer_to_the_last_one_stays_there(enter):
    page, other = enter("helena").open(ROOM), enter("ines").open(ROOM)
    for each in (page, other):
        live(each)
    choice, held = page.locator("#take-up"), []

    def hold(route):
        held.append(route) if route.request.method == "POST" else route.continue_()

    page.route("**/items", hold)
    for number in ("3.1", "3.2", "3.1"):
        page.keyboard.press("t")
        choice.select_option(label=choice.locator("option", has_text=number).first.text_content())
        page.keyboard.press("Tab")
        with page.expect_request(lambda asked: asked.method == "POST"):
            page.keyboard.press("Enter")
        page.keyboard.press("t")
        held.pop().continue_()
        expect(choice).to_have_value("")  # the answer has come
        expect(choice).to_be_focused()
        expect(other.locator("#room-item")).to_contain_text(number)
        page.keyboard.press("Escape")


FIELD = """(place) => document.querySelector(place)
    .insertAdjacentHTML("beforeend", "<form><input name='begun'></form>")"""


def test_what_a_part_of_a_page_passed_over_shows_once_nobody_writes_there(enter):
    amina, helena = enter("amina"), enter("helena")
    amina.context.add_init_script(f"({FOLLOWED})()")
    page = amina.open(CLAUSE)
    page.set_viewport_size({"width": 1280, "height": 200})  # what is said waits out of sight
    live(page)
    field, note = page.locator(".chaired [name=begun]"), page.locator(".state-of-play")
    pill = page.locator("[data-pill]")
    for number in range(3):
        page.evaluate(FIELD, ".chaired")
        field.evaluate("(one) => (one.value = 'Begun.')")  # typed, it would come into sight
        post(helena, f"{CLAUSE}/note", body=f"Option {number}.")
        post(helena, f"{CLAUSE}/comments", body=f"For option {number}.")
        expect(pill).to_contain_text(f"{number + 1} new")
        expect(field).to_have_value("Begun.")
        expect(note.get_by_text(f"Option {number}.")).to_have_count(0)
        field.evaluate("(one) => one.form.reset()")
        expect(note).to_contain_text(f"Option {number}.")
        expect(field).to_have_count(0)
        expect(pill).to_contain_text(f"{number + 1} new")  # it came once more, and counts once
    same_as_fresh(page)


def test_an_edit_that_is_written_on_while_it_is_saved_stays_open(enter):
    page, other = enter("amina").open(CLAUSE), enter("haruko").open(CLAUSE)
    live(page)
    live(other)
    said(page, "Kenya proposes a date.")
    one = page.locator(f"#{comment(page, 'Kenya proposes a date.').get_attribute('id')}")
    one.get_by_role("button", name="Edit").click()
    words, save = one.locator("textarea"), one.get_by_role("button", name="Save for everybody")
    seen = one.locator("[name=seen]")
    for number in range(3):
        sent = f"Kenya proposes {number} May."
        words.fill(sent)
        begun = seen.input_value()
        answered_late(
            page, "**/comments/*", save, lambda: words.fill(f"{words.input_value()} Or June.")
        )
        expect(seen).not_to_have_value(begun)  # the answer has come
        reads(other, sent)
        expect(words).to_have_value(f"{sent} Or June.")

    def press_again():
        words.fill("Kenya proposes a date in May. Or June.")
        save.click()

    answered_late(page, "**/comments/*", save, press_again)
    expect(words).to_have_count(0)
    expect(one).to_contain_text("Or June.")
    expect(reads(other, "Or June.")).to_be_visible()
    for each in (page, other):
        same_as_fresh(each)


COUNT_HEARD = """() => {
    window.heardAloud = 0
    const count = (all) => (window.heardAloud += all.filter(({ addedNodes }) => addedNodes.length).length)
    new MutationObserver(count).observe(document.querySelector("[data-heard]"), { childList: true })
}"""


def test_all_parts_of_a_page_that_were_passed_over_show_once_nobody_writes_there(enter):
    """Also where the one that was passed over first was passed over again after the others. A screen reader hears of each
    comment once, although the page has asked for it again."""
    amina, haruko, helena = enter("amina"), enter("haruko"), enter("helena")
    page = amina.open(CLAUSE)
    live(page)
    page.evaluate(COUNT_HEARD)
    name = post(haruko, f"{CLAUSE}/comments", body="Japan asks for a date.")["id"]
    one, note = page.locator(f"#comment-{name}"), page.locator(".state-of-play")
    reads(page, "Japan asks for a date.")
    for number in range(3):
        for place in (".chaired", f"#comment-{name}"):
            page.evaluate(FIELD, place)
            field = page.locator(f"{place} [name=begun]")
            field.evaluate("(one) => (one.value = 'Begun.')")
        post(helena, f"{CLAUSE}/note", body=f"Option {number}.")
        post(haruko, f"/comments/{name}", body=f"Japan asks for {number} May.")
        post(helena, f"{CLAUSE}/note", body=f"Option {number}, amended.")
        post(haruko, f"{CLAUSE}/comments", body=f"That was number {number}.")
        reads(page, f"That was number {number}.")  # so all of it has come
        expect(one).not_to_contain_text(f"{number} May")
        page.evaluate(
            "() => document.querySelectorAll('[name=begun]').forEach((one) => one.form.reset())"
        )
        expect(note).to_contain_text(f"Option {number}, amended.")
        expect(one).to_contain_text(f"{number} May")
        expect(page.locator("[name=begun]")).to_have_count(0)
    assert page.evaluate("() => window.heardAloud") == 4
    same_as_fresh(page)


def test_words_that_a_bad_line_did_not_bring_are_not_replaced_unread(enter):
    amina = enter("amina")
    cut = []

    def connect(line):
        line.connect_to_server().on_message(lambda words: None if cut else line.send(words))

    amina.page.route_web_socket(re.compile(r"/socket\.io/"), connect)
    page, other = amina.open(CLAUSE), enter("haruko").open(CLAUSE)
    page.route(
        "**/live/**", lambda route: route.abort("connectionreset") if cut else route.continue_()
    )
    live(page)
    live(other)
    said(page, "A first case.")
    name = comment(page, "A first case.").get_attribute("id")
    one, theirs = page.locator(f"#{name}"), other.locator(f"#{name}")
    one.get_by_role("button", name="Edit").click()
    editing, body = one.locator("textarea"), one.locator("[data-body]")
    editing.fill("Reworded at the desk.")
    cut.append("The line brings nothing any more.")
    post(amina, f"/comments/{name.removeprefix('comment-')}", body="Reworded on the phone.")
    expect(theirs).to_contain_text("Reworded on the phone.")

    def refused():
        with page.expect_response("**/comments/*") as answer:
            editing.press("Control+Enter")
        assert answer.value.status == 409
        expect(one.locator("form [data-problem]")).to_contain_text("Read the new words first")

    for _ in range(3):
        with page.expect_event("requestfailed"):
            refused()
        expect(body).to_be_hidden()
    expect(theirs).to_contain_text("Reworded on the phone.")
    cut.clear()
    refused()
    expect(body).to_be_visible()
    expect(body).to_have_text("Reworded on the phone.")
    expect(editing).to_have_value("Reworded at the desk.")
    editing.press("Control+Enter")
    expect(theirs).to_contain_text("Reworded at the desk.")
    for each in (page, other):
        same_as_fresh(each)


def test_the_page_of_a_comment_sends_what_is_written_there_with_scripts_too(enter):
    amina, other = enter("amina"), enter("haruko").open(CLAUSE)
    live(other)
    own_page = f"/comments/{post(amina, f'{CLAUSE}/comments', body='A first case.')['id']}"
    for number in range(3):
        page = amina.open(own_page)
        words, save = (
            page.get_by_label("Edit your comment"),
            page.get_by_role("button", name="Save for everybody"),
        )
        cancel = page.get_by_role("button", name="Cancel")
        desk, phone = f"Reworded {number} at the desk.", f"Reworded {number} on the phone."
        post(amina, own_page, body=phone)
        words.fill(desk)
        save.click()
        expect(page.get_by_text("Read the new words first").first).to_be_visible()
        expect(page.locator(".comment__body")).to_have_text(phone)
        expect(words).to_have_value(desk)
        cancel.click()
        expect(words).to_have_value(phone)
        words.fill(desk)
        save.click()
        expect(reads(other, desk)).to_be_visible()

        page = amina.open(own_page)
        expect(page.locator(".kept")).to_have_count(0)
        words.fill("Never mind.")
        cancel.click()
        expect(words).to_have_value(desk)
        page.locator("form[data-composer] [name=body]").fill(f"A reply, number {number}.")
        page.locator("form[data-composer] [type=submit]").click()
        expect(reads(other, f"A reply, number {number}.")).to_be_visible()
    same_as_fresh(other)


def test_an_item_of_the_agenda_that_is_written_on_while_it_is_saved_stays_open(enter):
    page, other = opened(enter("ines")), opened(enter("helena"))
    form = edit(page, REPORT)
    title, save = form.get_by_label("Title"), form.get_by_role("button", name="Save")
    marks = form.locator("[name=marks]")
    for number in range(3):
        sent = f"Report of {number} May"
        title.fill(sent)
        known = marks.input_value()
        answered_late(
            page, "**/items/*/edit", save, lambda words=sent: title.fill(f"{words}, late")
        )
        expect(marks).not_to_have_value(known)  # the answer has come
        expect(line(other, sent)).to_be_visible()
        expect(title).to_have_value(f"{sent}, late")
        expect(page.locator(".item-conflicts")).to_have_count(0)

    def press_again():
        title.fill("Report of May")
        save.click()

    answered_late(page, "**/items/*/edit", save, press_again)
    expect(form).to_have_count(0)
    expect(line(other, "Report of May")).to_be_visible()
    for each in (page, other):
        same_as_fresh(each)


PORTAL = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to this hotel</h1>"}


def test_the_page_of_a_hotel_is_no_answer_of_the_workspace(enter):
    amina, other = enter("amina"), enter("haruko").open(CLAUSE)
    page = amina.open(CLAUSE)
    for each in (page, other):
        live(each)
    for number in range(3):
        words = f"Kenya proposes {number} May."
        page.route("**/comments", lambda route: route.fulfill(**PORTAL))
        with page.expect_response("**/comments"):
            say(page, words)
        page.unroute("**/comments")
        expect(page.locator(".comment--waiting")).to_contain_text(words)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".comment--waiting")).to_have_count(0)
        expect(reads(other, words)).to_have_count(1)
    for each in (page, other):
        same_as_fresh(each)

    helena = enter("helena").open(ROOM)
    live(helena)
    announcement, problem = helena.locator("#announcement"), helena.locator("[data-room-error]")
    for number in range(3):
        words = f"Coffee at {number + 10}."
        announcement.fill(words)
        helena.route("**/announcements", lambda route: route.fulfill(**PORTAL))
        helena.get_by_role("button", name="Announce", exact=True).click()
        expect(problem).to_contain_text("could not be reached")
        expect(announcement).to_have_value(words)
        helena.unroute("**/announcements")
        helena.get_by_role("button", name="Announce", exact=True).click()
        expect(helena.locator(".room-notice--announcement")).to_contain_text(words)
        expect(announcement).to_have_value("")
        expect(problem).to_be_hidden()

    ines = opened(enter("ines"))
    adding, problem = ines.get_by_label("Add an item"), ines.locator("[data-agenda-error]")
    for number in range(3):
        title = f"Coffee, cup {number}"
        adding.fill(title)
        ines.route("**/items/new", lambda route: route.fulfill(**PORTAL))
        adding.press("Enter")
        expect(problem).to_contain_text("could not be reached")
        expect(adding).to_have_value(title)
        ines.unroute("**/items/new")
        adding.press("Enter")
        expect(line(ines, title)).to_be_visible()
        expect(adding).to_have_value("")
    same_as_fresh(ines)

    follow = other.locator("[data-thread] form[data-follow]").first
    button, problem = follow.get_by_role("button"), follow.locator("[data-follow-problem]")
    for _ in range(3):
        before = button.get_attribute("aria-pressed")
        other.route("**/follows**", lambda route: route.fulfill(**PORTAL))
        button.click()
        expect(problem).to_be_visible()
        expect(button).to_have_attribute("aria-pressed", before)
        other.unroute_all()
        button.click()
        expect(button).not_to_have_attribute("aria-pressed", before)
        expect(problem).to_be_hidden()
    same_as_fresh(other)

    draft = amina.open(begin_draft(amina))
    draft.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    keywords, autosaved = draft.get_by_label("Keywords"), draft.locator("[data-autosaved]")
    for number in range(3):
        draft.route(re.compile(r"/contributions/\d+$"), lambda route: route.fulfill(**PORTAL))
        keywords.fill(f"radio, {number}")
        expect(autosaved).to_contain_text("Not saved yet")
        draft.unroute_all()
        keywords.fill(f"radio, parents, {number}")
        expect(autosaved).to_have_text("Saved")
    draft.reload()
    expect(keywords).to_have_value("radio, parents, 2")
    expect(draft.locator(".kept")).to_have_count(0)
