"""Finds the clause of each paragraph of an edition in another language (pure).

Both texts are read in their order. Headings, labels, numbers, symbols, names and length say which paragraph
belongs to which clause; a pair is sure only if none of them speaks against it and its whole section fits.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from wgcop.resolutions.heading_equivalents import HEADINGS
from wgcop.resolutions.labels import read_label
from wgcop.resolutions.source import read_lines

_ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# أ ) · ب) · هـ) · (ج) · ١)
_ARABIC_LABEL = re.compile(r"\*{0,2}\(?([\u0621-\u064a])\u0640?\s?\)\*{0,2}\s*(?=\S)")
_NUMBER = re.compile(r"\d+")
# ITU-D · ICT · WTDC: what a translation may keep in Latin letters
_SYMBOL = re.compile(r"\b[A-Z][A-Z/.-]*[A-Z]\b")
_WORD = re.compile(r"[^\W\d_]{5,}")
_BREAKS = 60
"""A line of fewer characters than this is not broken by its margin, so the next one begins a paragraph."""
_LONGEST_HEADING = 20
_SKIP = -2.5


class UnitKind(enum.StrEnum):
    HEADING = "heading"
    INTRO = "intro"
    CLAUSE = "clause"
    OTHER = "other"


@dataclass(frozen=True)
class AlignedUnit:
    """A part of the edition that another language words too: title, heading, intro or clause."""

    key: str
    kind: UnitKind
    text: str
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str
    label: str = ""


class Doubt(enum.StrEnum):
    """The reason why a pair is not sure."""

    NOWHERE = "nowhere"
    STRUCTURE = "structure"
    HEADING = "heading"
    LABEL = "label"
    NUMBERS = "numbers"
    LENGTH = "length"
    RIVAL = "rival"


@dataclass(frozen=True)
class PlacedParagraph:
    """A paragraph, by its place, and the key of its unit; the key is empty if none was found."""

    paragraph: int
    key: str
    doubt: Doubt | None = None

    @property
    def is_sure(self) -> bool:
        return self.doubt is None


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text in any language, each apart from its label."""
    source = read_lines(text)
    joined: list[str] = []
    before = ""
    for line in source.lines:
        goes_on = source.wrapped and not line.gap and len(before) >= _BREAKS
        if joined and goes_on and not line.bulleted and not _split(line.text)[0]:
            joined[-1] += f" {line.text}"
        else:
            joined.append(line.text)
        before = line.text
    return [Paragraph(words, label) for label, words in map(_split, joined)]


def align(units: Sequence[AlignedUnit], paragraphs: Sequence[Paragraph]) -> list[PlacedParagraph]:
    """Return a pair for each paragraph, in their order. No unit is in two pairs."""
    found = _best_path(units, paragraphs, 1.0)
    ratio = _usual_ratio(units, paragraphs, found)
    found = _best_path(units, paragraphs, ratio)
    doubts = _Doubts(units, paragraphs, found, ratio)
    return [
        PlacedParagraph(at, units[found[at]].key, doubts.of(at))
        if at in found
        else PlacedParagraph(at, "", Doubt.NOWHERE)
        for at in range(len(paragraphs))
    ]


def _split(text: str) -> tuple[str, str]:
    if match := _ARABIC_LABEL.match(text):
        return f"{match[1]})", text[match.end() :]
    western = "".join(
        str(unicodedata.digit(each)) if each.isdigit() and not each.isascii() else each
        for each in text
    )
    if len(western) == len(text) and (read := read_label(western)):
        label, rest = read
        return label.text, text[len(text) - len(rest) :]
    return "", text


