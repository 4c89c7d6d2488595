"""Chromium, several people at once, and what must hold on every page they see."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from tests import servers
from tests.conftest import SETTINGS, World, program
from tests.folders import folder_of
from tests.servers import Workspace
from tests.templates import Templates
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db
from wgcop.live import OWN, STOCK

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # a process of its own for what is painted took a quarter of all that Chromium takes
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# People who control a device by voice say what is written on a button; axe-core leaves this rule out as experimental.
SPOKEN = {"label-content-name-mismatch": {"enabled": True}}
PATIENCE = 60_000
"""What is expected comes at once; a machine that does much else at the same time may need longer."""
expect.set_options(timeout=PATIENCE)

# Lost connections and refusals are part of what is tested here.
EXPECTED_NOISE = re.compile(
    r"ERR_INTERNET_DISCONNECTED|ERR_SOCKET_NOT_CONNECTED|ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|status of (4\d\d|503)|WebSocket is closed before|Connection closed before receiving a handshake response"
)
# With the stock transport one thread answers a page that closes its connection while another may be about to send a message:
# the two write without a lock, so the message can follow the answer. Nobody misses it, since its page is gone.
STOCK_NOISE = re.compile(r"/socket\.io/\?.* failed: Data frame received after close")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if folder_of(item.path) == Path(__file__).parent.name:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def transport() -> str:
    """Pages do not know which transport brings them what they hear: `tests/rest/browser` tries the stock one."""
    return OWN


def chromium_command() -> str:
    """The one that opens no window around a page, where it is installed: a window costs three times what its page does."""
    return shutil.which("chromium-headless-shell") or program("chromium", of="Chromium")


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Browser:
    return launched(pytestconfig)


@cache
def launched(config: pytest.Config) -> Browser:
    """One for `tests/browser` and `tests/rest/browser`, which has these fixtures once more."""
    playwright = sync_playwright().start()
    config.add_cleanup(playwright.stop)
    browser = playwright.chromium.launch(executable_path=chromium_command(), args=ARGUMENTS)
    config.add_cleanup(browser.close)
    return browser


# The workspace that people browse


@pytest.fixture(scope="session")
def practised(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A server's first pages took a second, and most tests open no others."""
    folder = tmp_path_factory.mktemp("practised") / "var"
    with templates.get(None, with_world=True).copy(folder) as data:
        servers.serving().open_usual_pages({**SETTINGS, **data}, "Amina Barasa")


@pytest.fixture
def server(
    practised: None,
    templates: Templates,
    tmp_path: Path,
    settings: dict[str, Any],
    transport: str,
) -> Iterator[Workspace]:
    """A workspace of this test's own, with the demo world."""
    carried = {"LIVE_TRANSPORT": transport}
    with templates.get(None, with_world=True).copy(tmp_path / "var") as data:
        with servers.workspace({**SETTINGS, **data, **carried, **settings}, tmp_path) as served:
            yield served


@pytest.fixture(scope="session")
def reading_rooms(
    practised: None, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Workspace]]:
    """One workspace for each transport and the settings beside it, opened when it is first asked for."""
    with ExitStack() as opened:

        @cache
        def open_room(transport: str, *further: tuple[str, Any]) -> Workspace:
            folder = tmp_path_factory.mktemp("reading-room")
            data = opened.enter_context(templates.get(None, with_world=True).copy(folder / "var"))
            settings = {**SETTINGS, **data, "LIVE_TRANSPORT": transport, **dict(further)}
            return opened.enter_context(servers.workspace(settings, folder))

        yield open_room


@pytest.fixture
def reading_room(
    reading_rooms: Callable[..., Workspace], settings: dict[str, Any], transport: str
) -> Workspace:
    """One workspace for all tests that change nothing."""
    return reading_rooms(transport, *sorted(settings.items()))


def application_of(served: Workspace) -> Flask:
    """An application on the same data and key in this process, to look up people and to sign their cookies."""
    return create_app({**SETTINGS, **served.settings})


# People in front of it


