"""Determines which words belong to which terms of a question: alone, or only beside the other words
of a phrase.
"""

from collections.abc import Iterable, Sequence

from wgcop.search.question.analysis import ABBREVIATIONS, Token
from wgcop.search.question.query import Term
from wgcop.search.question.stems import variants


class TermWords:
    """The words of a question's terms. A set of terms is an integer with one bit for each term: bit
    n is term number n.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms_of_word: dict[str, int] = {}
        """The terms of every word, words of phrases included."""
        self._terms_of_single_word: dict[str, int] = {}
        self.phrases: list[tuple[int, list[frozenset[str]]]] = []
        """The term of each phrase, and for each of its places the words that may occur there."""
        self._prefixes = [(term.prefix, 1 << n) for n, term in enumerate(terms) if term.prefix]
        for number, term in enumerate(terms):
            for phrase in term.alternatives:
                self._add(1 << number, [words for _, words in phrase])
        self._add_abbreviations()
        self._has_abbreviations = not self._terms_of_word.keys().isdisjoint(ABBREVIATIONS)

    def _add(self, term: int, places: Sequence[frozenset[str]]) -> None:
        for words in places:
            _join(self._terms_of_word, words, term)
        long_and_short = [words | _abbreviations_of(words) for words in places]
        if len(places) > 1:
            self.phrases.append((term, long_and_short))
        else:
            _join(self._terms_of_single_word, long_and_short[0], term)

    def _add_abbreviations(self) -> None:
        """Add abbreviations of the terms' words, because a piece of text that ends with “Res.” does
        not show the number that makes it a resolution.
        """
        for short, word in ABBREVIATIONS.items():
            for stem in variants(word) & self._terms_of_word.keys():
                _join(self._terms_of_word, [short], self._terms_of_word[stem])

    @property
    def all_in_phrases(self) -> int:
        """The set of terms that have a phrase."""
        return sum({term for term, _ in self.phrases})

    @property
    def need_no_neighbours(self) -> bool:
        """Whether each word alone shows that it belongs to a term."""
        return not self.phrases and not self._has_abbreviations

    @property
    def words(self) -> Iterable[str]:
        return self._terms_of_word

    @property
    def prefixes(self) -> Iterable[str]:
        return (prefix for prefix, _ in self._prefixes)

    def possible(self, token: Token, word: str) -> int:
        """Return the terms to which this word may belong, if its neighbours fit."""
        return self._terms_of_word.get(word, 0) | self._by_prefix(token)

    def alone(self, token: Token, word: str) -> int:
        """Return the terms that this word matches, regardless of its neighbours."""
        return self._terms_of_single_word.get(word, 0) | self._by_prefix(token)

    def _by_prefix(self, token: Token) -> int:
        terms = 0
        for prefix, term in self._prefixes:
            if token.text.startswith(prefix):
                terms |= term
        return terms


def _join(terms_of: dict[str, int], words: Iterable[str], term: int) -> None:
    for word in words:
        terms_of[word] = terms_of.get(word, 0) | term


def _abbreviations_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(short for short, word in ABBREVIATIONS.items() if variants(word) & words)
