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
_FEWEST = 5
"""Fewer clauses than these do not say how much longer or shorter the other language is."""
# What it costs to leave a paragraph over; a unit; to break a section off, and to begin within one.
_PARAGRAPH_LEFT, _UNIT_LEFT = -2.5, -0.5
_SECTION_BROKEN, _SECTION_BEGUN = -1.5, -1.0


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
    table = _Table(units, paragraphs)
    ratio = _usual_ratio(table, _best_path(table, 1.0))
    found = _best_path(table, ratio)
    doubts = _Doubts(table, found, ratio)
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


@dataclass(frozen=True)
class _Features:
    """What is compared of a unit or a paragraph."""

    numbers: frozenset[int]
    stems: frozenset[str]
    labels: frozenset[tuple[object, ...]]
    meanings: frozenset[str]
    size: int
    could_be_heading: bool

    @classmethod
    def of(cls, part: AlignedUnit | Paragraph) -> _Features:
        if isinstance(part, AlignedUnit):
            meanings = _heading_meaning(part.text, english=True)
            heads = part.kind is UnitKind.HEADING
        else:
            meanings, heads = _heading_meaning(part.text), _could_be_heading(part)
        return cls(
            _numbers(part.text),
            _stems(part.text),
            _label_values(part.label),
            meanings,
            len(part.text) + 10,
            heads,
        )


class _Table:
    """Every unit beside every paragraph."""

    def __init__(self, units: Sequence[AlignedUnit], paragraphs: Sequence[Paragraph]) -> None:
        self.units = units
        self.own = [_Features.of(each) for each in units]
        self.its = [_Features.of(each) for each in paragraphs]
        # A text that has lost every label says nothing by the one that a paragraph lacks.
        self.one_label = -3 if any(its.labels for its in self.its) else 0
        self.evidence = [
            [_share(own.numbers, its.numbers) + _share(own.stems, its.stems) for its in self.its]
            for own in self.own
        ]

    def score(self, place: int, at: int, ratio: float) -> float:
        own, its = self.own[place], self.its[at]
        score = 3 * self.evidence[place][at] - min(3.0, 2 * self.strangeness(place, at, ratio))
        if self.units[place].kind is UnitKind.HEADING:
            said, meant = its.meanings, own.meanings
            score += 3 if its.could_be_heading else -9
            return score + (5 if said & meant else -5 if said and meant else 0)
        if own.labels and its.labels:
            return score + (6 if own.labels & its.labels else -8)
        return score + (1 if not own.labels and not its.labels else self.one_label)

    def strangeness(self, place: int, at: int, ratio: float) -> float:
        """Return how far the lengths are from the usual ratio, 0 if they fit it."""
        return abs(log(self.its[at].size / self.own[place].size / ratio))

    def begins_section(self, place: int) -> bool:
        """Whether nothing is broken if the units from this one on are apart from those before."""
        return place in {0, len(self.units)} or self.units[place].kind is UnitKind.HEADING


class _Step(enum.Enum):
    PAIR = enum.auto()
    UNIT_LEFT = enum.auto()
    PARAGRAPH_LEFT = enum.auto()


def _best_path(table: _Table, ratio: float) -> dict[int, int]:
    """Return the unit of each paragraph that has one, by their places, in the order of both.

    Units are left over in runs: a whole section costs less than as many units from several.
    """
    rows, columns = len(table.own), len(table.its)
    start = {_Step.PAIR: (0.0, _Step.PAIR)}
    best: list[list[dict[_Step, tuple[float, _Step]]]] = [
        [{} for _ in range(columns + 1)] for _ in range(rows + 1)
    ]
    broken = [0 if table.begins_section(row) else _SECTION_BROKEN for row in range(rows + 1)]
    begun = [0 if table.begins_section(row) else _SECTION_BEGUN for row in range(rows + 1)]
    for row in range(rows + 1):
        for column in range(columns + 1):
            steps = best[row][column] = {} if row or column else start
            if row and column:
                before = best[row - 1][column - 1]
                came = _best(before, {_Step.UNIT_LEFT: begun[row - 1]})
                steps[_Step.PAIR] = (came[0] + table.score(row - 1, column - 1, ratio), came[1])
            if row:
                starts = {_Step.PAIR: broken[row - 1], _Step.PARAGRAPH_LEFT: broken[row - 1]}
                came = _best(best[row - 1][column], starts)
                steps[_Step.UNIT_LEFT] = (came[0] + _UNIT_LEFT, came[1])
            if column:
                came = _best(best[row][column - 1], {_Step.UNIT_LEFT: begun[row]})
                steps[_Step.PARAGRAPH_LEFT] = (came[0] + _PARAGRAPH_LEFT, came[1])
    found: dict[int, int] = {}
    row, column = rows, columns
    step = _best(best[row][column], {})[1]
    while row or column:
        step, taken = best[row][column][step][1], step
        row -= taken is not _Step.PARAGRAPH_LEFT
        column -= taken is not _Step.UNIT_LEFT
        if taken is _Step.PAIR:
            found[column] = row
    return found


