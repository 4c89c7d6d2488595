"""The bracketed text of a clause: the places in which proposals differ, and the brackets that were opened, in one text (pure)."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wgcop.brackets.outcomes import title_of
from wgcop.brackets.spans import FoundSpan, without_ends

if TYPE_CHECKING:
    from wgcop.proposals.rolling import RollingChoice, RollingPassage


@dataclass(frozen=True)
class WovenBracket:
    """An open bracket with its place in the words of the clause; None if it has none there: it stands
    around a new clause after them, its words stand in the chair's text alone, or they are gone.
    """

    id: int
    number: int
    citation: str
    span: FoundSpan | None
    choices: "tuple[RollingChoice, ...]" = ()
    owners: tuple[str, ...] = ()
    is_after_clause: bool = False
    inside: str = ""
    """The words that it was opened around."""
    is_gone: bool = False

    @property
    def url(self) -> str:
        return f"/brackets/{self.id}"

    @property
    def title(self) -> str:
        """Its name in the language that is set, which in files is that of the text."""
        return title_of(self.number, self.citation)


class WovenKind(enum.StrEnum):
    WORDS = "words"
    """Words that nobody disputes."""
    PLACE = "place"
    """A place in which proposals differ."""
    OPENS = "opens"
    CLOSES = "closes"
    POINT = "point"
    """A bracket in which words would be inserted."""


@dataclass(frozen=True)
class WovenPart:
    """A part of the bracketed text. A place that a bracket is exactly around has the bracket too."""

    kind: WovenKind
    words: str = ""
    passage: "RollingPassage | None" = None
    bracket: WovenBracket | None = None
    place: int = -1
    """The number of the passage, for a place."""

    @property
    def choices(self) -> "tuple[RollingChoice, ...]":
        """What may stand there: the words so far, the alternatives of the bracket, and what else is
        proposed.
        """
        proposed = self.passage.choices if self.passage else ()
        if self.bracket is None:
            return proposed
        known = {each.words.strip() for each in self.bracket.choices}
        base = tuple(each for each in proposed if each.is_base)
        others = (each for each in proposed if not each.is_base and each.words.strip() not in known)
        return (*base, *self.bracket.choices, *others)


@dataclass
class _Weaver:
    now: str
    around: list[tuple[int, int, WovenBracket]]
    exactly: dict[int, WovenBracket]
    ended: set[int] = field(default_factory=set)
    begun: set[int] = field(default_factory=set)

    def parts(self, placed: "Sequence[tuple[int, int, RollingPassage]]") -> Iterator[WovenPart]:
        cuts = sorted({at for start, end, _bracket in self.around for at in (start, end)})
        for number, (start, end, passage) in enumerate(placed):
            yield from self._ends(start)
            if passage.is_open:
                if start < end:
                    yield from self._begins(start)
                bracket = self.exactly.get(number)
                yield WovenPart(WovenKind.PLACE, passage.words, passage, bracket, number)
                continue
            at = start
            for cut in (*(each for each in cuts if start < each < end), end):
                yield from self._begins(at)
                yield WovenPart(WovenKind.WORDS, self.now[at:cut])
                yield from self._ends(cut)
                at = cut
        yield from self._ends(len(self.now))
        yield from self._begins(len(self.now))

    def _ends(self, at: int) -> Iterator[WovenPart]:
        """Yield the brackets that end here, the inner ones first."""
        if at in self.ended:
            return
        self.ended.add(at)
        here = [each for each in self.around if each[1] == at and each[0] < at]
        for _start, _end, bracket in sorted(here, key=lambda each: (-each[0], -each[2].number)):
            yield WovenPart(WovenKind.CLOSES, bracket=bracket)

    def _begins(self, at: int) -> Iterator[WovenPart]:
        """Yield the brackets for an insertion here, and then those that begin here, the outer ones
        first.
        """
        if at in self.begun:
            return
        self.begun.add(at)
        here = [each for each in self.around if each[0] == at]
        for start, end, bracket in here:
            if start == end:
                yield WovenPart(WovenKind.POINT, bracket=bracket)
        opening = [each for each in here if each[1] > at]
        for _start, _end, bracket in sorted(opening, key=lambda each: (-each[1], each[2].number)):
            yield WovenPart(WovenKind.OPENS, bracket=bracket)


def woven(
    passages: "Sequence[RollingPassage]", brackets: Sequence[WovenBracket]
) -> tuple[WovenPart, ...]:
    """Return the words with the brackets in them. The words and places together are the text as it
    is; every bracket that has a place in it is there once.

    A bracket that begins or ends within a place goes around the whole of it, since a place is never
    divided.
    """
    now = "".join(passage.words for passage in passages)
    placed: list[tuple[int, int, RollingPassage]] = []
    at = 0
    for passage in passages:
        placed.append((at, at + len(passage.words), passage))
        at += len(passage.words)
    exactly: dict[int, WovenBracket] = {}
    around: list[tuple[int, int, WovenBracket]] = []
    for bracket in brackets:
        if bracket.span is None:
            continue
        span = bracket.span
        same = next(
            (
                number
                for number, (start, end, passage) in enumerate(placed)
                if passage.is_open
                and number not in exactly
                and _is_same(span, without_ends(now, start, end))
            ),
            None,
        )
        if same is not None:
            exactly[same] = bracket
        else:
            around.append((*_around_places(span, placed), bracket))
    return tuple(_Weaver(now, around, exactly).parts(placed))


def _is_same(span: FoundSpan, other: FoundSpan) -> bool:
    return (span.start, span.end) == (other.start, other.end)


def _around_places(
    span: FoundSpan, placed: "Sequence[tuple[int, int, RollingPassage]]"
) -> tuple[int, int]:
    start, end = span.start, span.end
    for begin, stop, passage in placed:
        if passage.is_open:
            if begin < start < stop:
                start = begin
            if begin < end < stop:
                end = stop
    return start, end
