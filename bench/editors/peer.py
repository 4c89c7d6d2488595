"""y-prosemirror on y-websocket with our schema, keys and plugins: it checks nothing, and keeps its texts in memory."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from bench.editors.contender import EDITORS, Contender, Others, new_page
from tests.servers import answers, free_port, wait_for


@contextmanager
def peer(folder: Path, browser: Browser) -> Iterator[Contender]:
    port = free_port()
    log = folder / "peer.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["node", EDITORS / "server.mjs", str(port), folder / "page.mjs"],
            stdout=output,
            stderr=output,
        )
    wait_for(lambda: answers(port), lambda: server.poll() is None, log)
    rooms = iter(range(1000))

    def open_text(room: str, _who: str) -> Page:
        page = new_page(browser)
        page.goto(f"http://127.0.0.1:{port}/?room={room}")
        page.locator("html[data-synced]").wait_for()
        return page

    def others(room: str, *what: object) -> Others:
        return Others(folder / "others.mjs", f"ws://127.0.0.1:{port}", room, *what)

    def size(room: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}/size?room={room}") as answer:
            sizes = json.load(answer)
        merged, updates = sizes["snapshot"] / 1024, sizes["log"] / 1024
        return f"{updates:,.0f} kB of updates, or {merged:,.0f} kB merged, without any history"

    def cut_off(page: Page) -> None:
        page.evaluate("provider.disconnect()")

    def connect(page: Page) -> None:
        page.evaluate("provider.connect()")
        page.wait_for_timeout(500)

    try:
        yield Contender(
            "y-prosemirror",
            lambda: f"room-{next(rooms)}",
            open_text,
            cut_off,
            connect,
            others,
            size,
        )
    finally:
        server.terminate()
        server.wait()
