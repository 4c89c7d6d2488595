"""Snippets: the best places of a text for a question, with its words marked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from wgcop.search.engines.fragments import (
    MOST_TRIED,
    WIDTH,
    Fragment,
    Mark,
    rendered,
    together,
    window_at,
    windows_of,
    word_end,
)
from wgcop.search.engines.likely_pieces import beginnings, pieces
from wgcop.search.question.analysis import ABBREVIATIONS, PIECES, Token, read_piece
from wgcop.search.question.query import Term
from wgcop.search.question.stems import variants

FRAGMENTS = 2
MOST_MARKS = 60
FARTHEST = 2_000_000
"""How far into a text marks are looked for. It is read part by part until every term has been seen."""
PART = 50_000
MOST_PLACES = 200
"""Occurrences examined per term."""
AROUND = 400
"""Characters before and after a word where the rest of a phrase is looked for."""

BEFORE, GAP, AFTER = Markup("… "), Markup(" … "), Markup(" …")


class Snippet(NamedTuple):
    markup: Markup
    start: int | None = None
    """The position in the text of the first mark in the best fragment."""


class TellingTokens(NamedTuple):
    """The tokens of a piece of text that may belong to a term, and how many positions the piece takes."""

    tokens: list[tuple[Token, str, int]]
    width: int


class TermMarker:
    """Finds the same terms in one text after another, and remembers which words are none of them.

    A set of terms is an integer with one bit for each term: bit n is term number n.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._bits: dict[str, int] = {}
        for number, term in enumerate(terms):
            for phrase in term.alternatives:
                for _, here in phrase:
                    for word in here:
                        self._bits[word] = self._bits.get(word, 0) | 1 << number
        self._single: dict[str, int] = {}
        self._sequences: list[tuple[int, list[frozenset[str]]]] = []
        for number, term in enumerate(terms):
            for phrase in term.alternatives:
                if len(phrase) > 1:
                    each = [words | _shortened(words) for _, words in phrase]
                    self._sequences.append((1 << number, each))
                    continue
                for word in phrase[0].terms | _shortened(phrase[0].terms):
                    self._single[word] = self._single.get(word, 0) | 1 << number
        # Without its next piece, “Res.” may be short for a resolution.
        for short, word in ABBREVIATIONS.items():
            for stem in variants(word) & self._bits.keys():
                self._bits[short] = self._bits.get(short, 0) | self._bits[stem]
        self._prefixes = [(t.prefix, 1 << n) for n, t in enumerate(terms) if t.prefix]
        # Without phrases and abbreviations, each word by itself shows whether it belongs to a term.
        self._is_simple = not (self._bits.keys() & ABBREVIATIONS.keys()) and all(
            len(phrase) == 1 for term in terms for phrase in term.alternatives
        )
        self._beginnings = beginnings(self._bits, (prefix for prefix, _ in self._prefixes))
        self._read: dict[tuple[str, str], TellingTokens] = {}

    def excerpt(self, text: str, language: str = "en") -> Snippet:
        """The fragments with the most terms, or the beginning of the text if it has none."""
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
        """The whole of a short text, such as a title."""
        places = self._places(text, language)
        marks = self._marks(text, 0, len(text), language, places) if places else []
        return rendered(text, Fragment(0, len(text), marks))

    def _best_fragments(self, text: str, language: str) -> list[Fragment]:
        """First the fragment with the most different terms, then the one with the most of the remaining terms."""
        places = self._places(text, language)
        windows = windows_of(places)
        unseen = together(places)
        phrases = sum({bit for bit, _ in self._sequences})
        chosen: list[Fragment] = []
        while len(chosen) < FRAGMENTS and unseen:
            best, most = None, 0
            # Among windows with equally many terms, prefer one with a phrase: it says more than a word.
            windows.sort(
                key=lambda window: (
                    -(window[0] & unseen).bit_count(),
                    -(window[0] & unseen & phrases).bit_count(),
                )
            )
            for bits, place in windows[:MOST_TRIED]:
                if (bits & unseen).bit_count() <= most:
                    break
                start, end = window_at(text, place)
                if any(start < other.end and other.start < end for other in chosen):
                    continue
                marks = self._marks(text, start, end, language, places)
                terms = (unseen & together(marks)).bit_count()
                if terms > most:
                    best, most = Fragment(start, end, marks), terms
            if best is None:
                break
            chosen.append(best)
            unseen &= ~together(best.marks)
        return chosen

    def _places(self, text: str, language: str) -> list[Mark]:
        """Marks for words and whole phrases, a limited number of each so that one common word cannot crowd out the rest."""
        wanted = (1 << len(self._terms)) - 1
        places: list[Mark] = []
        counts: dict[int, int] = {}
        for begin in range(0, min(len(text), FARTHEST), PART):
            by_word: dict[str, list[Mark]] = {}
            for start, piece in pieces(text[begin : begin + PART], self._beginnings):
                start += begin
                for token, word, _ in self._telling(piece, language).tokens:
                    mark = Mark(start + token.start, start + token.end, self._alone(token, word))
                    by_word.setdefault(word, []).append(mark)
            single = sorted(mark for marks in by_word.values() for mark in marks if mark.bits)
            for mark in (*self._phrases(text, language, by_word), *single):
                wanted &= ~mark.bits
                counts[mark.bits] = counts.get(mark.bits, 0) + 1
                if counts[mark.bits] <= MOST_PLACES:
                    places.append(mark)
            if not wanted:
                break
        return sorted(places)

    def _phrases(
        self, text: str, language: str, by_word: Mapping[str, list[Mark]]
    ) -> Iterator[Mark]:
        """Look for each phrase around the places of its rarest word."""
        for bit, sequence in self._sequences:
            each: list[list[Mark]] = [
                [mark for word in words for mark in by_word.get(word, ())] for words in sequence
            ]
            rarest: list[Mark] = min(each, key=len)
            count = 0
            for near in sorted(rarest):
                start = text.rfind(" ", 0, max(0, near.start - AROUND)) + 1
                end = word_end(text, min(len(text), near.end + AROUND))
                marks = self._marks_together(text, start, end, language)
                here = [mark for mark in marks if mark.bits == bit]
                yield from here
                count += len(here)
                if count > MOST_PLACES:
                    break

    def _alone(self, token: Token, word: str) -> int:
        """The terms that this single word matches, without its neighbours."""
        bits = self._single.get(word, 0)
        for prefix, bit in self._prefixes:
            if token.text.startswith(prefix):
                bits |= bit
        return bits

    def _telling(self, piece: str, language: str) -> TellingTokens:
        key = (language, piece)
        read = self._read.get(key)
        if read is None:
            tokens, width = read_piece(piece, language)
            telling = [(token, t, bits) for token, t in tokens if (bits := self._bits_of(token, t))]
            read = self._read[key] = TellingTokens(telling, width)
        return read

    def _bits_of(self, token: Token, term: str) -> int:
        bits = self._bits.get(term, 0)
        for prefix, bit in self._prefixes:
            if token.text.startswith(prefix):
                bits |= bit
        return bits

    def _marks(
        self, text: str, start: int, end: int, language: str, places: Sequence[Mark]
    ) -> list[Mark]:
        if self._is_simple:
            marks = {place for place in places if start <= place.start and place.end <= end}
        else:
            marks = self._marks_together(text, start, end, language)
        return sorted(marks)[:MOST_MARKS]

    def _marks_together(self, text: str, start: int, end: int, language: str) -> set[Mark]:
        at: dict[int, list[tuple[Token, str]]] = {}
        base = 0
        for match in PIECES.finditer(text, start, end):
            telling, width = self._telling(match.group(), language)
            for token, term, _ in telling:
                first = match.start()
                placed = token._replace(start=first + token.start, end=first + token.end)
                at.setdefault(base + token.position, []).append((placed, term))
            base += width
        return {
            mark
            for number, word in enumerate(self._terms)
            for position in at
            for mark in _marks_at(position, at, word, 1 << number)
        }


def _shortened(words: frozenset[str]) -> frozenset[str]:
    return frozenset(short for short, word in ABBREVIATIONS.items() if variants(word) & words)


def _marks_at(
    position: int, at: dict[int, list[tuple[Token, str]]], word: Term, bit: int
) -> Iterator[Mark]:
    if word.prefix:
        for token, _ in at[position]:
            if token.text.startswith(word.prefix):
                yield Mark(token.start, token.end, bit)
        return
    for phrase in word.alternatives:
        tokens = [
            next((token for token, term in at.get(position + offset, ()) if term in terms), None)
            for offset, terms in phrase
        ]
        if all(tokens):
            yield from (Mark(token.start, token.end, bit) for token in tokens if token)
