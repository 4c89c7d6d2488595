"""A drafting session: two delegations at desks, one on a phone, the chair and the secretariat go through three clauses, from first proposals
to a clean text. Whatever stops one of them is counted.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response, expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_rolling_text import live
from tests.rest.browser.test_brackets import do
from tests.rest.browser.test_merging import release

DIRECTOR = "instructs_the-director-of-the-telecommunication-development-bureau"
PLACES = [f"{DIRECTOR}__para_{number}" for number in (1, 2, 4)]
ROLLING = "/resolutions/67-hyderabad-2010/rolling-text"


@dataclass
class Stopped:
    """What stopped people: a refused request, a question that a page asks, a script that fails."""

    what: list[str] = field(default_factory=list)

    def listen(self, readers):
        for reader in readers:
            reader.context.on("response", self._answered)
            reader.context.on("dialog", self._asked)
            reader.context.on("weberror", lambda error: self.what.append(str(error.error)))

    def _answered(self, response: Response):
        if response.status >= 400:
            request = response.request
            self.what.append(f"{response.status} {request.method} {request.url}")

    def _asked(self, dialog):
        self.what.append(f"asked: {dialog.message}")
        dialog.accept()


def propose_new(reader, wid: str, words: str) -> str:
    """Propose a new clause after this one, release it, and return its address."""
    page = reader.another_tab(f"/clauses/{wid}/proposals/new?place=after")
    page.locator("textarea[name=words]").fill(words)
    page.get_by_role("button", name="Save within the delegation").click()
    page.get_by_role("button", name="Release to all members").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    address = page.url
    page.close()
    return address


def words_in(page: Page, place: str):
    return page.locator(f"[id='{place}']")


def withdraw(reader, wid: str, words: str):
    page = reader.another_tab(f"/clauses/{wid}/proposals")
    page.locator(".proposal", has_text=words).locator(".proposal__name").first.click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_role("button", name="Restore")).to_be_visible()
    page.close()


def agree(page: Page, standing: str):
    """From the chair's text: record its words under the item that has the clause."""
    page.get_by_role("link", name="Agree these words").first.click()
    page.get_by_label(standing, exact=True).check()
    page.get_by_role("button", name="Record the wording").click()
    expect(page.locator("#item-outcome")).to_be_visible()


def test_a_session_goes_from_first_proposals_to_a_clean_text(enter, axe, no_sideways_scroll):
    helena, ines, amina, teresa = (enter(each) for each in ("helena", "ines", "amina", "teresa"))
    haruko = enter("haruko", phone=True)
    stopped = Stopped()
    stopped.listen((helena, ines, amina, teresa, haruko))
    brackets, clean = amina.open(f"{ROLLING}?view=brackets"), teresa.open(f"{ROLLING}?view=clean")
    phone = haruko.open(f"{ROLLING}?view=brackets")
    desk, secretariat = helena.open(ROLLING), ines.open(f"{ROLLING}?view=brackets")
    everybody = (brackets, clean, phone)
    for page in (*everybody, secretariat):
        live(page)

    agreed = []
    for turn, place in enumerate(PLACES):
        wid = f"wtdc-67.{place}"
        kenya, brazil = (
            release(reader, wid, "", f"{words}{turn}")
            for reader, words in ((amina, "most"), (teresa, "all"))
        )
        new = f"to train teachers, round {turn}"
        propose_new(haruko, wid, new)
        for page in (brackets, phone):
            expect(words_in(page, place)).to_contain_text(
                re.compile(rf"/\s*{kenya}\s*\(Kenya\)\s*/\s*{brazil}\s*\(Brazil\)")
            )
            expect(words_in(page, place)).to_contain_text(new)

        # The secretariat brackets the place; Kenya gives its brackets up, and the rest is settled by consensus.
        place_to_open = words_in(secretariat, place).locator("form.rolling__open button")
        expect(place_to_open).to_have_count(2)
        place_to_open.first.click()
        number = words_in(secretariat, place).locator(".rolling__number")
        expect(number).to_have_count(1)
        bracket = secretariat.evaluate("(a) => a.href", number.element_handle())
        for page in (brackets, phone):
            expect(words_in(page, place).locator(".rolling__number")).to_have_count(1)
        own = amina.another_tab("/")
        do(own, bracket, "Lift the brackets of Kenya", "Lift")
        own.close()
        do(desk, bracket, "Lift by consensus", "Lift the bracket", "The words as they are")
        for page in (brackets, phone):
            expect(words_in(page, place).locator(".rolling__number")).to_have_count(0)

        # The chair merges: Kenya's words, a bridge, and Japan's new clause as a line of its own.
        helena.open(f"/clauses/{wid}/chairs-text")
        desk.get_by_role("button", name="Open the chair’s text").click()
        live(desk)
        if turn == 1:
            haruko.go_offline()
            expect(phone.locator("html")).to_have_attribute("data-live", "off")
        area = desk.locator("textarea[name=words]")
        kenyas = desk.locator(".chairs-tools .chairs-place__choice", has_text=kenya)
        kenyas.get_by_role("button").click()
        expect(area).to_have_value(re.compile(kenya))
        area.press("Control+End")
        area.press_sequentially(" with partners", delay=15)
        if turn != 1:
            area.press("Enter")
            area.press_sequentially(new, delay=15)
        expect(desk.locator("[data-merging-state]")).not_to_have_text(re.compile("Sending"))
        shown = [
            page.locator(f"[id='{place}'] [data-chairs-words]").first for page in (brackets, phone)
        ]
        expect(shown[0]).to_contain_text("with partners")
        withdraw(teresa, wid, brazil)
        if turn == 1:
            haruko.come_back()
            live(phone)
        expect(shown[1]).to_contain_text("with partners")

        typed = area.input_value()
        agree(desk, "Agreed ad referendum" if turn == 0 else "Agreed")
        agreed.append(typed.split("\n")[0])
        for page in everybody:
            expect(words_in(page, place)).to_contain_text("with partners")
            expect(words_in(page, place).locator("[data-chairs-words]")).to_have_count(0)
        for page in everybody:
            same_as_fresh(page)
        if turn == 0:
            for page in (*everybody, desk):
                axe(page)
                no_sideways_scroll(page)

    for place, words in zip(PLACES, agreed, strict=True):
        expect(words_in(clean, place)).to_contain_text(words)
    secretariat.goto(secretariat.url)
    secretariat.get_by_role("link", name="Cut as a document").click()
    secretariat.get_by_role("button", name=re.compile("^Cut ")).click()
    for words in agreed:
        expect(secretariat.locator(".paper")).to_contain_text(words)
    address = re.sub(r"^\w+://[^/]*", "", secretariat.url)
    for page in everybody:
        expect(page.locator(f"a.symbol[href='{address}']")).to_have_count(1)
        same_as_fresh(page)
    assert not stopped.what, f"{len(stopped.what)} things stopped them:\n" + "\n".join(stopped.what)
