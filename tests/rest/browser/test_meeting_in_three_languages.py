"""A delegate who reads Arabic, one who reads Chinese and one who reads French go through a meeting, from their invitation to its
report: each in the own language, which nobody chooses for them.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from babel import Locale
from playwright.sync_api import Page, expect

from scripts.messages import FOLDER
from tests.browser.fresh import same_as_fresh
from tests.browser.test_leading import ROOM, on_floor, speaking
from tests.browser.test_threads import CLAUSE, comment, composer, live, reads
from tests.rest.browser.test_languages import SAID, english_of
from wgcop.languages import LANGUAGE_NAMES, catalogues, language_direction

pytestmark = pytest.mark.settings(LANGUAGES=tuple(LANGUAGE_NAMES))

MEETING = "/meetings/wg-cop-3"
PASSWORD = "copper lantern walks"


@dataclass
class Delegate:
    """Somebody with a browser in the own language."""

    language: str
    browser: str
    email: str
    name: str
    country: str
    code: str
    lines: tuple[str, str, str]
    reader: Any = None

    @property
    def page(self) -> Page:
        return self.reader.page

    def open(self, address: str) -> Page:
        return self.reader.open(address)

    def says(self, english: str, context: str | None = None) -> str:
        """What the workspace says here in the language of the delegate."""
        file = FOLDER / self.language / "LC_MESSAGES" / catalogues.NAME
        message = catalogues.read(file, self.language).get(english, context)
        assert message and message.string != english, english
        return str(message.string)

    def country_in(self, language: str) -> str:
        territory = {"Egypt": "EG", "China": "CN", "France": "FR"}[self.country]
        return str(Locale.parse(language).territories[territory])

    def named(self, role: str, english: str, exact: bool = True):
        return self.page.get_by_role(role, name=self.says(english), exact=exact)


ARABIC = Delegate(
    "ar",
    "ar-EG",
    "layla@example.org",
    "ليلى منصور",
    "Egypt",
    "EGY",
    ("تؤيد مصر هذه الفقرة.", "نقترح إضافة المدارس.", "تشكر مصر الوفود."),
)
CHINESE = Delegate(
    "zh",
    "zh-CN",
    "liwen@example.org",
    "李文",
    "China",
    "CHN",
    ("中国支持这一段。", "我们同意增加学校。", "中国感谢各代表团。"),
)
FRENCH = Delegate(
    "fr",
    "fr-FR",
    "claire@example.org",
    "Claire Moreau",
    "France",
    "FRA",
    ("La France soutient ce paragraphe.", "Nous y ajoutons les écoles.", "Merci à tous."),
)
ALL = (ARABIC, CHINESE, FRENCH)


@pytest.fixture
def is_whole(axe, no_sideways_scroll):
    """A page is in the language of its reader, and nothing that the workspace says is left in English."""
    english = {each.language: english_of(each.language) for each in ALL}

    def inspect(delegate: Delegate, page: Page | None = None, *, with_axe: bool = True) -> None:
        page = page or delegate.page
        root = page.locator("html")
        expect(root).to_have_attribute("lang", delegate.language)
        expect(root).to_have_attribute("dir", language_direction(delegate.language))
        left = sorted(
            {words for words in page.evaluate(SAID) if words in english[delegate.language]}
        )
        assert not left, f"{page.url} in {delegate.language}: {left}"
        no_sideways_scroll(page)
        if with_axe:
            axe(page)

    return inspect


def do(reader, address: str, **form: str) -> str:
    """Send a form as the secretariat or the chair. Gives the address to which it leads."""
    token = reader.context.request.get(f"{reader.served.url}/api/v1/session").json()["csrf"]
    answer = reader.context.request.post(
        reader.served.url + address,
        form={**form, "csrf_token": token},
        headers={"Referer": reader.served.url},
        max_redirects=0,
    )
    assert answer.status in (200, 303), (address, answer.status)
    return re.sub(r"^\w+://[^/]*", "", answer.headers.get("location", address))


def invite(ines) -> dict[str, str]:
    """Give the links of the invitations, by e-mail address."""
    for each in (CHINESE, FRENCH):
        region = "asia-pacific" if each is CHINESE else "europe"
        do(
            ines,
            "/delegations/",
            name=each.country,
            code=each.code,
            category="member-state",
            region=region,
        )
    page = ines.open("/people/invitations/new")
    rows = [f"{each.email},,{each.code},head," for each in ALL]
    page.locator("textarea[name=people]").fill(
        "\n".join(["email,name,delegation,role,group_roles", *rows])
    )
    page.get_by_role("button", name="Invite all").click()
    links = page.locator("[data-invitation-link]")
    expect(links).to_have_count(len(ALL))
    return {
        each.email: page.locator(".row", has_text=each.email)
        .locator("[data-invitation-link]")
        .get_attribute("href")
        for each in ALL
    }


def accept(delegate: Delegate, link: str, is_whole) -> None:
    page = delegate.page
    page.goto(link)
    is_whole(delegate)
    page.locator("[name=name]").fill(delegate.name)
    page.locator("[name=password]").fill("short")
    delegate.named("button", "Accept and sign in").click()
    expect(page.locator("[name=password][aria-invalid=true]")).to_be_visible()
    is_whole(delegate)
    page.locator("[name=password]").fill(PASSWORD)
    delegate.named("button", "Accept and sign in").click()
    page.wait_for_url(re.compile(r"/$"))
    is_whole(delegate)


def register(delegate: Delegate, is_whole) -> None:
    page = delegate.open(MEETING)
    is_whole(delegate)
    delegate.named("link", "Register").click()
    page.get_by_label(delegate.says("In person"), exact=True).check()
    is_whole(delegate)
    delegate.named("button", "Register").click()
    expect(page.locator(".registration strong")).to_be_visible()
    is_whole(delegate, with_axe=False)


def bring_paper(delegate: Delegate, title: str, text: str, is_whole) -> None:
    """Write a paper, submit it, and read it as everybody does."""
    page = delegate.open("/contributions/new?meeting=wg-cop-3")
    is_whole(delegate)
    page.locator("[name=title]").fill(title)
    delegate.named("button", "Start writing").click()
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "saved")
    page.locator(".ProseMirror").click()
    page.keyboard.type(text)
    page.locator("#cover > summary").click()
    page.locator("[name=action_required]").fill(text)
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "saved")
    is_whole(delegate)
    delegate.named("button", "Preview the paper").click()
    expect(page.locator(".paper__body")).to_contain_text(text)
    is_whole(delegate)
    delegate.named("button", "Submit").first.click()
    expect(page.locator("h1")).to_contain_text("WG-COP/3/4")
    is_whole(delegate)
    delegate.open("/documents/WG-COP/3/4")
    expect(page.locator(".paper__body")).to_contain_text(text)
    is_whole(delegate)


def say(delegate: Delegate, words: str) -> None:
    form = composer(delegate.page)
    form.locator("[name=body]").fill(words)
    form.locator(".composer__send").click()
    expect(comment(delegate.page, words)).to_be_visible()
    expect(delegate.page.locator(".comment--waiting")).to_have_count(0)


def talk(is_whole) -> None:
    """Three rounds on a clause; in the second one delegate has no line."""
    for each in ALL:
        each.open(CLAUSE)
        live(each.page)
        is_whole(each)
    for turn in range(3):
        away = CHINESE if turn == 1 else None
        if away:
            away.reader.go_offline()
            expect(away.page.locator("html")).to_have_attribute("data-live", "off")
        spoken = [each for each in ALL if each is not away]
        for each in spoken:
            say(each, each.lines[turn])
        if away:
            is_whole(away, with_axe=False)
            away.reader.come_back()
            live(away.page)
        for each in spoken:
            for hearer in ALL:
                reads(hearer.page, each.lines[turn])
        for each in ALL:
            is_whole(each, with_axe=turn == 2)
            same_as_fresh(each.page)


def speak(helena, is_whole) -> None:
    """Each asks for the floor, has it and gives it back; in the second round one has no line meanwhile."""
    for each in ALL:
        each.open(ROOM)
        live(each.page)
        is_whole(each)
    for turn, away in enumerate((None, FRENCH, None)):
        for each in ALL:
            each.named("button", "Ask for the floor", exact=False).click()
            for other in ALL:
                waiting = other.page.locator(
                    ".waiting__one", has_text=each.country_in(other.language)
                )
                expect(waiting).to_have_count(1)
        if away:
            away.reader.go_offline()
            expect(away.page.locator("html")).to_have_attribute("data-live", "off")
        for each in ALL:
            do(helena, f"{ROOM}/speakers/next")
            for other in ALL:
                if other is away:
                    continue
                expect(speaking(other.page)).to_contain_text(each.name)
                expect(speaking(other.page)).to_contain_text(other.says("Has the floor"))
        if away:
            away.reader.come_back()
            live(away.page)
            expect(speaking(away.page)).to_contain_text(ALL[-1].name)
        do(helena, f"{ROOM}/speakers/end")
        do(helena, f"{ROOM}/outcome", outcome="noted", text=f"Round {turn} was noted.")
        for each in ALL:
            expect(speaking(each.page)).to_contain_text(each.says("Nobody has the floor"))
            decision = each.page.locator(".decision", has_text=f"Round {turn} was noted.")
            expect(decision).to_have_count(1)
            expect(decision).not_to_contain_text("Noted")
            is_whole(each, with_axe=turn == 2)
            same_as_fresh(each.page)


def test_three_delegates_go_from_invitation_to_report_each_in_the_own_language(enter, is_whole):
    ines, helena = enter("ines"), enter("helena")
    links = invite(ines)
    for each in ALL:
        each.reader = enter(locale=each.browser, phone=each is ARABIC)
        accept(each, links[each.email], is_whole)
        register(each, is_whole)
    bring_paper(
        FRENCH, "Les écoles et la radio", "Le groupe est invité à en prendre note.", is_whole
    )
    talk(is_whole)
    helena.open(ROOM)
    assert on_floor(helena.page).inner_text()
    speak(helena, is_whole)

    do(helena, f"{ROOM}/closure")
    draft = do(helena, f"{MEETING}/report").removesuffix("/edit")
    do(helena, f"{draft}/submission")
    for each in ALL:
        page = each.open("/")
        is_whole(each)
        # The page of the meeting has its record once its days are over; the report is listed at once.
        each.open(MEETING)
        is_whole(each)
        page = each.open(f"{MEETING}/documents")
        is_whole(each)
        report = page.locator("a[href*='/documents/WG-COP/3/REP/1']").first
        expect(report).to_be_attached()
        page = each.open("/documents/WG-COP/3/REP/1")
        expect(page.locator(".paper__body")).to_contain_text("Round 2 was noted.")
        # Two of them did not register: the report says who took the floor all the same.
        expect(page.locator(".paper__body")).to_contain_text("China, France")
        is_whole(each)
