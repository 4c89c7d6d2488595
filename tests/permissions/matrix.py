"""Who gets what, read from the tables beside this module."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READERS: dict[str, str | None] = {
    "guest": None,
    "observer": "ruth",
    "other": "caio",
    "member": "wanjiru",
    "head": "amina",
    "rapporteur": "elke",
    "vice-chair": "salma",
    "chair": "helena",
    "secretariat": "ines",
}
"""The columns of every table. `other` is of another delegation than `member` and `head`, who are Kenya's."""

ASKED = os.environ.get("TEST_READERS", "").split() or list(READERS)
"""Who comes. On another Python two are enough: the code that runs is the same for the others."""


@dataclass(frozen=True)
class Row:
    """`asked` is a request, a socket's event or a command; `answers` has one code for each reader."""

    asked: str
    form: str
    answers: dict[str, str]

    @property
    def method(self) -> str:
        return self.asked.split()[0]

    @property
    def address(self) -> str:
        return self.asked.split()[1]


def rows(table: str) -> Iterator[Row]:
    """The rows of `routes.txt` or another table."""
    for line in (Path(__file__).parent / table).read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        asked, form, codes = parts(line)
        answers = dict(zip(READERS, codes, strict=True))
        yield Row(asked, form, {reader: answers[reader] for reader in ASKED})


def parts(line: str) -> tuple[str, str, list[str]]:
    words = line.split()
    asked, codes = words[: -len(READERS)], words[-len(READERS) :]
    if "<" in asked:
        cut = asked.index("<")
        return " ".join(asked[:cut]), " ".join(asked[cut + 1 :]), codes
    return " ".join(asked), "", codes
