"""LibreOffice, begun seldom: it opens many files one after another, and saves each as another kind or without its changes."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import program

MACROS = Path(__file__).with_name("macros")
AT_ONCE = 50
"""Files of one process: it ends silently somewhere after two hundred."""

PROPERTIES = {
    "csv": ("Text - txt - csv (StarCalc)", "44,34,76"),
    "docx": ("MS Word 2007 XML", ""),
    "ods": ("calc8", ""),
    "pdf": ("writer_pdf_Export", ""),
    "txt": ("Text (encoded)", "UTF8,LF,,,"),
    "xlsx": ("Calc MS Excel 2007 XML", ""),
}
"""The filter of each kind, and what is said to it."""

FOUND_OUT = ("docx", "ods", "xlsx")
"""It finds out by itself what these are as it opens them."""


class Way(NamedTuple):
    """A file that is opened as the first of these kinds and saved as the second, which is opened and saved as the third."""

    content: bytes
    kinds: Sequence[str]
    command: str = ""
    """What is done with it each time before it is saved, such as "AcceptAllTrackedChanges"."""


Convert = Callable[[Sequence[Way]], list[bytes]]
"""The content of each at the end of its way."""


def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    soffice = program("soffice", of="LibreOffice")
    profile = tmp_path_factory.mktemp("profile")

    def run(*arguments: str) -> None:
        start = [soffice, f"-env:UserInstallation=file://{profile}", "--headless"]
        subprocess.run([*start, *arguments], capture_output=True, check=True, timeout=400)

    run("--terminate_after_init")  # at its first start it puts its own macros there
    shutil.copytree(MACROS, profile / "user" / "basic" / "Standard", dirs_exist_ok=True)

    def convert(ways: Sequence[Way]) -> list[bytes]:
        return [
            content
            for start in range(0, len(ways), AT_ONCE)
            for content in at_once(ways[start : start + AT_ONCE])
        ]

    def at_once(ways: Sequence[Way]) -> list[bytes]:
        folder = tmp_path_factory.mktemp("converted")
        jobs, ends = [], []
        for number, way in enumerate(ways):
            files = [folder / f"{number}-{step}.{kind}" for step, kind in enumerate(way.kinds)]
            files[0].write_bytes(way.content)
            for file, saved in pairwise(files):
                jobs.append((file, *opened_as(file), way.command, saved, *saved_as(saved)))
            ends.append(files[-1])
        listed = folder / "jobs"
        listed.write_text("".join("\t".join(map(str, job)) + "\n" for job in jobs))
        run(f'macro:///Standard.Files.Save("{listed}")')
        return [file.read_bytes() for file in ends]

    return convert


def opened_as(file: Path) -> tuple[str, str]:
    kind = file.suffix[1:]
    return ("", "") if kind in FOUND_OUT else PROPERTIES.get(kind, ("", ""))


def saved_as(file: Path) -> tuple[str, str]:
    return PROPERTIES[file.suffix[1:]]
