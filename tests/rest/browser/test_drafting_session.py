"""A drafting session: two delegations at desks, one on a phone, the chair, the secretariat and the wall go through six clauses, from first
proposals to a clean text, which is adopted. Whatever stops one of them is counted.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response, expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_leading import ROOM
from tests.browser.test_rolling_text import live
from tests.browser.test_threads import post
from tests.rest.browser.test_brackets import do
from tests.rest.browser.test_merging import release, withdraw

DIRECTOR = "instructs_the-director-of-the-telecommunication-development-bureau"
AGENDA = {
    "Guidance to Member States, with Question 22-2/1": f"{DIRECTOR}__para_1",
    "One list of requests for information": f"{DIRECTOR}__para_2",
    "Regional projects and the regional offices": f"{DIRECTOR}__para_4",
    "Awareness campaigns": "invites_member-states__para_2",
    "Technological solutions: a common sheet": "invites_sector-members__para_1",
    "Report to the next WTDC: form and first rows": f"{DIRECTOR}__para_5",
}
"""The items of the meeting that are taken up, and the clause of each."""
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


def take_up(reader, agenda: Page, title: str) -> None:
    """Put an item on the floor, with its clause."""
    link = agenda.get_by_role("link", name=title, exact=True).first
    number = re.search(r"/items/(\d+)", link.get_attribute("href"))[1]
    post(reader, f"{ROOM}/items", item=number)


def count_is(pages, places: int, brackets: int = 0) -> None:
    """Every page says how many places are open in the whole text, and how many brackets."""
    said = f"{places} place is open" if places == 1 else f"{places} places are open"
    for page in pages:
        count = page.locator("#rolling-now > p.cluster").first
        expect(count).to_contain_text(said)
        if brackets:
            expect(count).to_contain_text(f"{brackets} bracket")
        else:
            expect(count).not_to_contain_text("bracket")


def counted(page: Page) -> int:
    said = page.locator("#rolling-now > p.cluster").first.inner_text()
    return int(re.search(r"(\d+) places? (?:is|are) open", said)[1])


def on_the_wall(page: Page) -> list[str]:
    return [page.locator(".projector__item").inner_text()]


def adopt(desk: Page) -> None:
    """The secretariat adopts the clean text as the next edition."""
    desk.get_by_role("link", name="Adopt the clean text as the next edition").click()
    desk.get_by_label("Place", exact=True).fill("Dubai")
    desk.get_by_label("Year").fill("2014")
    desk.get_by_label("Who adopts it").fill("The Conference (Dubai, 2014),")
    desk.get_by_role("button", name="Adopt as the next edition").click()
    expect(desk.locator("h1, .resolution__number").first).to_contain_text("Rev. Dubai, 2014")


def agree(page: Page, standing: str):
    """From the chair's text: record its words under the item that has the clause."""
    page.get_by_role("link", name="Agree these words").first.click()
    page.get_by_label(standing, exact=True).check()
    page.get_by_role("button", name="Record the wording").click()
    expect(page.locator("#item-outcome")).to_be_visible()


