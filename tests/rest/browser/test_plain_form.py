"""The text of a paper in a plain form, for whoever wants it and where there are no scripts; and its versions."""

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.desk import begin_draft, is_saved, lines, text_on, type_at_end, write_on
from tests.browser.fresh import PATIENCE
from tests.browser.test_threads import PAINTED


def test_the_plain_form_and_the_editor_pass_their_words_to_each_other(
    enter, axe, no_sideways_scroll
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page = write_on(amina, address)

    # From the editor to the form and back.
    type_at_end(page, "From the editor.")
    is_saved(page)
    form = wanjiru.open(address)
    form.get_by_role("link", name="Write in a plain form").click()
    field = form.get_by_label("Text", exact=True)
    expect(field).to_have_value("From the editor.")
    expect(form.locator("[data-editor]")).to_have_count(0)
    field.fill("From the editor.\n\nFrom the form.")
    form.get_by_role("button", name="Save").first.click()
    expect(text_on(page)).to_contain_text("From the form.")
    type_at_end(page, " And on.")
    is_saved(page)
    assert lines(page) == ["From the editor.", "From the form. And on."]

    # Without scripts the form is all there is.
    plain = enter("amina", java_script_enabled=False).open(address)
    expect(plain.get_by_label("Text", exact=True)).to_have_value(
        "From the editor.\n\nFrom the form. And on."
    )
    expect(plain.locator("[data-editor]")).to_be_hidden()

    # Saving the cover first sends what was just typed.
    type_at_end(page, " Typed and saved at once.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").first.click()
    expect(text_on(page)).to_contain_text("Typed and saved at once.")

    # On a phone each version has its name in one line.
    page = amina.open(f"{address.removesuffix('/edit')}/versions")
    page.set_viewport_size(PHONE)
    name = page.get_by_role("link", name="Version 1", exact=True)
    assert name.bounding_box()["height"] < 32
    no_sideways_scroll(page)
    axe(page)
    page.get_by_role("link", name="Edit the draft").click()
    expect(page.get_by_role("heading", name="Edit the draft")).to_be_visible()


HELD = """() => {
    const open = IDBFactory.prototype.open
    const held = new Promise((resolve) => (window.letGo = resolve))
    IDBFactory.prototype.open = function (...those) {
        const opening = open.apply(this, those)
        const add = opening.addEventListener.bind(opening)
        opening.addEventListener = (type, act) =>
            add(type, type === "success" ? () => held.then(act) : act)
        return opening
    }
}"""


class Tunnel:
    """The line of a train: it comes late, or brings the text late."""

    def __init__(self, page, *, is_there, brings_text):
        self.is_there, self.brings_text = is_there, brings_text
        self.lines, self.heard, self.held = [], [], []
        page.route_web_socket(re.compile(r"/socket\.io/"), self.connect)
        self.page = page

    def connect(self, line):
        if self.is_there:
            line.connect_to_server().on_message(lambda words: self.pass_on(line, words))
        else:
            self.lines.append(line)

    def end(self):
        self.is_there = True
        for line in self.lines:
            self.connect(line)

    def pass_on(self, line, words):
        if '"doc"' in str(words) and not self.brings_text:
            self.held.append((line, words))
        else:
            self.heard.append(str(words))
            line.send(words)

    def bring_text(self):
        for line, words in self.held:
            line.send(words)

    def until(self, happened):
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, self.heard
            self.page.wait_for_timeout(50)

    def until_joined(self):
        """The page asks for the text before it joins a topic, and is answered in turn."""
        self.until(lambda: any(each[:2] == "43" and '"seq"' in each for each in self.heard))


def saved_from_the_field(page, words):
    field = page.get_by_label("Text", exact=True)
    page.evaluate(PAINTED)
    expect(field).to_be_visible()
    expect(field).to_have_value(words)
    expect(page.locator("[data-editor]")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").first.click()


def test_what_is_typed_before_the_editor_is_there_stays_in_the_plain_form(enter):
    amina = enter("amina")
    address = begin_draft(amina)

    # Before there is a line.
    tunnel = Tunnel(amina.page, is_there=False, brings_text=True)
    page = amina.open(address)
    page.get_by_label("Text", exact=True).fill("Typed on a train.")
    tunnel.end()
    tunnel.until_joined()
    saved_from_the_field(page, "Typed on a train.")
    is_saved(write_on(amina, address))
    assert lines(page) == ["Typed on a train."]

    # Before the text has come.
    late = amina.another_tab("/people/")
    tunnel = Tunnel(late, is_there=True, brings_text=False)
    late.goto(amina.served.url + address)
    tunnel.until(lambda: tunnel.held)
    late.get_by_label("Text", exact=True).fill("Typed on a train. And on a slow one.")
    tunnel.bring_text()
    tunnel.brings_text = True
    saved_from_the_field(late, "Typed on a train. And on a slow one.")
    is_saved(late)
    assert lines(late) == ["Typed on a train. And on a slow one."]
    late.close()

    # Before this browser has found what it did not send.
    slow = amina.another_tab("/people/")
    slow.add_init_script(f"({HELD})()")
    tunnel = Tunnel(slow, is_there=True, brings_text=True)
    slow.goto(amina.served.url + address)
    tunnel.until(lambda: any('"doc"' in each for each in tunnel.heard))
    slow.evaluate(PAINTED)
    slow.get_by_label("Text", exact=True).fill("Typed while the disk was asked.")
    slow.evaluate("() => window.letGo()")
    saved_from_the_field(slow, "Typed while the disk was asked.")
    slow.close()
    is_saved(write_on(amina, address))
    assert lines(page) == ["Typed while the disk was asked."]


def test_an_editor_whose_text_does_not_come_after_a_lost_line_asks_for_it_again(enter):
    amina = enter("amina")
    address = begin_draft(amina)
    tunnel = Tunnel(amina.page, is_there=True, brings_text=True)
    amina.page.clock.install()
    page = write_on(amina, address)
    typed = ""
    for words in ("Local ", "radio ", "reaches parents."):
        tunnel.brings_text, lost = False, len(tunnel.held)
        page.evaluate("dispatchEvent(new Event('offline'))")
        time_goes_on(page, lambda lost=lost: len(tunnel.held) > lost)
        tunnel.brings_text = True
        type_at_end(page, words)
        typed += words
        expect(page.locator("[data-editor]")).to_have_attribute("data-state", "waiting")
        time_goes_on(page, lambda: page.locator("[data-editor][data-state=saved]").count())
        is_saved(page)
    page.reload()
    is_saved(page)
    assert lines(page) == [typed]


def time_goes_on(page, happened):
    for _ in range(60):
        page.clock.run_for(500)
        if happened():
            return
    raise AssertionError("It did not happen within half a minute.")