def _best(
    steps: dict[_Step, tuple[float, _Step]], costs: dict[_Step, float]
) -> tuple[float, _Step]:
    """Return the best sum so far and the step that it ended with."""
    return max(
        ((total + costs.get(step, 0), step) for step, (total, _came) in steps.items()),
        key=lambda each: each[0],
    )


def _usual_ratio(table: _Table, found: dict[int, int]) -> float:
    ratios = [
        table.its[at].size / table.own[place].size
        for at, place in found.items()
        if table.units[place].kind is UnitKind.CLAUSE
    ]
    return median(ratios) if ratios else 1.0


class _Doubts:
    def __init__(self, table: _Table, found: dict[int, int], ratio: float) -> None:
        self.table, self.found, self.ratio = table, found, ratio
        self.section = _sections(table.units)
        clauses = sum(table.units[place].kind is UnitKind.CLAUSE for place in found.values())
        self.has_usual_length = clauses >= _FEWEST
        self.paragraph_of = {place: at for at, place in found.items()}

    def of(self, at: int) -> Doubt | None:
        place = self.found[at]
        unit, own, its = self.table.units[place], self.table.own[place], self.table.its[at]
        if not self._fits(place):
            return Doubt.STRUCTURE
        if not self._has_known_heading(place):
            return Doubt.HEADING
        if unit.kind is UnitKind.HEADING:
            return None
        if bool(own.labels) != bool(its.labels) or (own.labels and not own.labels & its.labels):
            return Doubt.LABEL
        if own.numbers != its.numbers:
            return Doubt.NUMBERS
        if not self.has_usual_length or self.table.strangeness(place, at, self.ratio) > log(1.6):
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
        ends = after >= len(self.table.its) or after in self.found
        ends = ends or max(self.found) == last
        return last - first == len(members) - 1 and ends

    def _has_known_heading(self, place: int) -> bool:
        """Whether the heading says which section it is: the only one that it can stand for, or one of
        several that all have their paragraphs, in their order.
        """
        heading = self.section[place]
        if self.table.units[heading].kind is not UnitKind.HEADING:
            return False
        said = self.table.its[self.paragraph_of[heading]].meanings
        meant = self.table.own[heading].meanings
        return bool(said & meant) and all(
            each in self.paragraph_of
            for each in set(self.section)
            if self.table.units[each].kind is UnitKind.HEADING
            and self.table.own[each].meanings & said
        )

    def _has_rival(self, place: int, at: int) -> bool:
        """Whether words speak for another clause or paragraph of the section, or, where no label
        tells clauses apart, not plainly for this one.
        """
        evidence = self.table.evidence
        own = evidence[place][at]
        rivals = [
            max(evidence[each][at], evidence[place][self.paragraph_of[each]])
            for each in self._members(place)[1:]
            if each != place
        ]
        if not rivals:
            return False
        return (
            max(rivals) > own + 0.1 if self.table.units[place].label else max(rivals) >= own - 0.1
        )

    def _members(self, place: int) -> list[int]:
        return [
            each for each in range(len(self.section)) if self.section[each] == self.section[place]
        ]


def _sections(units: Sequence[AlignedUnit]) -> list[int]:
    """Return for each unit the place of the heading above it; of those before any, the first."""
    sections, heading = [], 0
    for place, unit in enumerate(units):
        if unit.kind is UnitKind.HEADING:
            heading = place
        sections.append(heading)
    return sections
