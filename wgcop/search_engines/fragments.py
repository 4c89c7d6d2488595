"""Fragments of a text around its marks, and their safe HTML, which adds only <mark>."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

WIDTH = 180
"""The width of one fragment in characters."""
MOST_TRIED = 12
"""The number of windows that are compared in detail for one fragment."""

OPEN, CLOSE = Markup("<mark>"), Markup("</mark>")
OPENS, CLOSES = "\ue000", "\ue001"


class Mark(NamedTuple):
    start: int
    end: int
    bits: int
    """A bit mask of the term that is marked here or, before marking, of the terms that it may be.
    """


class Fragment(NamedTuple):
    start: int
    end: int
    marks: list[Mark]


def windows_of(places: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return, for each place, a mask of the terms that a window beginning there may hold, and the
    place. Stop after a few windows that hold all terms.
    """
    everything = together(places)
    windows = []
    whole = 0
    for number, (place, _, bits) in enumerate(places):
        last = number + 1
        while bits != everything and last < len(places) and places[last].start < place + WIDTH:
            bits |= places[last].bits
            last += 1
        windows.append((bits, place))
        whole += bits == everything
        if whole == MOST_TRIED:
            break
    return windows


def together(marks: Iterable[Mark]) -> int:
    all_bits = 0
    for mark in marks:
        all_bits |= mark.bits
    return all_bits


def window_at(text: str, mark: int) -> tuple[int, int]:
    start = max(0, mark - WIDTH // 3)
    if start > 0:
        space = text.find(" ", start, mark)
        start = space + 1 if space >= 0 else start
    return start, word_end(text, min(len(text), start + WIDTH))


def word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 40), end + 1)
    return space if space > 0 else end


def rendered(text: str, fragment: Fragment) -> Markup:
    """Return a fragment's HTML with its marks. The text is escaped in one call, so two private
    characters represent the marks until then.
    """
    parts = []
    place = fragment.start
    for mark in fragment.marks:
        first, last = max(mark.start, place), min(mark.end, fragment.end)
        if first < last:
            parts += [text[place:first], text[first:last]]
            place = last
    parts.append(text[place : fragment.end])
    if any(sign in text for sign in (OPENS, CLOSES)):
        parts = [part.replace(OPENS, "").replace(CLOSES, "") for part in parts]
    signs = (OPENS, CLOSES) * (len(parts) // 2)
    text_with_signs = "".join(part + sign for part, sign in zip(parts, (*signs, ""), strict=True))
    return escape(text_with_signs).replace(OPENS, OPEN).replace(CLOSES, CLOSE)
