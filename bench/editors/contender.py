"""What is asked of either of the two editors, and the programs in Node that write without a browser."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import chromium_command

EDITORS = Path(__file__).parent
PATIENCE = 120
"""Seconds, also on a machine that is busy with something else."""


@dataclass
class Contender:
    """`open_text` gives the page of a text in somebody's name; `others` starts writers without a browser."""

    name: str
    new_text: Callable[[], Any]
    open_text: Callable[[Any, str], Page]
    cut_off: Callable[[Page], None]
    connect: Callable[[Page], None]
    others: Callable[..., "Others"]
    size: Callable[[Any], str]


class Others:
    """A program that writes: all at once until its end, or while it is told to."""

    def __init__(self, *command: object) -> None:
        self._process = subprocess.Popen(
            ["node", *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def wait_until_ready(self) -> None:
        assert self._process.stdout
        self._process.stdout.readline()

    def tell(self, word: str) -> None:
        assert self._process.stdin
        print(word, file=self._process.stdin, flush=True)

    def end(self) -> None:
        self._process.communicate()


def built(folder: Path) -> None:
    if not (EDITORS / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=EDITORS, check=True)
    for source, platform in (("writers", "node"), ("others", "node"), ("page", "browser")):
        target = folder / f"{source}.mjs"
        command = ["node", EDITORS / "build.mjs", f"{source}.mjs", target, platform]
        subprocess.run(command, check=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_command(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    return page


def wait_for_words(page: Page, words: str) -> None:
    page.locator("[role=textbox]", has_text=re.compile(re.escape(words))).wait_for()


def wait_until(holds: Callable[[], bool]) -> bool:
    """Whether it came to hold in time."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
