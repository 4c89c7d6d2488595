"""BM25 over what a reader may see, for both engines: they give postings, this gives scores."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from wgcop.search.engines.index_reading import Ids, Mask, Scores
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B, idf
from wgcop.search.question.query import SCORED_FIELDS, Phrase, Term

Weights = npt.NDArray[np.float32]

PLACE_BITS = 32
"""A document and a position are packed into one number: the position takes this many bits."""
LONGEST_SHIFT = 2**16
"""Added to all positions, so that a phrase near the beginning does not reach back into the document before."""
NO_DOCS: Ids = np.empty(0, dtype=np.int64)


class Scoring(ABC):
    """Ranking statistics cover only what the reader may see, so a hidden draft cannot change any score."""

    visible: Mask
    readable: int

    def __init__(self) -> None:
        self._scores: dict[Term, Scores] = {}

    @abstractmethod
    def postings(self, field: str, terms: Iterable[str]) -> tuple[Ids, Weights]:
        """The documents with any of the terms, each once, and the number of occurrences. Some may be hidden."""

    @abstractmethod
    def beginning(self, field: str, prefix: str) -> tuple[Ids, Weights]:
        """The same for all terms with this prefix."""

    @abstractmethod
    def phrase(self, field: str, phrase: Phrase) -> Ids:
        """The visible documents that contain the phrase."""

    @abstractmethod
    def lengths(self, field: str) -> Weights: ...

    @abstractmethod
    def average_length(self, field: str) -> float: ...

    def mask(self, term: Term) -> Mask:
        """The documents that contain the term."""
        if term.field in SCORED_FIELDS or not term.field:
            return self.score(term) > 0
        mask: Mask = np.zeros(len(self.visible), dtype=bool)
        if term.prefix:
            mask[self.beginning(term.field, term.prefix)[0]] = True
        for phrase in term.alternatives:
            if len(phrase) == 1:
                mask[self.postings(term.field, phrase[0].terms)[0]] = True
            else:
                mask[self.phrase(term.field, phrase)] = True
        return mask & self.visible

    def score(self, term: Term) -> Scores:
        """Cached, because a phrase is both a required term and a scored one."""
        once = replace(term, count=1)
        if once not in self._scores:
            self._scores[once] = self._score(once)
        return self._scores[once]

    def _score(self, term: Term) -> Scores:
        """BM25 summed over the fields; among the alternatives of a term, the best one counts."""
        scores = np.zeros(len(self.visible))
        if term.prefix:
            for field in WORDS[term.field]:
                self._add(scores, field, *self.beginning(field, term.prefix))
        for phrase in term.alternatives:
            best = np.zeros(len(self.visible))
            for field in FIELDS[term.field]:
                if len(phrase) == 1:
                    self._add(best, field, *self.postings(field, phrase[0].terms))
                else:
                    self._add_phrase(best, field, phrase)
            np.maximum(scores, best, out=scores)
        return scores

    def _add(self, scores: Scores, field: str, ids: Ids, weights: Weights) -> None:
        readable = self.visible[ids]
        ids, weights = ids[readable], weights[readable]
        if len(ids):
            scores[ids] += self._bm25(field, ids, weights)

    def _add_phrase(self, scores: Scores, field: str, phrase: Phrase) -> None:
        docs = self.phrase(field, phrase)
        if not len(docs):
            return
        words = np.zeros(len(self.visible))
        for place in phrase:
            self._add(words, field, *self.postings(field, place.terms))
        scores[docs] += words[docs]

    def _bm25(self, field: str, ids: Ids, weights: Weights) -> Scores:
        lengths = self.lengths(field)[ids].astype(np.float64)
        norm = K1 * ((1 - B) + B * lengths / self.average_length(field))
        scores: Scores = idf(self.readable, len(ids)) * (weights * (K1 + 1)) / (weights + norm)
        return scores


def packed(docs: npt.NDArray[np.integer], positions: npt.NDArray[np.integer]) -> Ids:
    """Each occurrence as document and position in one number."""
    return (docs.astype(np.int64) << PLACE_BITS) + positions


def standing(phrase: Phrase, places_of: Callable[[frozenset[str]], Ids]) -> Ids:
    """The documents where it stands. Each occurrence is moved back by its offset; the phrase is where all agree."""
    starts: Ids | None = None
    for place in phrase:
        moved = np.unique(places_of(place.terms) + (LONGEST_SHIFT - place.offset))
        starts = moved if starts is None else np.intersect1d(starts, moved, assume_unique=True)
    return NO_DOCS if starts is None else np.unique(starts >> PLACE_BITS)
