"""BM25 over the records that a reader may see, for both engines: an engine gives postings, this
module computes scores.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.each_once import once_of_sorted
from wgcop.search.question.query import Phrase, Term
from wgcop.search_engines.index_reading import (
    Candidates,
    Ids,
    Mask,
    Scores,
    candidates,
    mask_of,
)
from wgcop.search_engines.ranking import FIELDS, K1, WORDS, B, idf

Weights = npt.NDArray[np.float32]
Counts = npt.NDArray[np.unsignedinteger]

PLACE_BITS = 32
"""The number of bits for the position when a document and a position are packed into one number."""
MANY = 20_000
"""The smallest number of occurrences of a word at which it is quicker to leave out first those in
documents without the other words.
"""
FEW = 8
"""The ratio of the time to look up a document in a sorted list to the time to scan one."""
AT_ONCE = 8_192
"""The number of occurrences that are scored together. All arrays for them fit in the processor's
cache, and no memory has to be requested from the system.
"""
NO_DOCS: Ids = np.empty(0, dtype=np.int64)
NO_COUNTS: Counts = np.empty(0, dtype=np.uint16)


class FieldPostings(NamedTuple):
    """The postings of one or several terms in a field, in any order. A document that has several of
    the terms comes more than once.
    """

    docs: Ids
    """The numbers of the documents. Some may be hidden from the reader."""
    counts: Counts
    """The number of occurrences of the term in each document."""
    is_ascending: bool = False
    """Whether the documents are known to be in order, each once."""


class LookedUp:
    """Postings that were looked up for one reader. Properties are computed on first use and kept."""

    def __init__(self, postings: FieldPostings, visible: Mask) -> None:
        self.postings = postings
        self._visible = visible
        self._mask: Mask | None = None
        self._readable: int | None = None
        self.has_each_once = postings.is_ascending
        """Whether no document comes twice; known once `readable` has been computed."""

    @property
    def mask(self) -> Mask:
        """A mask of the readable documents. Do not change it."""
        if self._mask is None:
            docs = self.postings.docs
            mask = mask_of(docs, len(self._visible))
            if not self.has_each_once:
                self.has_each_once = int(np.count_nonzero(mask)) == len(docs)
            mask &= self._visible
            self._mask = mask
        return self._mask

    @property
    def readable(self) -> int:
        """The number of readable documents."""
        if self._readable is None:
            needs_no_mask = self._mask is None and self.postings.is_ascending
            readable = self._visible[self.postings.docs] if needs_no_mask else self.mask
            self._readable = int(np.count_nonzero(readable))
        return self._readable


class Scoring(ABC):
    """Scores of terms for one reader. Ranking statistics cover only what the reader may see, so a
    hidden draft cannot change any score.

    Masks, with one byte for each document, tell which documents match. Only those that may be shown
    are scored.
    """

    visible: Mask
    readable: int

    def __init__(self) -> None:
        self._found: dict[tuple[str, frozenset[str] | str], LookedUp] = {}
        self._masks: dict[Term, Mask] = {}
        self._phrases: dict[tuple[str, Phrase], Ids] = {}

    @abstractmethod
    def postings(self, field: str, terms: frozenset[str]) -> FieldPostings:
        """Return the postings of all of these terms."""

    @abstractmethod
    def beginning(self, field: str, prefix: str) -> FieldPostings:
        """Return the postings of all terms with this prefix."""

    @abstractmethod
    def phrase(self, field: str, phrase: Phrase, within: Mask) -> Ids:
        """Return the documents in `within` that contain the phrase."""

    @abstractmethod
    def lengths(self, field: str) -> Weights: ...

    @abstractmethod
    def average_length(self, field: str) -> float: ...

    def mask(self, term: Term) -> Mask:
        """Return a mask of the documents that contain the term. Do not change the mask: it is
        cached.
        """
        mask = self._masks.get(term)
        if mask is None:
            mask = self._masks[term] = self._mask(term)
        return mask

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
        """Return the BM25 score of each candidate, summed over the fields. The best of a term's
        alternatives counts.
        """
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
        """Return the postings of any of these terms or, for a single string, of the terms that
        begin with it. Cached, because both `mask` and `score` need them.
        """
        found = self._found.get((field, wanted))
        if found is None:
            postings = (
                self.beginning(field, wanted)
                if isinstance(wanted, str)
                else self.postings(field, wanted)
            )
            found = self._found[field, wanted] = LookedUp(postings, self.visible)
        return found

    def _phrase_once(self, field: str, phrase: Phrase) -> Ids:
        """Return the documents that contain the phrase. Cached, because a phrase is both a required
        term and a scored one.
        """
        docs = self._phrases.get((field, phrase))
        if docs is None:
            docs = self._phrases[field, phrase] = self.phrase(field, phrase, self.visible)
        return docs

    def _add(self, scores: Scores, field: str, found: LookedUp, among: Candidates) -> None:
        if not found.readable:
            return
        docs: Ids = found.postings.docs
        counts: npt.NDArray[Any] = found.postings.counts
        lengths, slope = self.lengths(field), K1 * B / self.average_length(field)
        most = idf(self.readable, found.readable) * (K1 + 1)
        if found.postings.is_ascending and FEW * len(among.docs) < len(docs):
            places = docs.searchsorted(among.docs)
            here = np.flatnonzero(docs.take(places, mode="clip") == among.docs)
            scores[here] += _bm25(counts[places[here]], lengths[among.docs[here]], slope, most)
            return
        if not found.has_each_once:
            here = np.flatnonzero(among.mask[docs])
            counts = np.bincount(among.places[docs[here]], counts[here])
            docs, counts = among.docs[np.flatnonzero(counts)], counts[counts > 0]
        for begin in range(0, len(docs), AT_ONCE):
            some, held = docs[begin : begin + AT_ONCE], counts[begin : begin + AT_ONCE]
            is_candidate = among.mask[some]
            if not is_candidate.all():
                some, held = some[is_candidate], held[is_candidate]
            scores[among.places[some]] += _bm25(held, lengths[some], slope, most)

    def _add_phrase(self, scores: Scores, field: str, phrase: Phrase, among: Candidates) -> None:
        """Add the scores of a phrase: a document that contains it scores as much as its words
        would.
        """
        docs = self._phrase_once(field, phrase)
        docs = docs[among.mask[docs]]
        if not len(docs):
            return
        words = [self._with(field, place.terms) for place in phrase]
        if all(found.postings.is_ascending for found in words):
            scores[among.places[docs]] += self._of_words(field, words, docs)
            return
        has_all = len(docs) == len(among.docs)
        holding = among if has_all else candidates(docs, len(self.visible))
        of_phrase = np.zeros(len(docs))
        for found in words:
            self._add(of_phrase, field, found, holding)
        scores[among.places[docs]] += of_phrase

    def _of_words(self, field: str, words: Sequence[LookedUp], docs: Ids) -> Scores:
        """Return the scores of documents that have each of these words. The postings must be
        ascending.
        """
        scores = np.zeros(len(docs))
        norm = self.lengths(field)[docs].astype(np.float64)
        norm *= K1 * B / self.average_length(field)
        norm += K1 * (1 - B)
        for found in words:
            postings = found.postings
            weights = postings.counts[postings.docs.searchsorted(docs)].astype(np.float64)
            beside = norm + weights
            weights *= idf(self.readable, found.readable) * (K1 + 1)
            weights /= beside
            scores += weights
        return scores


def _bm25(counts: npt.NDArray[Any], lengths: npt.NDArray[Any], slope: float, most: float) -> Scores:
    """Return the BM25 scores of documents with these lengths that contain a term `counts` times."""
    weights: Scores = counts.astype(np.float64)
    norm: Scores = lengths.astype(np.float64)
    norm *= slope
    norm += K1 * (1 - B)
    norm += weights
    weights *= most
    weights /= norm
    return weights


class Occurrences(NamedTuple):
    """The occurrences of one or several terms: the documents, the count in each, and the positions,
    document by document.
    """

    docs: npt.NDArray[np.integer]
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]


def standing(phrase: Phrase, lists: Sequence[Sequence[Occurrences]], within: Mask) -> Ids:
    """Return the documents in `within` that contain the phrase. `lists` has the occurrences for
    each place of the phrase.

    Each occurrence is moved on to the last place; the phrase is where all of them agree.
    """
    if any(len(each.places) > MANY for of_place in lists for each in of_place):
        within = _with_all(lists, within)
        lists = [[_inside(within, each) for each in of_place] for of_place in lists]
    end = max((place.offset for place in phrase), default=0)
    ends: Ids | None = None
    for place, of_place in zip(phrase, lists, strict=True):
        moved = _ascending(of_place)
        if place.offset < end:
            moved += end - place.offset
        ends = moved if ends is None else _in_both(ends, moved)
        if not len(ends):
            return NO_DOCS
    if ends is None:
        return NO_DOCS
    docs = once_of_sorted(ends >> PLACE_BITS)
    return docs[within[docs]]


def _with_all(lists: Sequence[Sequence[Occurrences]], within: Mask) -> Mask:
    """Return the documents in `within` that occur in each of the lists."""
    for of_place in lists:
        has = np.zeros(len(within), dtype=bool)
        for occurrences in of_place:
            has[occurrences.docs] = True
        within = within & has
    return within


def _inside(within: Mask, occurrences: Occurrences) -> Occurrences:
    """Return the occurrences in the documents of `within` only."""
    docs, counts, places = occurrences
    here = np.flatnonzero(within[docs])
    if len(places) == len(docs):
        return Occurrences(docs[here], counts[here], places[here])
    ends, sizes = np.cumsum(counts, dtype=np.int64)[here], counts[here]
    return Occurrences(docs[here], sizes, places[slices(ends - sizes, sizes.astype(np.int64))])


def _ascending(lists: Sequence[Occurrences]) -> Ids:
    """Return the places of the occurrences, each once and in order, as numbers that combine
    document and position.
    """
    located = [_located(occurrences) for occurrences in lists]
    if len(located) == 1 and bool((located[0][1:] > located[0][:-1]).all()):
        return located[0]
    together = np.concatenate([NO_DOCS, *located])
    together.sort(kind="stable")  # quick where the parts are in order already
    return once_of_sorted(together)


def _located(occurrences: Occurrences) -> Ids:
    docs, counts, places = occurrences
    located = docs.astype(np.int64)
    located <<= PLACE_BITS
    if len(places) > len(docs):
        located = located.repeat(counts)
    located += places
    return located


def _in_both(one: Ids, other: Ids) -> Ids:
    """Return the numbers in both arrays. Both must be ascending and without repetition."""
    together = np.concatenate((one, other))
    together.sort(kind="stable")
    return together[1:][together[1:] == together[:-1]]


def slices(begins: Ids, sizes: Ids) -> Ids:
    """Return ranges of numbers, joined into one array: range `i` begins at `begins[i]` and has
    `sizes[i]` numbers.
    """
    ends = np.cumsum(sizes)
    numbers: Ids = np.repeat(begins - ends + sizes, sizes)
    numbers += np.arange(len(numbers))
    return numbers
