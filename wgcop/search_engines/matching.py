"""Finds which documents match a question, and how well: by their words, their names, and their
year, month or kind.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from wgcop.search.question.query import SCORED_FIELDS, Query, Term
from wgcop.search.records import talk
from wgcop.search_engines.index_reading import (
    Ids,
    IndexReading,
    Mask,
    Scores,
    all_of,
    candidates,
    having,
)

LABELLED = 2.0
"""The lowest score of a document that has the named year, month or kind, whether or not its text
contains the word.
"""
MOST_NAME_WORDS = 8
"""The most words that a question may have to be compared with names."""


def terms_to_look_up(query: Query) -> list[Term]:
    terms = [term.in_words for term in (*query.words, *query.required, *query.excluded)]
    return [*terms, *name_terms(query)]


def name_terms(query: Query) -> list[Term]:
    """Return the words of the question, to be looked up in titles and names. Return nothing for
    long questions and for those with fields.
    """
    if len(query.words) > MOST_NAME_WORDS or any(term.field for term in query.words):
        return []
    return [term.in_names for term in query.words]


class Matches(NamedTuple):
    """The documents that match the question. Arrays are indexed by the document's number."""

    is_match: Mask
    is_complete: Mask
    """Whether each document has every word. Do not change the mask: it may be cached."""
    missing: frozenset[Term]
    """Terms that no document has."""


class Matching:
    def __init__(self, reading: IndexReading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.size = len(reading.visible)

    def matches(self) -> Matches:
        reading, query = self.reading, self.query
        is_match = self._admitted()
        missing = {term for term in query.required if not reading.mask(term.in_words).any()}
        has_any = has_all = None
        for term in query.words:
            has = self._holding(term)
            if not has.any():
                missing.add(replace(term, count=1))
            has_any = has if has_any is None else has_any | has
            has_all = has if has_all is None else has_all & has
        if has_any is None or has_all is None:
            return Matches(is_match, np.ones(self.size, dtype=bool), frozenset(missing))
        is_match &= has_any
        return Matches(is_match, has_all, frozenset(missing))

    def scores(self, docs: Ids) -> Scores:
        """Return a score for each of these documents."""
        among = candidates(docs, self.size)
        scores = np.zeros(len(docs))
        for term in self.query.words:
            score = self.reading.score(term.in_words, among)
            if _names(term):
                score = np.maximum(score, LABELLED * self._named(term)[docs])
            scores += score if term.count == 1 else term.count * score
        for term in self.query.required:
            if term.field in SCORED_FIELDS:
                scores += term.count * self.reading.score(term.in_words, among)
        return scores

    def _admitted(self) -> Mask:
        """Return the documents that may match: visible, with all required terms and no excluded
        one.
        """
        reading, query = self.reading, self.query
        admitted = reading.visible.copy()
        if query.among is not None:
            admitted &= reading.documents(query.among)
        for term in query.required:
            admitted &= self._holding(term)
        for term in query.excluded:
            admitted &= ~reading.mask(term.in_words)
        return admitted

    def _holding(self, term: Term) -> Mask:
        mask = self.reading.mask(term.in_words)
        return mask | self._named(term) if _names(term) else mask

    def _named(self, term: Term) -> Mask:
        """Return the documents of the year, month or kind that the term names."""
        named = np.zeros(self.size, dtype=bool)
        for facet, value in term.labelled:
            named |= having(self.reading, facet, (value,))
        if term.dated:
            first, end = (int(moment.timestamp() // 60) for moment in term.dated)
            named |= (self.reading.dates >= first) & (self.reading.dates < end)
        return named & self.reading.visible

    def by_name(self) -> Mask | None:
        """Return the documents with all words in their title, symbol, source or other names; never
        comments. None if the question has no words to compare with names.
        """
        terms = name_terms(self.query)
        if not terms:
            return None
        named: Mask = ~having(self.reading, "kind", talk())
        return all_of(named, (self.reading.mask(term) for term in terms))

    def by_labels(self) -> Mask | None:
        """Return the documents of every month, year and kind that the question names; mentioning
        them is not enough. Return None if it names none.
        """
        named = [self._named(term) for term in self.query.words if _names(term)]
        return all_of(named[0], named[1:]) if named else None


def _names(term: Term) -> bool:
    return bool(term.labelled or term.dated)
