"""Who gets what, read from the tables beside this module."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READERS: dict[str, str | None] = {
    "guest": None,
    "observer": "ruth",
    "other": "caio",
    "partner": "haruko",
    "member": "wanjiru",
    "drafter": "juma",
    "head": "amina",
    "rapporteur": "elke",
    "vice-chair": "salma",
    "chair": "helena",
    "secretariat": "ines",
}
"""The columns of every table. `member`, `drafter` and `head` are Kenya's: who wrote a thing does not lead the delegation, and who
leads it wrote nothing. `partner` leads another delegation, which a draft asks to join in; `other` is a member of a third."""

OF_THE_DEMO = {reader: name for reader, name in READERS.items() if reader != "drafter"}
"""Those whom the demo world has; `things.py` adds the drafter."""

ASKED = os.environ.get("TEST_READERS", "").split() or list(READERS)
"""Who comes. On another Python two are enough: the code that runs is the same for the others."""


ALIKE = (("other", "partner"), ("member", "drafter", "head"), ("vice-chair", "chair"))
"""Whoever has more stands later."""

DONE = ["200", "201", "204", "303", "409", "422"]
"""Answers to whoever is permitted, the fullest first."""


@dataclass(frozen=True)
class Row:
    """`asked` is a request, a socket's event or a command; `answers` has one code for each reader."""

    asked: str
    form: str
    answers: dict[str, str]

    @property
    def standing_for_all(self) -> list[str]:
        """Whom to ask for each answer. Of a delegation and of the officers not everybody comes where all of them must get the same:
        whoever has least stands for those who are given it, and whoever has most for those who are refused.
        """
        guest, *others = self.answers
        if len({self.answers[reader] for reader in others}) == 1 and len(others) > 2:
            return [guest, others[0], others[-1]]
        return [reader for reader in self.answers if not self._is_like_another(reader)]

    def _is_like_another(self, reader: str) -> bool:
        for alike in ALIKE:
            if len({self.answers.get(each) for each in alike}) == 1 and reader in alike:
                is_given = self.answers[reader] in DONE
                return reader in (alike[1:] if is_given else alike[:-1])
        return False

    @property
    def best(self) -> str:
        """Who is given most of it."""
        return min(
            self.answers, key=lambda reader: (_rank(self.answers[reader]), reader == "guest")
        )

    @property
    def method(self) -> str:
        return self.asked.split()[0]

    @property
    def address(self) -> str:
        return self.asked.split()[1]


def _rank(code: str) -> int:
    return DONE.index(code) if code in DONE else len(DONE)


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
