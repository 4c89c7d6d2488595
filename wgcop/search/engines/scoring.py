"""BM25 over what a reader may see, for both engines: they give postings, this gives scores."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.each_once import once_of_sorted
from wgcop.search.engines.index_reading import (
    Candidates,
    Ids,
    Mask,
    Scores,
    candidates,
    mask_of,
)
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B, idf
from wgcop.search.question.query import Phrase, Term

Weights = npt.NDArray[np.float32]
Counts = npt.NDArray[np.unsignedinteger]

PLACE_BITS = 32
"""A document and a position are packed into one number: the position takes this many bits."""
LONGEST_SHIFT = 2**16
"""Added to all positions, so that a phrase near the beginning does not reach back into the document before."""
MANY = 20_000
"""Of so many occurrences of a word it is quicker to leave out first those in documents without the other words."""
AT_ONCE = 8_192
"""Occurrences that are scored together. All arrays that this takes are in the processor's cache, and none has to be asked of the system."""
NO_DOCS: Ids = np.empty(0, dtype=np.int64)
NO_COUNTS: Counts = np.empty(0, dtype=np.uint16)


class FieldPostings(NamedTuple):
    """What a field has of a term, or of several: in any order, and a document that has several of them more than once."""

    docs: Ids
    """Some may be hidden."""
    counts: Counts
    """How often each has the term."""


class LookedUp(NamedTuple):
    """FieldPostings that were looked up for one reader."""

    postings: FieldPostings
    mask: Mask
    """The readable documents. Not to be changed: it is kept."""
    readable: int
    has_each_once: bool


class Scoring(ABC):
    """Ranking statistics cover only what the reader may see, so a hidden draft cannot change any score.

    Which documents match is known from masks, one byte for each document. Only those that may be shown are scored.
    """

    visible: Mask
    readable: int

    def __init__(self) -> None:
        self._found: dict[tuple[str, frozenset[str] | str], LookedUp] = {}
        self._masks: dict[Term, Mask] = {}
        self._phrases: dict[tuple[str, Phrase], Ids] = {}

    @abstractmethod
    def postings(self, field: str, terms: frozenset[str]) -> FieldPostings:
        """Of all of these terms."""

    @abstractmethod
    def beginning(self, field: str, prefix: str) -> FieldPostings:
        """Of all terms with this prefix."""

    @abstractmethod
    def phrase(self, field: str, phrase: Phrase, within: Mask) -> Ids:
        """The documents in `within` that contain the phrase."""

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
        size = len(self.visible)
        mask: Mask = np.zeros(size, dtype=bool)
        if term.prefix:
            for field in WORDS.get(term.field, (term.field,)):
                mask |= self._with(field, term.prefix).mask
        for phrase in term.alternatives:
            for field in FIELDS.get(term.field, (term.field,)):
                if len(phrase) == 1:
                    mask |= self._with(field, phrase[0].terms).mask
                else:
                    mask[self._phrase_once(field, phrase)] = True
        return mask

    def score(self, term: Term, among: Candidates) -> Scores:
        """BM25 of each candidate, summed over the fields; among the alternatives of a term, the best one counts."""
        best = np.zeros(len(among.docs))
        if term.prefix:
            for field in WORDS[term.field]:
                self._add(best, field, self._with(field, term.prefix), among)
        for number, phrase in enumerate(term.alternatives):
            is_first = not (number or term.prefix)
            scores = best if is_first else np.zeros(len(among.docs))
            for field in FIELDS[term.field]:
                if len(phrase) == 1:
                    self._add(scores, field, self._with(field, phrase[0].terms), among)
                else:
                    self._add_phrase(scores, field, phrase, among)
            if not is_first:
                np.maximum(best, scores, out=best)
        return best

    def _with(self, field: str, wanted: frozenset[str] | str) -> LookedUp:
        """What has any of these terms or, of a single string, a term that begins so. Kept: it is asked for again."""
        found = self._found.get((field, wanted))
        if found is None:
            postings = (
                self.beginning(field, wanted)
                if isinstance(wanted, str)
                else self.postings(field, wanted)
            )
            mask = mask_of(postings.docs, len(self.visible))
            has_each_once = int(np.count_nonzero(mask)) == len(postings.docs)
            mask &= self.visible
            found = LookedUp(postings, mask, int(np.count_nonzero(mask)), has_each_once)
            self._found[field, wanted] = found
        return found

    def _phrase_once(self, field: str, phrase: Phrase) -> Ids:
        """Cached, because a phrase is both a required term and a scored one."""
        if (field, phrase) not in self._phrases:
            self._phrases[field, phrase] = self._phrase(field, phrase)
        return self._phrases[field, phrase]

    def _phrase(self, field: str, phrase: Phrase) -> Ids:
        within = self.visible
        for place in phrase:
            found = self._with(field, place.terms)
            if not found.readable:
                return NO_DOCS
            within = within & found.mask
        return self.phrase(field, phrase, within) if within.any() else NO_DOCS

    def _add(self, scores: Scores, field: str, found: LookedUp, among: Candidates) -> None:
        if not found.readable:
            return
        docs: Ids = found.postings.docs
        counts: npt.NDArray[Any] = found.postings.counts
        if not found.has_each_once:
            here = np.flatnonzero(among.mask[docs])
            counts = np.bincount(among.places[docs[here]], counts[here])
            docs, counts = among.docs[np.flatnonzero(counts)], counts[counts > 0]
        lengths, slope = self.lengths(field), K1 * B / self.average_length(field)
        most = idf(self.readable, found.readable) * (K1 + 1)
        for begin in range(0, len(docs), AT_ONCE):
            some, held = docs[begin : begin + AT_ONCE], counts[begin : begin + AT_ONCE]
            is_candidate = among.mask[some]
            if not is_candidate.all():
                some, held = some[is_candidate], held[is_candidate]
            weights: Scores = held.astype(np.float64)
            norm: Scores = lengths[some].astype(np.float64)
            norm *= slope
            norm += K1 * (1 - B)
            norm += weights
            weights *= most
            weights /= norm
            scores[among.places[some]] += weights

    def _add_phrase(self, scores: Scores, field: str, phrase: Phrase, among: Candidates) -> None:
        """As much as its words give to the documents that contain it."""
        docs = self._phrase_once(field, phrase)
        docs = docs[among.mask[docs]]
        if not len(docs):
            return
        has_all = len(docs) == len(among.docs)
        holding = among if has_all else candidates(docs, len(self.visible))
        of_phrase = np.zeros(len(docs))
        for place in phrase:
            self._add(of_phrase, field, self._with(field, place.terms), holding)
        scores[among.places[docs]] += of_phrase


