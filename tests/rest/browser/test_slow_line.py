"""A first visit on hotel Wi-Fi, at 400 kbit/s and 400 ms to each answer. Bytes, requests and shifts are measured; the
seconds are computed from them.
"""

import re
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.architecture.reading import ROOT
from tests.browser.test_every_page import addresses_for
from tests.rest.browser.sweeps import DAYS, pages_of_today
from tests.servers import PACKED_WELL
from tests.slices import part_of_today
from wgcop.languages import LANGUAGE_NAMES
from wgcop.languages.termbase import TRANSLATED

pytestmark = pytest.mark.settings(**{PACKED_WELL: True})

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CLAUSE = (
    "/clauses/wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_4"
)
AT_ONCE = 16
"""Pages under way at the same time, each on a line of its own; more would wait for the processor rather than for the line."""

SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "?").trim().slice(0, 120));
    shifts.push({ value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


WITH_MORE = re.compile(r"/(clauses|documents|implementation/reports)/")


OWN_LETTERS = {
    "fr": ("sans-accents", "serif-accents-600"),
    "es": ("sans-accents", "serif-accents-600"),
    "ru": ("sans-russian", "serif-russian-600"),
    "ar": ("naskh-arabic-400", "naskh-arabic-700"),
}
"""The fonts of the words and headings of the workspace in a language that English ones do not hold."""


def most_of(address: str, language: str = "en") -> float:
    """Kilobytes. With a thread come what keeps words though the browser is killed, the positions of delegations, what is
    proposed and in brackets, the levels of following, and what is typed before the composer is there; with a report its map. The texts themselves are still English, so a page in another
    language needs the Latin letters too: it may weigh as much as the files of its own letters are heavier.
    """
    own = (
        next((ROOT / "static/fonts").glob(f"{part}-*.woff2")).stat().st_size
        for part in OWN_LETTERS.get(language, ())
    )
    return (133 if WITH_MORE.search(address) else 120) + sum(own) / 1024


@dataclass
class Visit:
    """Somebody's first visit to a page: what was sent for it, and what moved."""

    page: Page
    sent: dict[str, tuple[str, float]] = field(default_factory=dict)

    def begin(self, address: str) -> None:
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        addresses = {}
        line.on(
            "Network.requestWillBeSent",
            lambda e: addresses.update({e["requestId"]: e["request"]["url"]}),
        )

        def note(arrived: dict[str, Any]) -> None:
            address = addresses[arrived["requestId"]]
            if not address.startswith("data:"):  # was in the style sheet
                self.sent[arrived["requestId"]] = (address, arrived["encodedDataLength"])

        line.on("Network.loadingFinished", note)
        self.page.add_init_script(SHIFTS)
        # Not waited for: the next of them sets out while this one is under way.
        self.page.evaluate("address => { setTimeout(() => location.assign(address)) }", address)

    def settle(self, least: int = 4_000) -> None:
        """Wait until scripts have run and times are worded for the reader; fonts may be missing."""
        self.page.wait_for_url(
            lambda url: url.startswith("http"), wait_until="load", timeout=120_000
        )
        self.page.wait_for_function("least => performance.now() > least", arg=least, polling=100)

    @property
    def bytes(self) -> float:
        return sum(size for _, size in self.sent.values())

    @property
    def seconds_until_ready(self) -> float:
        """The page, then its scripts and style sheet together: two round trips, and their bytes."""
        needed = [
            size
            for url, size in self.sent.values()
            if url == self.page.url.partition("#")[0] or url.endswith((".js", ".css"))
        ]
        return 2 * LINE["latency"] / 1000 + sum(needed) / LINE["downloadThroughput"]

    @property
    def shift(self) -> float:
        return sum(one["value"] for one in self.page.evaluate("shifts"))

    def faults(self) -> list[str]:
        faults = []
        language = self.page.locator("html").get_attribute("lang") or "en"
        if self.bytes > most_of(self.page.url, language) * 1024:
            heaviest = sorted(self.sent.values(), key=lambda one: -one[1])[:4]
            faults.append(f"{self.bytes:,.0f} bytes, the most for {heaviest}")
        if len(self.sent) > 16:  # the last of them asks how much is unread, when all else is there
            asked = sorted(url.rpartition("/")[2] for url, _ in self.sent.values())
            faults.append(f"{len(self.sent)} requests: {', '.join(asked)}")
        if self.seconds_until_ready > 3:
            faults.append(f"works after {self.seconds_until_ready:.1f} s")
        if self.shift >= 0.05:
            moved = self.page.evaluate("shifts.flatMap(({ moved }) => moved).slice(0, 4)")
            faults.append(f"shifts by {self.shift:.3f}: {moved}")
        return [f"{self.page.url}: {fault}" for fault in faults]


def visits(look, asked, *, phone):
    """The faults of each page on a first visit, each in a browser of its own, several at a time. Who opens which, and in which
    language."""
    faults = []
    for start in range(0, len(asked), AT_ONCE):
        together = asked[start : start + AT_ONCE]
        readers = [look(name, phone=phone) for name, _, _ in together]
        for reader, (_, _, language) in zip(readers, together, strict=True):
            if language != "en":
                reader.context.request.get(f"{reader.served.url}/?language={language}")
        under_way = [Visit(reader.page) for reader in readers]
        for visit, (_, address, _) in zip(under_way, together, strict=True):
            visit.begin(readers[0].served.url + address)
        for visit in under_way:
            visit.settle()
            faults += visit.faults()
        for reader in readers:
            reader.context.close()
            look.readers.remove(reader)
    return faults


WITH_EDITOR = re.compile(r"/contributions/.*/edit|/items/\d+/notes$")
"""Where people write together. The editor comes after the text, which is read and edited without it."""

HEAVY = [
    "/",
    CLAUSE,
    "/resolutions/67-hyderabad-2010",
    "/meetings/wg-cop-3",
    "/search?q=children",
    "/contributions/",
]


@pytest.mark.long
@pytest.mark.parametrize(
    "name, phone",
    [("farid", True), ("farid", False), ("ines", True)],
    ids=["phone", "desk", "secretariat"],
)
def test_every_page_is_light_and_nothing_on_it_jumps(look, name, phone):
    pages = list(addresses_for(look._app, name))
    if name == "ines":
        pages = sorted(set(pages) - set(addresses_for(look._app, "farid")))
    elif not phone:
        pages = HEAVY
    pages = [page for page in pages if not WITH_EDITOR.search(page)]
    if name == "ines":
        pages = part_of_today(pages, DAYS)
    elif phone:
        pages = [*pages_of_today(pages), f"{CLAUSE}#{CLAUSE.partition('.')[2]}"]
    faults = visits(look, [(name, page, "en") for page in pages], phone=phone)
    assert not faults, "On a slow line:\n  " + "\n  ".join(faults)


@pytest.mark.long
@pytest.mark.settings(LANGUAGES=tuple(LANGUAGE_NAMES))
def test_a_first_visit_is_as_light_in_each_language(look):
    """The heaviest page each day in each of them."""
    opened = [("farid", page) for page in HEAVY if page != CLAUSE]
    opened += [(None, page) for page in ("/", "/sign-in", CLAUSE)]
    asked = [("farid", CLAUSE, language) for language in TRANSLATED]
    asked += [(*page, tongue) for page, tongue in part_of_today(product(opened, TRANSLATED), DAYS)]
    faults = visits(look, asked, phone=True)
    assert not faults, "On a slow line:\n  " + "\n  ".join(faults)


def test_a_clause_is_there_before_the_scripts_and_whoever_reads_on_stays_where_they_are(look):
    for name in (None, "farid"):
        visit = Visit(look(name, phone=True).page)
        visit.begin(look.readers[-1].served.url + CLAUSE)
        text = visit.page.locator(".clause.is-open > .clause__text")
        expect(text).to_be_in_viewport(timeout=20_000)
        visit.page.mouse.wheel(0, 900)
        visit.page.wait_for_timeout(300)
        where = visit.page.evaluate("scrollY")
        visit.settle(5_000)
        assert abs(visit.page.evaluate("scrollY") - where) < 3
    assert visit.page.locator("html").get_attribute("data-live") == "on"
