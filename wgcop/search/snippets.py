"""The words around what was found, as safe HTML with nothing added but <mark>."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from wgcop.search.analysis import Token, is_english, stem, tokenise
from wgcop.search.query import Term

WIDTH = 180
"""Characters of one fragment."""
FRAGMENTS = 2
MOST_MARKS = 60
FARTHEST = 200_000
"""Marks are looked for this far into a text."""

OPEN, CLOSE, GAP = Markup("<mark>"), Markup("</mark>"), Markup(" … ")


class Mark(NamedTuple):
    start: int
    end: int
    term: int


class Excerpt(NamedTuple):
    shown: Markup
    start: int | None = None
    """Where in the text the best fragment has its first mark."""


def excerpt(text: str, words: Sequence[Term], language: str = "en") -> Excerpt:
    """The fragments that hold the most of what was asked for, or the beginning of the text."""
    if not text:
        return Excerpt(Markup())
    marks = find_marks(text[:FARTHEST], words, language)
    chosen = _best_fragments(text, marks)
    fragments = sorted(chosen) or [(0, _word_end(text, min(len(text), WIDTH)))]
    shown = GAP.join(_render(text, start, end, marks) for start, end in fragments)
    before = "… " if fragments[0][0] > 0 else ""
    after = " …" if fragments[-1][1] < len(text.rstrip()) else ""
    best = chosen[0][0] if chosen else len(text)
    start = next((mark.start for mark in marks if mark.start >= best), None)
    return Excerpt(Markup("{}{}{}").format(before, shown, after), start)


def snippet(text: str, words: Sequence[Term], language: str = "en") -> Markup:
    return excerpt(text, words, language).shown


def marked(text: str, words: Sequence[Term], language: str = "en") -> Markup:
    """The whole of a short text, such as a title."""
    return _render(text, 0, len(text), find_marks(text, words, language))


def find_marks(text: str, words: Sequence[Term], language: str) -> list[Mark]:
    english = is_english(language)
    at: dict[int, list[tuple[Token, str]]] = {}
    marks: list[Mark] = []
    wanted = frozenset(
        term
        for word in words
        for sequence in word.alternatives
        for _, terms in sequence
        for term in terms
    )
    prefixes = tuple(word.prefix for word in words if word.prefix)
    for token in tokenise(text):
        term = stem(token.text) if english else token.text
        if english and token.stop and term not in wanted:
            continue
        if term in wanted or (prefixes and token.text.startswith(prefixes)):
            at.setdefault(token.position, []).append((token, term))
    for number, word in enumerate(words):
        for position in at:
            marks += _marks_at(position, at, word, number)
            if len(marks) >= MOST_MARKS * (number + 1):
                break
    return sorted(set(marks))


def _marks_at(
    position: int, at: dict[int, list[tuple[Token, str]]], word: Term, number: int
) -> Iterable[Mark]:
    if word.prefix:
        for token, _ in at[position]:
            if token.text.startswith(word.prefix):
                yield Mark(token.start, token.end, number)
        return
    for sequence in word.alternatives:
        held = [
            next((token for token, term in at.get(position + offset, ()) if term in terms), None)
            for offset, terms in sequence
        ]
        if all(held):
            yield from (Mark(token.start, token.end, number) for token in held if token)


def _best_fragments(text: str, marks: list[Mark]) -> list[tuple[int, int]]:
    """Windows that begin shortly before a mark, the one that holds the most different terms first."""
    chosen: list[tuple[int, int]] = []
    unseen = {mark.term for mark in marks}
    while len(chosen) < FRAGMENTS and unseen:
        best, best_terms = None, frozenset[int]()
        for mark in marks:
            window = _window(text, mark.start)
            terms = frozenset(m.term for m in marks if window[0] <= m.start and m.end <= window[1])
            if len(terms & unseen) > len(best_terms & unseen) and not _overlaps(window, chosen):
                best, best_terms = window, terms
        if best is None:
            break
        chosen.append(best)
        unseen -= best_terms
    return chosen


def _window(text: str, mark: int) -> tuple[int, int]:
    start = max(0, mark - WIDTH // 3)
    if start > 0:
        space = text.find(" ", start, mark)
        start = space + 1 if space >= 0 else start
    return start, _word_end(text, min(len(text), start + WIDTH))


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 40), end + 1)
    return space if space > 0 else end


def _overlaps(window: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(window[0] < end and start < window[1] for start, end in others)


def _render(text: str, start: int, end: int, marks: list[Mark]) -> Markup:
    shown = Markup()
    place = start
    for mark in marks:
        first, last = max(mark.start, place), min(mark.end, end)
        if first >= last:
            continue
        shown += escape(text[place:first]) + OPEN + escape(text[first:last]) + CLOSE
        place = last
    return shown + escape(text[place:end])
