"""A resolution of our own in three languages, damaged as pasted texts are, with the true place of each paragraph."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from wgcop.resolutions.aligning import AlignedUnit, PlacedParagraph, UnitKind, align, paragraphs_of

LANGUAGES = ("fr", "ar")
ABJAD = "ابجدهوزحطي"


@dataclass(frozen=True)
class Said:
    """A paragraph, and the units whose words it has. `whole` says whether it has just one unit's words, all."""

    text: str
    keys: tuple[str, ...]
    label: str = ""
    whole: bool = True

    @property
    def line(self) -> str:
        return f"{self.label} {self.text}".strip()


Text = list[Said]


@dataclass
class Outcome:
    right: int = 0
    sure: int = 0
    wrong_marked: int = 0
    wrong_unmarked: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong_marked + self.wrong_unmarked

    def add(self, other: "Outcome") -> None:
        self.right += other.right
        self.sure += other.sure
        self.wrong_marked += other.wrong_marked
        self.wrong_unmarked += other.wrong_unmarked

    def count(self, said: Said, placed: PlacedParagraph) -> None:
        is_right = placed.key in said.keys
        if placed.key and placed.is_sure and not (is_right and said.whole):
            self.wrong_unmarked += 1
        elif is_right:
            self.right += 1
            self.sure += placed.is_sure
        else:
            self.wrong_marked += 1


def read() -> tuple[list[AlignedUnit], dict[str, Text]]:
    """Return the English parts, and the paragraphs of each other language."""
    blocks = Path(__file__).with_name("flood_warnings.txt").read_text("utf-8").split("\n\n")
    units: list[AlignedUnit] = []
    texts: dict[str, Text] = {language: [] for language in LANGUAGES}
    for place, block in enumerate(blocks):
        # A clause without a label has no line for it.
        *label, english, french, arabic = block.strip().split("\n")
        name = "".join(label)
        kind = {
            "heading": UnitKind.HEADING,
            **dict.fromkeys(("name", "title", "intro"), UnitKind.OTHER),
        }.get(name, UnitKind.CLAUSE)
        mark = name if kind is UnitKind.CLAUSE else ""
        key = f"{place}"
        units.append(AlignedUnit(key, kind, english, mark))
        texts["fr"].append(Said(french, (key,), mark))
        texts["ar"].append(Said(arabic, (key,), _in_arabic(mark)))
    return units, texts


def _in_arabic(label: str) -> str:
    return f"{ABJAD[ord(label[0]) - ord('a')]} )" if label.endswith(")") else label


def outcome(units: Sequence[AlignedUnit], text: Text) -> Outcome:
    paragraphs = paragraphs_of("\n\n".join(said.line for said in text))
    told = Outcome()
    for said, placed in zip(text, align(units, paragraphs), strict=True):
        told.count(said, placed)
    return told


def as_it_is(text: Text, _units: Sequence[AlignedUnit]) -> Iterator[Text]:
    yield text


def without_labels(text: Text, _units: Sequence[AlignedUnit]) -> Iterator[Text]:
    yield [replace(said, label="") for said in text]


def without_a_third_of_labels(text: Text, _units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for first in range(3):
        yield [
            replace(said, label="") if place % 3 == first else said
            for place, said in enumerate(text)
        ]


def two_joined(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for one, other in pairwise(_clauses(units)):
        if other == one + 1:
            yield [*text[:one], _joined(text[one], text[other]), *text[other + 1 :]]


def one_missing(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for place in _clauses(units):
        yield text[:place] + text[place + 1 :]


def one_split(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for place in _clauses(units):
        yield [*text[:place], *_split(text[place]), *text[place + 1 :]]


def one_too_many(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    """A paragraph that no unit has: a note or the number of a page."""
    strange = Said("____ 17 ____", ("",))
    for place in _clauses(units):
        yield [*text[:place], strange, *text[place:]]


def section_alone(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    yield from ([text[place] for place in places] for places in _sections(units))


def section_alone_without_labels(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for alone in section_alone(text, units):
        yield from without_labels(alone, units)


def clauses_alone(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    """The clauses of a section without their heading."""
    yield from (alone[1:] for alone in section_alone(text, units))


def one_section_missing(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for places in _sections(units):
        yield text[: places[0]] + text[places[-1] + 1 :]


def one_heading_missing(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    for places in _sections(units):
        yield text[: places[0]] + text[places[0] + 1 :]


def several_at_once(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    """One clause in seven joined to the one before it, missing, split or without its label."""
    clauses = {*_clauses(units)}
    for seed in range(20):
        chance = random.Random(seed)
        found: Text = []
        for place, said in enumerate(text):
            fate = chance.randrange(28) if place in clauses else -1
            if fate == 0 and place - 1 in clauses and found:
                found[-1] = _joined(found[-1], said)
            elif fate == 1:
                found.extend(_split(said))
            elif fate == 2:
                found.append(replace(said, label=""))
            elif fate != 3:
                found.append(said)
        yield found


def two_exchanged(text: Text, units: Sequence[AlignedUnit]) -> Iterator[Text]:
    """The words of two clauses in each other's place, below labels that are in order."""
    for one, other in pairwise(_clauses(units)):
        if other == one + 1:
            first, second = text[one], text[other]
            yield [
                *text[:one],
                replace(second, label=first.label),
                replace(first, label=second.label),
                *text[other + 1 :],
            ]


Form = Callable[[Text, Sequence[AlignedUnit]], Iterator[Text]]
FORMS: tuple[Form, ...] = (
    as_it_is,
    without_labels,
    without_a_third_of_labels,
    two_joined,
    one_missing,
    one_split,
    one_too_many,
    section_alone,
    section_alone_without_labels,
    clauses_alone,
    one_section_missing,
    one_heading_missing,
    several_at_once,
)


def _clauses(units: Sequence[AlignedUnit]) -> list[int]:
    return [place for place, unit in enumerate(units) if unit.kind is UnitKind.CLAUSE]


def _sections(units: Sequence[AlignedUnit]) -> list[list[int]]:
    heading = -1
    section = []
    for place, unit in enumerate(units):
        heading = place if unit.kind is UnitKind.HEADING else heading
        section.append(heading)
    groups = groupby(range(len(units)), key=section.__getitem__)
    return [[*places] for heading, places in groups if heading >= 0]


def _joined(one: Said, other: Said) -> Said:
    return Said(f"{one.text} {other.text}", one.keys + other.keys, one.label, whole=False)


def _split(said: Said) -> list[Said]:
    words = said.text.split()
    half = len(words) // 2
    return [
        Said(" ".join(words[:half]), said.keys, said.label, whole=False),
        # Only one of the halves can be placed, so that the other is right where it is nowhere.
        Said(" ".join(words[half:]), (*said.keys, ""), whole=False),
    ]
