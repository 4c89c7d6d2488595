"""Reads the labels of items, such as a), (b), 1, 1.1, 2bis and iv), and knows which label may
follow which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_SUFFIXES = ("", "bis", "ter", "quater", "quinquies", "sexies", "septies")
_SUFFIX = r"(?:bis|ter|quater|penter|quinquies|sexies|septies)"
_LABEL = re.compile(
    rf"""
    \*{{0,2}}                                   # labels are often printed in italics
    (?P<open>\(?)
    (?P<core>\d{{1,3}}(?:\.\d{{1,2}}){{0,3}}|[ivxl]{{1,6}}|[a-z]{{1,2}}?)
    (?:\s?\*?(?P<inner>{_SUFFIX})\*?)?
    (?P<close>\)|\.(?=\s)|)
    \*{{0,2}}
    (?:\s?\*?(?P<outer>{_SUFFIX})\b\*?\)?)?
    \*{{0,2}}
    (?P<space>\s+|(?=[^\W\d_]{{2}}))
    (?=\S)
    """,
    re.VERBOSE,
)
# "a) and b) above", met at the start of a wrapped line, is a reference and not an item.
_REFERENCE = re.compile(r"(?:and|or|above|below)\b|[,;)]")
_HIGHEST = 250
_FARTHEST = 40
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True)
class LabelReading:
    """One way to read a label: i) is the ninth letter or the first Roman number."""

    family: tuple[str, str]
    prefix: tuple[int, ...]
    number: int
    suffix: int

    @property
    def kind(self) -> str:
        """The kind of label: `letter`, `roman`, `number`, `number1` for one level below a number,
        and so on.
        """
        return self.family[0]

    @property
    def style(self) -> str:
        """The signs around the label: `)`, `()` or nothing."""
        return self.family[1]

    @property
    def is_first(self) -> bool:
        return self.number == 1 and self.suffix == 0

    def follows(self, earlier: LabelReading) -> bool:
        if self.family != earlier.family or self.prefix != earlier.prefix:
            return False
        if self.number == earlier.number:
            return self.suffix > earlier.suffix
        return self.number == earlier.number + 1 and self.suffix == 0

    def skips(self, earlier: LabelReading) -> int:
        """Return the number of missing labels between `earlier` and this label; 0 if it does not
        come later.
        """
        if self.family != earlier.family or self.prefix != earlier.prefix:
            return 0
        return max(0, self.number - earlier.number - (0 if self.suffix else 1))


@dataclass(frozen=True)
class Label:
    text: str
    readings: tuple[LabelReading, ...]
    printed: str

    @property
    def is_bare(self) -> bool:
        """Whether it is a number with neither bracket nor point, which may be a number within a
        sentence.
        """
        return self.readings[0].style == ""


def read_label(text: str) -> tuple[Label, str] | None:
    """Return the label at the start of a paragraph and the text after it, or None if it has no
    label.
    """
    label_and_end = _label_in(text[:_FARTHEST])
    if label_and_end is None:
        return None
    label, end = label_and_end
    return label, text[end:]


@lru_cache(maxsize=4096)
def _label_in(text: str) -> tuple[Label, int] | None:
    match = _LABEL.match(text)
    if match is None or _REFERENCE.match(text, match.end()):
        return None
    core, close = match["core"], match["close"]
    if core[0].isdigit():
        if not 0 < int(core.split(".")[0]) <= _HIGHEST:
            return None
    elif close == "":
        return None
    if (not match["space"] and close != ")") or (match["open"] and close != ")"):
        return None

    suffix = match["inner"] or match["outer"] or ""
    point = close.replace(".", "")
    tail = f"{point}{suffix}" if match["outer"] else f"{suffix}{point}"
    readings = _readings(core, f"{match['open']}{close}", _rank(suffix))
    label = Label(f"{match['open']}{core}{tail}", readings, match.group().strip())
    return (label, match.end()) if readings else None


def successor(reading: LabelReading) -> str:
    """Return the next label of the list, in the same style."""
    kind, style = reading.family
    number = reading.number + 1
    match kind:
        case "letter":
            core = _letters(number)
        case "roman":
            core = _roman(number)
        case _:
            core = ".".join(str(part) for part in (*reading.prefix, number))
    return f"{style[:-1]}{core}{style[-1:]}"


def restore(label: LabelReading, number: int) -> tuple[str, LabelReading]:
    """Return the label that an item with this number must have had before it was lost."""
    lost = replace(label, number=number, suffix=0)
    return successor(replace(lost, number=number - 1)).rstrip("."), lost


def _rank(suffix: str) -> int:
    return 4 if suffix == "penter" else _SUFFIXES.index(suffix)


def _readings(core: str, style: str, suffix: int) -> tuple[LabelReading, ...]:
    if core[0].isdigit():
        *prefix, number = (int(part) for part in core.split("."))
        # The prefix of 1.1 says that it belongs under 1; the length of the prefix is its depth.
        kind = f"number{len(prefix)}" if prefix else "number"
        return (LabelReading((kind, style), tuple(prefix), number, suffix),)
    readings = []
    if (letter := _letter_value(core)) is not None:
        readings.append(LabelReading(("letter", style), (), letter, suffix))
    if (roman := _roman_value(core)) is not None:
        readings.append(LabelReading(("roman", style), (), roman, suffix))
    return tuple(readings)


def _letter_value(core: str) -> int | None:
    if len(core) == 1:
        return ord(core) - 96
    if len(core) == 2 and core[0] == core[1]:
        return 26 + ord(core[0]) - 96
    if len(core) == 2 and core[0] == "a":
        return 26 + ord(core[1]) - 96
    return None


def _letters(number: int) -> str:
    return chr(96 + number) if number <= 26 else "a" + chr(96 + (number - 26 - 1) % 26 + 1)


def _roman_value(core: str) -> int | None:
    if set(core) - _ROMAN.keys():
        return None
    values = [_ROMAN[letter] for letter in core]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 60 and _roman(total) == core else None


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            text, number = text + letters, number - value
    return text