def test_a_session_goes_from_first_proposals_to_an_adopted_text(enter, axe, no_sideways_scroll):
    helena, ines, amina, teresa = (enter(each) for each in ("helena", "ines", "amina", "teresa"))
    haruko, wall_of = enter("haruko", phone=True), enter("ruth")
    stopped = Stopped()
    stopped.listen((helena, ines, amina, teresa, haruko, wall_of))
    brackets, clean = amina.open(f"{ROLLING}?view=brackets"), teresa.open(f"{ROLLING}?view=clean")
    phone = haruko.open(f"{ROLLING}?view=brackets")
    desk, secretariat = helena.open(ROLLING), ines.open(f"{ROLLING}?view=brackets")
    agenda, wall = helena.another_tab("/meetings/wg-cop-3"), wall_of.open(f"{ROOM}?projector")
    everybody = (brackets, clean, phone)
    for page in (*everybody, secretariat, wall):
        live(page)
    alternatives = wall.locator(".alternatives .chairs-place")

    # A bracket is left from the days before: the chair lifts it first.
    left = brackets.locator(".rolling__number")
    expect(left).to_have_count(1)
    left_open = brackets.evaluate("(a) => a.href", left.element_handle())
    do(desk, left_open, "Lift by consensus", "Lift the bracket", "The words as they are")
    expect(left).to_have_count(0)

    agreed = []
    open_before = counted(brackets)
    for turn, (title, place) in enumerate(AGENDA.items()):
        wid = f"wtdc-67.{place}"
        take_up(helena, agenda, title)
        expect(wall.locator(".matter__name a")).to_have_attribute("href", re.compile(wid))
        if turn == 3:  # the wall loses its line while words are proposed
            wall_of.go_offline()
            expect(wall.locator("html")).to_have_attribute("data-live", "off")
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
            expect(page.locator(f"[data-after='{place}']")).to_contain_text(new)
        count_is(everybody, open_before + 2)
        if turn == 3:
            wall_of.come_back()
            live(wall)
        expect(alternatives).to_have_count(2)
        expect(alternatives.first).to_contain_text(
            re.compile(rf"{kenya}\s*Kenya\s*{brazil}\s*Brazil")
        )
        expect(alternatives.last).to_contain_text(new)

        # The secretariat brackets the place; Kenya gives its brackets up, and the rest is settled by consensus.
        place_to_open = words_in(secretariat, place).locator("form.rolling__open button")
        expect(place_to_open).to_have_count(2)
        place_to_open.first.click()
        number = words_in(secretariat, place).locator(".rolling__number")
        expect(number).to_have_count(1)
        bracket = secretariat.evaluate("(a) => a.href", number.element_handle())
        for page in (brackets, phone):
            expect(words_in(page, place).locator(".rolling__number")).to_have_count(1)
        count_is(everybody, open_before + 2, brackets=1)
        expect(alternatives.first).to_contain_text(re.compile(r"Alt\. 1.*Alt\. 2", re.DOTALL))
        same_as_fresh(wall, on_the_wall)
        own = amina.another_tab("/")
        do(own, bracket, "Lift the brackets of Kenya", "Lift")
        own.close()
        do(desk, bracket, "Lift by consensus", "Lift the bracket", "The words as they are")
        for page in (brackets, phone):
            expect(words_in(page, place).locator(".rolling__number")).to_have_count(0)
        # The place is settled with the bracket: only the new clause is open.
        count_is(everybody, open_before + 1)
        expect(wall.locator(".alternatives__label")).to_have_count(0)
        expect(alternatives).to_have_count(1)
        expect(alternatives).to_contain_text(new)
        same_as_fresh(wall, on_the_wall)

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
        for words in (shown[0], wall.locator("[data-chairs-words]")):
            expect(words).to_contain_text("with partners")
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
        # A new clause that the chair did not write into the text stays open.
        open_before += turn == 1
        count_is(everybody, open_before)
        expect(wall.locator(".decision--of-matter")).to_contain_text("with partners")
        same_as_fresh(wall, on_the_wall)
        for page in everybody:
            same_as_fresh(page)
        if turn == 0:
            for page in (*everybody, desk):
                axe(page)
                no_sideways_scroll(page)

    for place, words in zip(AGENDA.values(), agreed, strict=True):
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

    secretariat.goto(clean.url)
    adopt(secretariat)
    for words in agreed:
        expect(secretariat.locator("main")).to_contain_text(words)
    for page in everybody:
        expect(page.locator("main")).to_contain_text("The latest edition is")
        same_as_fresh(page)
    expect(alternatives).to_have_count(0)
    same_as_fresh(wall, on_the_wall)
    assert not stopped.what, f"{len(stopped.what)} things stopped them:\n" + "\n".join(stopped.what)