def _label_values(label: str) -> frozenset[tuple[object, ...]]:
    """Return what a label counts, in each way to read it: a) and أ) are both the first letter."""
    letter = unicodedata.normalize("NFD", label.strip("()"))[:1]
    if letter in _ABJAD and letter:
        return frozenset({("letter", (), _ABJAD.index(letter) + 1, 0)})
    if not label or (read := read_label(f"{label} x")) is None:
        return frozenset()
    readings = read[0].readings
    return frozenset((each.kind, each.prefix, each.number, each.suffix) for each in readings)


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(each) for each in _NUMBER.findall(text))


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of long words without accents, which related languages share."""
    bare = "".join(
        each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)
    )
    return frozenset(each[:5] for each in _WORD.findall(bare.casefold())) | frozenset(
        _SYMBOL.findall(bare)
    )


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _evidence(unit: AlignedUnit, paragraph: Paragraph) -> float:
    numbers = _share(_numbers(unit.text), _numbers(paragraph.text))
    return numbers + _share(_stems(unit.text), _stems(paragraph.text))


def _heading_meaning(text: str, *, english: bool = False) -> frozenset[str]:
    """Return the English headings that a heading may stand for."""
    bare = text.strip("*_ ").casefold()
    return frozenset(
        name
        for name, others in HEADINGS.items()
        if any(re.search(rf"\b{each}", bare) for each in ((name,) if english else others))
    )


def _could_be_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        not paragraph.label
        and len(text.split()) <= _LONGEST_HEADING
        and not text.rstrip("*_ ").endswith((".", ";", "؛"))
    )


def _score(unit: AlignedUnit, paragraph: Paragraph, ratio: float) -> float:
    score = 3 * _evidence(unit, paragraph) - min(3.0, 2 * _strangeness(unit, paragraph, ratio))
    if unit.kind is UnitKind.HEADING:
        said, meant = _heading_meaning(paragraph.text), _heading_meaning(unit.text, english=True)
        score += 3 if _could_be_heading(paragraph) else -9
        return score + (5 if said & meant else -5 if said and meant else 0)
    own, its = _label_values(unit.label), _label_values(paragraph.label)
    if own and its:
        return score + (6 if own & its else -8)
    return score + (1 if not own and not its else -3)


def _strangeness(unit: AlignedUnit, paragraph: Paragraph, ratio: float) -> float:
    """Return how far the lengths are from the usual ratio, 0 if they fit it."""
    own, its = len(unit.text) + 10, len(paragraph.text) + 10
    return abs(log(its / own / ratio))


def _best_path(
    units: Sequence[AlignedUnit], paragraphs: Sequence[Paragraph], ratio: float
) -> dict[int, int]:
    """Return the unit of each paragraph that has one, by their places, in the order of both."""
    rows, columns = len(units), len(paragraphs)
    best = [[_SKIP * (row + column) for column in range(columns + 1)] for row in range(rows + 1)]
    came = [[""] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            pair = _score(units[row - 1], paragraphs[column - 1], ratio)
            best[row][column], came[row][column] = max(
                (best[row - 1][column - 1] + pair, "pair"),
                (best[row - 1][column] + _SKIP, "unit"),
                (best[row][column - 1] + _SKIP, "paragraph"),
            )
    found: dict[int, int] = {}
    row, column = rows, columns
    while row and column:
        match came[row][column]:
            case "pair":
                row, column = row - 1, column - 1
                found[column] = row
            case "unit":
                row -= 1
            case _:
                column -= 1
    return found


def _usual_ratio(
    units: Sequence[AlignedUnit], paragraphs: Sequence[Paragraph], found: dict[int, int]
) -> float:
    ratios = [
        (len(paragraphs[at].text) + 10) / (len(units[place].text) + 10)
        for at, place in found.items()
        if units[place].kind is UnitKind.CLAUSE
    ]
    return median(ratios) if ratios else 1.0


class _Doubts:
    def __init__(
        self,
        units: Sequence[AlignedUnit],
        paragraphs: Sequence[Paragraph],
        found: dict[int, int],
        ratio: float,
    ) -> None:
        self.units, self.paragraphs, self.found, self.ratio = units, paragraphs, found, ratio
        self.section = _sections(units)
        self.paragraph_of = {place: at for at, place in found.items()}

    def of(self, at: int) -> Doubt | None:
        place = self.found[at]
        unit, paragraph = self.units[place], self.paragraphs[at]
        if not self._fits(place):
            return Doubt.STRUCTURE
        if not self._has_known_heading(place):
            return Doubt.HEADING
        if unit.kind is UnitKind.HEADING:
            return None
        own, its = _label_values(unit.label), _label_values(paragraph.label)
        if bool(own) != bool(its) or (own and not own & its):
            return Doubt.LABEL
        if _numbers(unit.text) != _numbers(paragraph.text):
            return Doubt.NUMBERS
        if _strangeness(unit, paragraph, self.ratio) > log(1.6):
            return Doubt.LENGTH
        return Doubt.RIVAL if self._has_rival(place, at) else None

    def _fits(self, place: int) -> bool:
        """Whether every unit of the section has its paragraph, and no paragraph lies between."""
        members = self._members(place)
        if any(each not in self.paragraph_of for each in members):
            return False
        first, last = self.paragraph_of[members[0]], self.paragraph_of[members[-1]]
        after = last + 1
        # A paragraph that nobody claims after the section may be the rest of its last clause.
        ends = after >= len(self.paragraphs) or after in self.found
        ends = ends or max(self.found) == last
        return last - first == len(members) - 1 and ends

    def _has_known_heading(self, place: int) -> bool:
        heading = self.units[self.section[place]]
        if heading.kind is not UnitKind.HEADING:
            return False
        said = _heading_meaning(self.paragraphs[self.paragraph_of[self.section[place]]].text)
        return bool(said & _heading_meaning(heading.text, english=True))

    def _has_rival(self, place: int, at: int) -> bool:
        """Whether words speak for another clause or paragraph of the section, or, where no label
        tells clauses apart, not plainly for this one.
        """
        unit, paragraph = self.units[place], self.paragraphs[at]
        own = _evidence(unit, paragraph)
        others = [each for each in self._members(place)[1:] if each != place]
        rivals = [
            max(
                _evidence(self.units[each], paragraph),
                _evidence(unit, self.paragraphs[self.paragraph_of[each]]),
            )
            for each in others
        ]
        if not rivals:
            return False
        return max(rivals) > own + 0.1 if unit.label else max(rivals) >= own - 0.1

    def _members(self, place: int) -> list[int]:
        return [
            each for each in range(len(self.units)) if self.section[each] == self.section[place]
        ]


def _sections(units: Sequence[AlignedUnit]) -> list[int]:
    """Return for each unit the place of the heading above it; of those before any, the first."""
    sections, heading = [], 0
    for place, unit in enumerate(units):
        if unit.kind is UnitKind.HEADING:
            heading = place
        sections.append(heading)
    return sections
