"""Snippets: the best places of a text for a question, with its words marked."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from wgcop.search.question.query import Term
from wgcop.search_engines.fragments import (
    MOST_TRIED,
    WIDTH,
    Fragment,
    rendered,
    together,
    window_at,
    windows_of,
    word_end,
)
from wgcop.search_engines.term_places import TermPlaces

FRAGMENTS = 2
BEFORE, GAP, AFTER = Markup("… "), Markup(" … "), Markup(" …")


class Snippet(NamedTuple):
    markup: Markup
    start: int | None = None
    """The position in the text of the first mark in the best fragment; None if nothing is marked.
    """


class TermMarker:
    """A marker that marks the same terms in many texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._places = TermPlaces(terms)

    def excerpt(self, text: str, language: str = "en") -> Snippet:
        """Return the fragments with the most terms, or the beginning of the text if it has none."""
        best = self._best_fragments(text, language)
        beginning = Fragment(0, word_end(text, min(len(text), WIDTH)), [])
        fragments = sorted(best) or [beginning]
        markup = GAP.join(rendered(text, fragment) for fragment in fragments)
        if fragments[0].start > 0:
            markup = BEFORE + markup
        if fragments[-1].end < len(text.rstrip()):
            markup += AFTER
        return Snippet(markup, best[0].marks[0].start if best else None)

    def marked(self, text: str, language: str = "en") -> Markup:
        """Return the whole of a short text, such as a title, with its marks."""
        places = self._places.all_in(text, language)
        marks = self._places.between(text, 0, len(text), language, places) if places else []
        return rendered(text, Fragment(0, len(text), marks))

    def _best_fragments(self, text: str, language: str) -> list[Fragment]:
        """Return first the fragment with the most different terms, then the one with the most of
        the remaining terms.
        """
        places = self._places.all_in(text, language)
        windows: Sequence[tuple[int, int]] = windows_of(places)
        missing = together(places)
        chosen: list[Fragment] = []

        def fragment_at(place: int) -> Fragment | None:
            """Return the fragment around this place, or None if it overlaps one that is already
            chosen.
            """
            start, end = window_at(text, place)
            if any(start < other.end and other.start < end for other in chosen):
                return None
            return Fragment(start, end, self._places.between(text, start, end, language, places))

        while len(chosen) < FRAGMENTS and missing:
            windows = self._most_telling_first(windows, missing)
            best = _best_of(windows[:MOST_TRIED], missing, fragment_at)
            if best is None:
                break
            chosen.append(best)
            missing &= ~together(best.marks)
        return chosen

    def _most_telling_first(
        self, windows: Sequence[tuple[int, int]], missing: int
    ) -> Sequence[tuple[int, int]]:
        """Sort windows by how many of the missing terms they may show; among equals, those with a
        phrase come first, since a phrase says more than a word.
        """
        phrases = self._places.all_in_phrases

        def telling(window: tuple[int, int]) -> tuple[int, int]:
            terms = window[0] & missing
            return -terms.bit_count(), -(terms & phrases).bit_count()

        return sorted(windows, key=telling)


def _best_of(
    windows: Sequence[tuple[int, int]],
    missing: int,
    fragment_at: Callable[[int], Fragment | None],
) -> Fragment | None:
    """Return the fragment that really shows the most of the missing terms, because a window may
    show fewer than it promises. Return None if none shows any.
    """
    best, most = None, 0
    for terms, place in windows:
        if (terms & missing).bit_count() <= most:
            break  # neither this window nor those behind it can show more
        fragment = fragment_at(place)
        shows = (missing & together(fragment.marks)).bit_count() if fragment else 0
        if shows > most:
            best, most = fragment, shows
    return best
