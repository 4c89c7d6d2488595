"""BM25 over what a reader may see, for both engines: they give postings, this gives scores."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.each_once import once_of_sorted
from wgcop.search.engines.index_reading import Ids, Mask, Scores
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B, idf
from wgcop.search.question.query import Phrase, Term

Weights = npt.NDArray[np.float32]

PLACE_BITS = 32
"""A document and a position are packed into one number: the position takes this many bits."""
LONGEST_SHIFT = 2**16
"""Added to all positions, so that a phrase near the beginning does not reach back into the document before."""
MUCH_MORE = 4
"""So many times as many occurrences, and it is quicker to leave out those in documents without the rarer words."""
NO_DOCS: Ids = np.empty(0, dtype=np.int64)


class Scoring(ABC):
    """Ranking statistics cover only what the reader may see, so a hidden draft cannot change any score."""

    visible: Mask
    readable: int

    def __init__(self) -> None:
        self._masks: dict[Term, Mask] = {}
        self._scores: dict[Term, Scores] = {}
        self._phrases: dict[tuple[str, Phrase], Ids] = {}

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
        """The documents that contain the term. Not to be changed: it is kept."""
        if term not in self._masks:
            self._masks[term] = self._mask(term)
        return self._masks[term]

    def _mask(self, term: Term) -> Mask:
        mask: Mask = np.zeros(len(self.visible), dtype=bool)
        if term.prefix:
            for field in WORDS.get(term.field, (term.field,)):
                mask[self.beginning(field, term.prefix)[0]] = True
        for phrase in term.alternatives:
            for field in FIELDS.get(term.field, (term.field,)):
                if len(phrase) == 1:
                    mask[self.postings(field, phrase[0].terms)[0]] = True
                else:
                    mask[self._phrase_once(field, phrase)] = True
        mask &= self.visible
        return mask

    def score(self, term: Term) -> Scores:
        """Cached, because a term may be required and also rank."""
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
        for number, phrase in enumerate(term.alternatives):
            is_first = not (number or term.prefix)
            best = scores if is_first else np.zeros(len(self.visible))
            for field in FIELDS[term.field]:
                if len(phrase) == 1:
                    self._add(best, field, *self.postings(field, phrase[0].terms))
                else:
                    self._add_phrase(best, field, phrase)
            if not is_first:
                np.maximum(scores, best, out=scores)
        return scores

    def _phrase_once(self, field: str, phrase: Phrase) -> Ids:
        """Cached, because a phrase is both a required term and a scored one."""
        if (field, phrase) not in self._phrases:
            self._phrases[field, phrase] = self.phrase(field, phrase)
        return self._phrases[field, phrase]

    def _add(self, scores: Scores, field: str, ids: Ids, weights: Weights) -> None:
        readable = self.visible[ids]
        if not readable.all():
            ids, weights = ids[readable], weights[readable]
        if len(ids):
            scores[ids] += self._bm25(field, ids, weights, len(ids))

    def _add_phrase(self, scores: Scores, field: str, phrase: Phrase) -> None:
        """As much as its words give to the documents that contain it."""
        docs = self._phrase_once(field, phrase)
        if not len(docs):
            return
        holding = np.zeros(len(self.visible), dtype=bool)
        holding[docs] = True
        for place in phrase:
            ids, weights = self.postings(field, place.terms)
            here = holding[ids]
            readable = int(np.count_nonzero(self.visible[ids]))
            ids = ids[here]
            scores[ids] += self._bm25(field, ids, weights[here], readable)

    def _bm25(self, field: str, ids: Ids, weights: Weights, holding: int) -> Scores:
        """`holding`: how many readable documents have what is scored. In place, since for a common word each array is a megabyte."""
        norm: Scores = self.lengths(field)[ids].astype(np.float64)
        norm *= K1 * B / self.average_length(field)
        norm += K1 * (1 - B)
        norm += weights
        np.divide(weights, norm, out=norm)
        norm *= idf(self.readable, holding) * (K1 + 1)
        return norm


class Occurrences(NamedTuple):
    """Of one term or several: the documents, how often each has it, and the places, document by document."""

    docs: npt.NDArray[np.integer]
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]


def standing(phrase: Phrase, lists: Sequence[Sequence[Occurrences]], within: Mask) -> Ids:
    """The documents in `within` where the phrase stands. `lists`: of each of its places.

    Each occurrence is moved back by its offset; the phrase is where all agree. The rarest words come first, so that of
    words that are much more common only a few documents are looked at.
    """
    in_order = sorted(
        zip(phrase, lists, strict=True),
        key=lambda of_place: sum(len(o.places) for o in of_place[1]),
    )
    starts: Ids | None = None
    for place, of_place in in_order:
        if starts is not None and sum(len(o.places) for o in of_place) > MUCH_MORE * len(starts):
            candidates = np.zeros(len(within), dtype=bool)
            candidates[starts >> PLACE_BITS] = True
            of_place = [_inside(candidates, occurrences) for occurrences in of_place]
        moved = _ascending([_located(occurrences) for occurrences in of_place])
        moved += LONGEST_SHIFT - place.offset
        starts = moved if starts is None else _in_both(starts, moved)
        if not len(starts):
            return NO_DOCS
    if starts is None:
        return NO_DOCS
    docs = once_of_sorted(starts >> PLACE_BITS)
    return docs[within[docs]]


def _inside(within: Mask, occurrences: Occurrences) -> Occurrences:
    """Those in these documents."""
    docs, counts, places = occurrences
    here = np.flatnonzero(within[docs])
    if len(places) == len(docs):
        return Occurrences(docs[here], counts[here], places[here])
    ends, sizes = np.cumsum(counts, dtype=np.int64)[here], counts[here]
    return Occurrences(docs[here], sizes, places[slices(ends - sizes, sizes.astype(np.int64))])


def _located(occurrences: Occurrences) -> Ids:
    """Each as document and position in one number."""
    docs, counts, places = occurrences
    located = docs.astype(np.int64) << PLACE_BITS
    if len(places) > len(docs):
        located = np.repeat(located, counts)
    located += places
    return located


def _ascending(lists: Sequence[Ids]) -> Ids:
    """Each number once."""
    if len(lists) == 1 and bool((lists[0][1:] > lists[0][:-1]).all()):
        return lists[0]
    together = np.concatenate([NO_DOCS, *lists])
    together.sort(kind="stable")  # which sees that parts are in order
    return once_of_sorted(together)


def _in_both(one: Ids, other: Ids) -> Ids:
    """Both are ascending, and have each number once."""
    together = np.concatenate((one, other))
    together.sort(kind="stable")
    return together[1:][together[1:] == together[:-1]]


def slices(begins: Ids, sizes: Ids) -> Ids:
    """The numbers from each beginning on, as many as its size, one run after another."""
    ends = np.cumsum(sizes)
    numbers: Ids = np.repeat(begins - ends + sizes, sizes)
    numbers += np.arange(len(numbers))
    return numbers
