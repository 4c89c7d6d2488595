"""Tests that are left out, since this machine lacks what they need: counted in one line, so that nobody takes them for passed."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.postgres import binaries
from tests.shared import ABSENT, SHARED

SAID = re.compile(r"(.+) is not installed: `make test` installs it\.")

COMMANDS = {
    "Chromium": ("chromium-headless-shell", "chromium"),
    "Redis": ("redis-server",),
    "nginx": ("nginx", "/usr/sbin/nginx"),
    "Node": ("node",),
    "Poppler": ("pdftotext",),
    "LibreOffice": ("soffice",),
    "promtool": ("promtool",),
    "bubblewrap": ("bwrap",),
}


def absent(program: str) -> NoReturn:
    """A check that did not run must not look like one that passed, least of all where nobody looks."""
    message = f"{program} is not installed: `make test` installs it."
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def program(command: str, of: str) -> str:
    """Where a program is; `of` names what has to be installed."""
    return shutil.which(command) or absent(of)


def programs() -> tuple[list[str], list[str]]:
    """What the tests use of this machine and what they miss, by name."""
    there = {"PostgreSQL": binaries() is not None}
    for name, commands in COMMANDS.items():
        there[name] = any(shutil.which(command) for command in commands)
    there["the reference material"] = SHARED.is_dir()
    return [name for name in there if there[name]], [name for name in there if not there[name]]


def summary(skipped: Iterable[pytest.TestReport]) -> str:
    """One line that counts the tests left out for want of something; empty where none was."""
    of = Counter(thing for report in skipped if (thing := missed(reason(report))))
    if not of:
        return ""
    parts = [f"{count} for want of {thing}" for thing, count in of.most_common()]
    return f"{of.total()} tests were left out: {', '.join(parts)}."


def reason(report: pytest.TestReport) -> str:
    said = report.longrepr
    return str(said[2] if isinstance(said, tuple) else said).removeprefix("Skipped: ")


def missed(reason: str) -> str:
    if ABSENT in reason:
        return f"the reference material ({Path(SHARED)}; WGCOP_SHARED may name another folder)"
    found = SAID.search(reason)
    return found[1] if found else ""
