"""Where a bracket stands in the words of its clause: read from typed brackets, and found again in words that have changed since
(pure).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import east_asian_width

from flask_babel import gettext as _

from wgcop.errors import Invalid
from wgcop.paper import anchor
from wgcop.paper.anchor import Anchor, QuotePlace

MOST_BRACKETS = 40
"""The most square brackets that typed words may contain, for the clause may have some of its own."""

ENOUGH_WORDS = 4
"""The number of words that are the same place wherever they are found. Fewer may be other words that
sound the same, so what is around them counts.
"""
ENOUGH_AROUND = 0.5
ENOUGH_AT_A_POINT = 0.7


@dataclass(frozen=True)
class FoundSpan:
    """The words in a bracket, from the position of the first letter to that after the last; the same
    position twice where words would be inserted. `is_changed` says that they only resemble those on
    which the bracket was opened.
    """

    start: int
    end: int
    is_changed: bool = False

    @property
    def is_point(self) -> bool:
        return self.start == self.end


def bracketed(words: str, typed: str) -> FoundSpan:
    """Return the span that is marked by a pair of square brackets in `typed`, which otherwise has the
    words of the clause. Without words between them they mark a place for an insertion.
    """
    require_brackets(typed)
    letters, wanted = "".join(typed.split()), "".join(words.split())
    if len(letters) != len(wanted) + 2 or letters.count("[") + letters.count("]") > MOST_BRACKETS:
        raise Invalid(_only_brackets())
    pairs = [
        (begin, end)
        for begin in _places_of("[", letters)
        for end in _places_of("]", letters)
        if begin < end and letters[:begin] + letters[begin + 1 : end] + letters[end + 1 :] == wanted
    ]
    if not pairs:
        raise Invalid(_only_brackets())
    # Of brackets side by side, the pair is meant that has whole pairs of the clause inside.
    begin, end = min(pairs, key=lambda pair: not _is_whole(letters[pair[0] + 1 : pair[1]]))
    return _span(words, begin, end - 1)


def require_brackets(typed: str) -> None:
    if "[" not in typed or "]" not in typed:
        raise Invalid(_("Type [ before and ] after the words that are not agreed."))


def _is_whole(inside: str) -> bool:
    return inside.count("[") == inside.count("]")


def read_brackets(typed: str) -> Iterator[tuple[FoundSpan, str]]:
    """Yield the words that may be meant with their span, one for each pair of brackets that somebody
    may have typed into them.
    """
    if typed.count("[") + typed.count("]") > MOST_BRACKETS:
        return
    for begin in _places_of("[", typed):
        for end in _places_of("]", typed):
            if begin < end:
                words = typed[:begin] + typed[begin + 1 : end] + typed[end + 1 :]
                yield without_ends(words, begin, end - 1), words


def _only_brackets() -> str:
    return _(
        "Type only one pair of brackets, and leave the words as they are. Other words are an alternative."
    )


def _places_of(sign: str, letters: str) -> list[int]:
    return [at for at, letter in enumerate(letters) if letter == sign]


def _span(words: str, begin: int, end: int) -> FoundSpan:
    """Return the span between two numbers of letters, counted without spaces."""
    places = [at for at, letter in enumerate(words) if not letter.isspace()]
    start = places[begin] if begin < len(places) else len(words)
    return FoundSpan(start, start if begin == end else places[end - 1] + 1)


def with_brackets(words: str, span: FoundSpan) -> str:
    """Return the words with typed brackets around the span."""
    return f"{words[: span.start]}[{words[span.start : span.end]}]{words[span.end :]}"


_OPENS, _CLOSES = "([{«“‘", ",.;:!?)]}»”’"


def in_place_of(words: str, span: FoundSpan, stands: str) -> tuple[int, int, str]:
    """Return where something is put into the words so that this stands in place of the span, and
    what: with the spaces that it needs or, if nothing stands, without the space that would be left.
    """
    before, after = words[: span.start], words[span.end :]
    if stands and span.is_point:
        first = " " if before and _need_space(before[-1], stands[0]) else ""
        last = " " if after and _need_space(stands[-1], after[0]) else ""
        return span.start, span.end, f"{first}{stands}{last}"
    if stands:
        return span.start, span.end, stands
    if span.is_point:
        return span.start, span.end, ""
    rest = after.lstrip()
    if not before or (before[-1].isspace() and rest and rest[0] not in _CLOSES):
        return span.start, len(words) - len(rest), ""
    return len(before.rstrip()), span.end, ""


def _need_space(one: str, other: str) -> bool:
    """Return whether a space belongs between two letters. Scripts with wide letters have none."""
    is_open = one.isspace() or other.isspace() or one in _OPENS or other in _CLOSES
    return not is_open and not any(east_asian_width(each) in "WF" for each in (one, other))


def without_ends(words: str, start: int, end: int) -> FoundSpan:
    """Return the span without spaces at its ends. If nothing is left, it is a place for an insertion
    before the next word.
    """
    inside = words[start:end]
    if not inside.strip():
        point = end + len(words[end:]) - len(words[end:].lstrip())
        return FoundSpan(point, point)
    return FoundSpan(
        start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
    )


def anchor_at(words: str, span: FoundSpan) -> Anchor:
    return Anchor(
        words[span.start : span.end],
        words[max(0, span.start - anchor.SURROUNDINGS) : span.start],
        words[span.end : span.end + anchor.SURROUNDINGS],
    )


@lru_cache(maxsize=4096)
def find_span(words: str, at: Anchor) -> FoundSpan | None:
    """Find the words of a bracket again, or those that they have become; None if they are gone."""
    if unchanged := _unchanged(words, at):
        return unchanged
    if not at.exact:
        return _point(words, at)
    if same := anchor.find_same(words, at):
        is_there = len(at.exact.split()) >= ENOUGH_WORDS or at.exact.strip() == words.strip()
        if is_there or _around(words, same, at) >= ENOUGH_AROUND:
            return FoundSpan(same.start, same.end)
        return None
    alike = anchor.find(words, at)
    return FoundSpan(alike.start, alike.end, is_changed=True) if alike else None


def _unchanged(words: str, at: Anchor) -> FoundSpan | None:
    """Find the span by what stands in it and around it, where that stands there once."""
    around = at.prefix + at.exact + at.suffix
    if not around or words.count(around) != 1:
        return None
    start = words.index(around) + len(at.prefix)
    return FoundSpan(start, start + len(at.exact))


def _point(words: str, at: Anchor) -> FoundSpan | None:
    """Find the place between the words that stood before and after it."""
    places = [match.start() for match in re.finditer(r"\S+", words)] + [len(words)]
    scored = [(_around(words, QuotePlace(place, place), at), place) for place in places]
    score, start = max(scored, key=lambda each: each[0])
    return FoundSpan(start, start) if score >= ENOUGH_AT_A_POINT else None


def _around(words: str, place: QuotePlace, at: Anchor) -> float:
    """Return from 0 to 1 how much of what stood around the words stands there; 1 if nothing did."""
    sides = []
    if at.prefix:
        before = words[max(0, place.start - len(at.prefix)) : place.start]
        sides.append(SequenceMatcher(None, before, at.prefix, autojunk=False).ratio())
    if at.suffix:
        after = words[place.end : place.end + len(at.suffix)]
        sides.append(SequenceMatcher(None, after, at.suffix, autojunk=False).ratio())
    return sum(sides) / len(sides) if sides else 1.0
