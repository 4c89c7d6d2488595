"""Writing together, beside y-prosemirror on y-websocket with the same editor in the same run.

Prints how long a keystroke takes to the other writer's screen, in two Chromiums with others writing meanwhile; how many of
80 characters survive when the paragraph in which they are typed becomes something else; how large the stored history is after
10,000 edits; and how long a document of 50 pages takes to open. The two take turns, so that the machine is equally busy for both.

What ours has to do besides: each step is checked against the schema, moved over what others did, and committed to the database
before anybody hears of it. The peer's server passes on bytes, checks nothing and stores nothing.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page

from bench.editors.contender import (
    Contender,
    Others,
    built,
    chromium,
    wait_for_words,
    wait_until,
)
from bench.editors.peer import peer
from bench.editors.survival import survival
from bench.editors.workspace import workspace

PAUSE = 300
"""Milliseconds between the letters of those who write meanwhile."""
PAGES = 50
PARAGRAPHS = 10 * PAGES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, nargs="+", default=[2, 10, 30])
    parser.add_argument("--keys", type=int, default=20, help="keystrokes in each turn")
    parser.add_argument("--rounds", type=int, default=6, help="turns of each editor")
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument(
        "--only", nargs="+", default=["latency", "survival", "opening", "history"], metavar="PART"
    )
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("The peer needs Node and npm: apt-get install nodejs npm")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-")))
        browser = stack.enter_context(chromium())
        built(folder)
        contenders = [stack.enter_context(make(folder, browser)) for make in (workspace, peer)]
        print(f"{os.cpu_count()} processors, for which {os.getloadavg()[0]:.0f} processes wait")
        if "latency" in options.only:
            for writers in options.writers:
                latency(contenders, writers, options.keys, options.rounds)
        if "survival" in options.only:
            survival(contenders)
        if "opening" in options.only:
            opening(contenders, options.rounds)
        if "history" in options.only:
            history(contenders, options.edits)
        print(f"At the end {os.getloadavg()[0]:.0f} processes wait.")


@dataclass
class Table:
    """A text on two screens, with the others who write in it while it is its turn."""

    writer: Page
    reader: Page
    others: Others | None
    typed: int = 0
    delays: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, contender: Contender, writers: int) -> "Table":
        text = contender.new_text()
        writer, reader = contender.open_text(text, "amina"), contender.open_text(text, "wanjiru")
        writer.locator("[role=textbox]").focus()
        reader.evaluate(WATCH)
        writer.evaluate(NOTE)
        others = contender.others(text, writers - 2, PAUSE) if writers > 2 else None
        if others:
            others.wait_until_ready()
        return cls(writer, reader, others)

    def take_turn(self, keys: int) -> None:
        if self.others:
            self.others.tell("write")
            time.sleep(0.5)
        self.writer.bring_to_front()
        self.reader.evaluate("window.seen = []")
        self.writer.evaluate("window.pressed = []")
        for _ in range(keys):
            self.writer.keyboard.press("@")
            time.sleep(0.12)
        self.typed += keys
        wait_until(lambda: int(self.reader.evaluate("seen.length")) >= keys)
        pressed, seen = self.writer.evaluate("pressed"), self.reader.evaluate("seen")
        self.delays += [at - start for start, at in zip(pressed, seen, strict=False)]
        if self.others:
            self.others.tell("rest")
            time.sleep(0.3)

    def close(self) -> None:
        if self.others:
            self.others.end()
        for page in (self.writer, self.reader):
            page.context.close()

    @property
    def p50(self) -> float:
        return statistics.median(self.delays)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.delays, n=100)[94]


WATCH = """() => {
    window.seen = []
    const text = document.querySelector("[role=textbox]")
    let before = (text.textContent.match(/@/g) ?? []).length
    new MutationObserver(() => {
        const now = (text.textContent.match(/@/g) ?? []).length
        for (; before < now; before += 1) window.seen.push(performance.timeOrigin + performance.now())
    }).observe(text, { subtree: true, childList: true, characterData: true })
}"""
NOTE = """() => {
    window.pressed = []
    addEventListener("keydown", ({ key }) => {
        if (key === "@") window.pressed.push(performance.timeOrigin + performance.now())
    }, true)
}"""


def latency(contenders: list[Contender], writers: int, keys: int, rounds: int) -> None:
    print(f"keystroke to the other's screen, {writers} writers", flush=True)
    tables = [Table.of(contender, writers) for contender in contenders]
    for _ in range(rounds):
        for table in tables:
            table.take_turn(keys)
    for contender, table in zip(contenders, tables, strict=True):
        lost = table.typed - len(table.delays)
        print(
            f"  {contender.name:16} p50 {table.p50:7.1f} ms   p95 {table.p95:7.1f} ms"
            + (f"   {lost} of {table.typed} not seen" if lost else ""),
        )
        table.close()
    ours, theirs = tables
    print(
        f"  {'ratio':16} p50 {ours.p50 / theirs.p50:7.1f}      p95 {ours.p95 / theirs.p95:7.1f}",
        flush=True,
    )


def opening(contenders: list[Contender], rounds: int) -> None:
    print(f"open {PAGES} pages: from asking for the page until the whole text can be written in")
    texts: list[Any] = [contender.new_text() for contender in contenders]
    keepers, times = [], {contender.name: list[float]() for contender in contenders}
    for contender, text in zip(contenders, texts, strict=True):
        keepers.append(contender.open_text(text, "wanjiru"))  # the peer forgets an empty room
        contender.others(text, "fill", PARAGRAPHS).end()
    for _ in range(rounds + 1):
        for contender, text in zip(contenders, texts, strict=True):
            start = time.perf_counter()
            page = contender.open_text(text, "amina")
            wait_for_words(page, f"{PARAGRAPHS}. Each country")
            times[contender.name].append(1000 * (time.perf_counter() - start))
            page.context.close()
    for keeper in keepers:
        keeper.context.close()
    for name, each in times.items():
        print(f"  {name:16} {statistics.median(each[1:]):7.0f} ms", flush=True)


def history(contenders: list[Contender], edits: int) -> None:
    print(f"stored after {edits:,} edits of a letter")
    for contender in contenders:
        text = contender.new_text()
        page = contender.open_text(text, "amina")
        start = time.perf_counter()
        contender.others(text, "edits", edits).end()
        took = time.perf_counter() - start
        print(f"  {contender.name:16} {contender.size(text)}, written in {took:.0f} s", flush=True)
        page.context.close()


if __name__ == "__main__":
    main()
