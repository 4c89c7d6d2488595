"""Find the terms of a question in a text: words, and phrases looked for around the rarest of their
words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wgcop.search.question.analysis import PIECES, Token, read_piece
from wgcop.search.question.query import Term
from wgcop.search_engines.fragments import Mark, word_end
from wgcop.search_engines.likely_pieces import beginnings, pieces
from wgcop.search_engines.term_words import TermWords

MOST_MARKS = 60
FARTHEST = 2_000_000
"""The number of characters of a text that are searched for marks. The text is read part by part
until every term has been seen.
"""
PART = 50_000
MOST_PLACES = 200
"""The number of occurrences examined per term."""
AROUND = 400
"""The characters before and after a word that are searched for the rest of a phrase."""


class PieceTokens(NamedTuple):
    """The tokens of a piece of text that may belong to a term, and how many positions the piece
    takes.
    """

    tokens: list[tuple[Token, str]]
    width: int


class TermPlaces:
    """A finder of the same terms in many texts, which caches the result for each piece.

    A set of terms is an integer with one bit for each term: bit n is term number n.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._words = TermWords(terms)
        self._beginnings = beginnings(self._words.words, self._words.prefixes)
        self._read: dict[tuple[str, str], PieceTokens] = {}

    @property
    def all_in_phrases(self) -> int:
        """The set of terms that have a phrase."""
        return self._words.all_in_phrases

    def all_in(self, text: str, language: str) -> list[Mark]:
        """Return marks for words and whole phrases, a limited number of each so that one common
        word cannot crowd out the rest.
        """
        missing = (1 << len(self._terms)) - 1  # all terms
        places: list[Mark] = []
        counts: Counter[int] = Counter()
        for begin in range(0, min(len(text), FARTHEST), PART):
            by_word = self._marks_by_word(text, begin, language)
            single = sorted(mark for marks in by_word.values() for mark in marks if mark.bits)
            for mark in (*self._phrases(text, language, by_word), *single):
                missing &= ~mark.bits
                counts[mark.bits] += 1
                if counts[mark.bits] <= MOST_PLACES:
                    places.append(mark)
            if not missing:
                break
        return sorted(places)

    def _marks_by_word(self, text: str, begin: int, language: str) -> dict[str, list[Mark]]:
        """Return, for each word in the part of the text that begins at `begin`, the places where it
        occurs, with the terms that it shows without its neighbours.
        """
        by_word: dict[str, list[Mark]] = {}
        for start, piece in pieces(text[begin : begin + PART], self._beginnings):
            at = begin + start
            for token, word in self._tokens(piece, language).tokens:
                mark = Mark(at + token.start, at + token.end, self._words.alone(token, word))
                by_word.setdefault(word, []).append(mark)
        return by_word

    def between(
        self, text: str, start: int, end: int, language: str, places: Sequence[Mark]
    ) -> list[Mark]:
        """Return the marks of a window, at most `MOST_MARKS`. `places` are the marks of the whole
        text.
        """
        if self._words.need_no_neighbours:
            marks = {place for place in places if start <= place.start and place.end <= end}
        else:
            marks = self._marks_together(text, start, end, language)
        return sorted(marks)[:MOST_MARKS]

    def _phrases(
        self, text: str, language: str, by_word: Mapping[str, list[Mark]]
    ) -> Iterator[Mark]:
        """Look for each phrase around the places of its rarest word, and yield its marks."""
        for term, phrase in self._words.phrases:
            each: list[list[Mark]] = [
                [mark for word in words for mark in by_word.get(word, ())] for words in phrase
            ]
            rarest: list[Mark] = min(each, key=len)
            count = 0
            for near in sorted(rarest):
                start = text.rfind(" ", 0, max(0, near.start - AROUND)) + 1
                end = word_end(text, min(len(text), near.end + AROUND))
                marks = self._marks_together(text, start, end, language)
                here = [mark for mark in marks if mark.bits == term]
                yield from here
                count += len(here)
                if count > MOST_PLACES:
                    break

    def _tokens(self, piece: str, language: str) -> PieceTokens:
        read = self._read.get((language, piece))
        if read is None:
            tokens, width = read_piece(piece, language)
            possible = [
                (token, word) for token, word in tokens if self._words.possible(token, word)
            ]
            read = self._read[language, piece] = PieceTokens(possible, width)
        return read

    def _marks_together(self, text: str, start: int, end: int, language: str) -> set[Mark]:
        by_position: dict[int, list[tuple[Token, str]]] = {}
        base = 0
        for match in PIECES.finditer(text, start, end):
            tokens, width = self._tokens(match.group(), language)
            for token, word in tokens:
                first = match.start()
                placed = token._replace(start=first + token.start, end=first + token.end)
                by_position.setdefault(base + token.position, []).append((placed, word))
            base += width
        return {
            mark
            for number, term in enumerate(self._terms)
            for position in by_position
            for mark in _marks_at(position, by_position, term, 1 << number)
        }


def _marks_at(
    position: int, by_position: dict[int, list[tuple[Token, str]]], term: Term, bit: int
) -> Iterator[Mark]:
    """Yield the marks of the term if it occurs at this position: of its word, or of each word of
    its phrase.
    """
    if term.prefix:
        for token, _ in by_position[position]:
            if token.text.startswith(term.prefix):
                yield Mark(token.start, token.end, bit)
        return
    for phrase in term.alternatives:
        tokens = [
            next(
                (token for token, word in by_position.get(position + offset, ()) if word in words),
                None,
            )
            for offset, words in phrase
        ]
        if all(tokens):
            yield from (Mark(token.start, token.end, bit) for token in tokens if token)