@dataclass
class Reader:
    """Somebody with a browser of their own. Any error in its console fails the test."""

    served: Workspace
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(self.served.url + address)
        return self.page

    def another_tab(self, address: str) -> Page:
        page = self.context.new_page()
        self.listen_to(page)
        page.goto(self.served.url + address)
        return page

    def read_right_to_left(self) -> None:
        """Every page that they open from now on runs as in Arabic, of which there is no catalogue."""
        turn = (
            "addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })"
        )
        self.context.add_init_script(turn)

    def go_offline(self) -> None:
        self.context.set_offline(True)

    def come_back(self) -> None:
        self.context.set_offline(False)

    def listen_to(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        asset = "/static/" in message.location.get("url", "") and "WebSocket" not in message.text
        if self.served.settings["LIVE_TRANSPORT"] == STOCK and STOCK_NOISE.search(message.text):
            return
        if message.type == "error" and (asset or not EXPECTED_NOISE.search(message.text)):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")


def write_anew(engine: Engine) -> None:
    """What a test reads begins a transaction that lasts until it commits. SQLite refuses to write in that one when the
    server has written meanwhile, and each beat of its background work is written: so what writes begins anew."""

    def begin_anew(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection) and not connection.info.get("writes"):
            connection.info["writes"] = True
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raw.execute("BEGIN IMMEDIATE")

    @event.listens_for(engine, "before_cursor_execute")
    def _(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            begin_anew(connection)

    @event.listens_for(engine, "savepoint")
    def _(connection: Connection, _name: str) -> None:
        begin_anew(connection)

    @event.listens_for(engine, "commit")
    @event.listens_for(engine, "rollback")
    def _(connection: Connection) -> None:
        connection.info.pop("writes", None)


class Room:
    """Lets people in, each with a browser context of their own."""

    def __init__(self, chromium: Browser, served: Workspace) -> None:
        self._chromium = chromium
        self._served = served
        self._app = application_of(served)
        self.world = World(self._app)
        self.readers: list[Reader] = []

    def __call__(
        self, name: str | None = None, *, phone: bool = False, dark: bool = False, **options: Any
    ) -> Reader:
        """`enter("amina")` is Amina at a desk; `enter(phone=True)` a guest with a phone."""
        context = self._chromium.new_context(
            viewport=PHONE if phone else WIDE,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **{"locale": "en-GB", "timezone_id": "UTC", "service_workers": "block", **options},
        )
        context.set_default_timeout(PATIENCE)
        if name is not None:
            # The test's own session must not begin to read here: what it writes later would come too late.
            with self._app.app_context():
                context.add_cookies([self._cookie(self.world.person(name))])
        reader = Reader(self._served, context, context.new_page())
        reader.listen_to(reader.page)
        self.readers.append(reader)
        return reader

    def _cookie(self, person: Person) -> Any:
        name, value = servers.sealed_cookie(self._app, person)
        return {"name": name, "value": value, "url": self._served.url, "httpOnly": True}

    def leave(self) -> None:
        for reader in self.readers:
            reader.context.close()
        with self._app.app_context():
            db.engine.dispose()
        complaints = [c for reader in self.readers for c in reader.complaints]
        assert not complaints, "The console complained:\n  " + "\n  ".join(complaints)


@pytest.fixture
def enter(chromium: Browser, server: Workspace) -> Iterator[Room]:
    """`enter("amina")` opens a browser for her on a workspace that this test may change."""
    room = Room(chromium, server)
    with room._app.app_context():
        write_anew(db.engine)
    yield room
    room.leave()


@pytest.fixture
def look(chromium: Browser, reading_room: Workspace) -> Iterator[Room]:
    """As `enter`, on a workspace that is shared: for tests that change nothing but for what a page needs to be there."""
    room = Room(chromium, reading_room)
    with room._app.app_context():
        write_anew(db.engine)
    yield room
    room.leave()


@pytest.fixture
def session(enter: Room) -> Iterator[Session]:
    """The database behind the browsers."""
    with enter._app.app_context():
        yield db.session


# What must hold on every page


OF_NEW_KINDS = """async ([known, options]) => {
    const seen = new Set(known)
    const paints = new Map()
    const paintOf = (one) => {
        if (!one) return ""
        if (!paints.has(one)) {
            const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } = getComputedStyle(one)
            const paint = `${backgroundColor} ${backgroundImage} ${opacity} ${filter} ${mixBlendMode} ${position}`
            const plain = paint === "rgba(0, 0, 0, 0) none 1 none normal static"
            paints.set(one, paintOf(one.parentElement) + (plain ? "" : `|${paint}`))
        }
        return paints.get(one)
    }
    const says = (one) => one.matches("input, select, textarea, button")
        || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    const kindOf = (one) => {
        const { color, fontSize, fontWeight, textShadow, visibility } = getComputedStyle(one)
        const [box] = one.getClientRects()
        const off = Boolean(one.closest(":disabled, [aria-disabled=true], [inert]"))
        return `${color} ${fontSize} ${fontWeight} ${textShadow} ${visibility} ${Boolean(box)} ${off} ${paintOf(one)}`
    }
    const fresh = [...document.body.querySelectorAll("*")].filter((one) => {
        if (!says(one) || seen.has(kindOf(one))) return false
        return seen.add(kindOf(one))
    })
    if (fresh.length && !("axe" in window)) return [known, null]
    const found = fresh.length ? (await axe.run({ include: fresh }, options)).violations : []
    return [[...seen], found]
}"""
"""Runs axe-core on the texts whose colours, sizes and grounds are not those of one that is known; finds null where the page has
to read it first."""


def as_lines(violations: list[Any]) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fails with what axe-core finds, and where; `only` names a single rule to check, `without` one to leave out,
    `besides` parts of the page that were looked at on another one."""
    script = Axe().axe_script

    def violations(page: Page, options: dict[str, Any], within: Any = None) -> list[Any]:
        """axe-core works out and sends nothing else; each page reads the script once."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        nodes: list[Any] = page.evaluate(
            "async ([within, options]) => (await axe.run(within ?? document, options)).violations",
            [within, {**options, "resultTypes": ["violations"]}],
        )
        return nodes

    def is_small(page: Page, target: str) -> bool:
        """A fixed bar covers what is scrolled under it, so the target is measured in the middle of the screen."""
        page.locator(target).evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        rule = {"runOnly": {"type": "rule", "values": ["target-size"]}}
        return bool(violations(page, rule, target))

    def inspect(
        page: Page,
        only: str | None = None,
        *,
        without: str | None = None,
        besides: Sequence[str] = (),
    ) -> None:
        rules = {**SPOKEN, without: {"enabled": False}} if without else SPOKEN
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": AXE_RULES}, "rules": rules}
        if only:
            options = {"runOnly": {"type": "rule", "values": [only]}}
        problems = []
        within = {"exclude": [[part] for part in besides]} if besides else None
        for violation in violations(page, options, within):
            if violation["id"] == "target-size":
                small = [node for node in violation["nodes"] if is_small(page, node["target"][0])]
                violation = {**violation, "nodes": small}
            problems += as_lines([violation])
        assert not problems, f"{page.url} is not accessible:\n  " + "\n  ".join(problems[:12])

    return inspect


@pytest.fixture
def contrast() -> Callable[[Page], None]:
    """Fails with what axe-core finds hard to read. Texts of one kind, that is of the same colours, sizes and grounds, are
    looked at on the first of the pages that a test gives it: on each page anew this was half of what axe-core did."""
    script = Axe().axe_script
    known: list[str] = []
    rule = {
        "runOnly": {"type": "rule", "values": ["color-contrast"]},
        "resultTypes": ["violations"],
    }

    def inspect(page: Page) -> None:
        known[:], found = page.evaluate(OF_NEW_KINDS, [known, rule])
        if found is None:
            page.evaluate(script)
            known[:], found = page.evaluate(OF_NEW_KINDS, [known, rule])
        problems = as_lines(found)
        assert not problems, f"{page.url} is hard to read:\n  " + "\n  ".join(problems[:12])

    return inspect


@pytest.fixture
def no_sideways_scroll() -> Callable[[Page], None]:
    def inspect(page: Page) -> None:
        wide = page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth
                if (document.documentElement.scrollWidth <= room) return []
                const outside = e => {
                    const { left, right } = e.getBoundingClientRect()
                    return (right > room + 1 || left < -1) && e.checkVisibility()
                }
                const wide = [...document.querySelectorAll('body *')].filter(outside)
                return ['the page', ...wide.slice(0, 8).map(e => e.outerHTML.slice(0, 160))]
            }"""
        )
        assert not wide, f"{page.url} scrolls sideways because of:\n  " + "\n  ".join(wide)

    return inspect