class Occurrences(NamedTuple):
    """Of one term or several: the documents, how often each has it, and the places, document by document."""

    docs: npt.NDArray[np.integer]
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]


def standing(phrase: Phrase, lists: Sequence[Sequence[Occurrences]], within: Mask) -> Ids:
    """The documents in `within` where the phrase stands. `lists`: of each of its places.

    Each occurrence is moved back by its offset; the phrase is where all agree.
    """
    starts: Ids | None = None
    for place, of_place in zip(phrase, lists, strict=True):
        moved = _ascending([_located(occurrences, within) for occurrences in of_place])
        moved += LONGEST_SHIFT - place.offset
        starts = moved if starts is None else _in_both(starts, moved)
        if not len(starts):
            return NO_DOCS
    if starts is None:
        return NO_DOCS
    docs = once_of_sorted(starts >> PLACE_BITS)
    return docs[within[docs]]


def _located(occurrences: Occurrences, within: Mask) -> Ids:
    """Each as document and position in one number."""
    if len(occurrences.places) > MANY:
        occurrences = _inside(within, occurrences)
    docs, counts, places = occurrences
    located = docs.astype(np.int64)
    located <<= PLACE_BITS
    if len(places) > len(docs):
        located = located.repeat(counts)
    located += places
    return located


def _inside(within: Mask, occurrences: Occurrences) -> Occurrences:
    """Those in these documents."""
    docs, counts, places = occurrences
    here = np.flatnonzero(within[docs])
    if len(places) == len(docs):
        return Occurrences(docs[here], counts[here], places[here])
    ends, sizes = np.cumsum(counts, dtype=np.int64)[here], counts[here]
    return Occurrences(docs[here], sizes, places[slices(ends - sizes, sizes.astype(np.int64))])


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
