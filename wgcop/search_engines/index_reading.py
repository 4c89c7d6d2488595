"""The part of the index that one reader may see, as each engine provides it: numbered documents,
scores and values of facets.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wgcop.search.question.query import Term
from wgcop.search_engines.ranking import Telling

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


class Values(NamedTuple):
    """The values of a facet, as pairs of a document and a value."""

    names: list[str]
    docs: Ids
    codes: Ids
    """The index of its value in `names`, for each document in `docs`."""


class Candidates(NamedTuple):
    """The documents that are scored, ascending."""

    docs: Ids
    mask: Mask
    places: Ids
    """The index of each of these documents in the result, indexed by document number; the values
    for other documents mean nothing.
    """


def candidates(docs: Ids, size: int) -> Candidates:
    """Return these documents as candidates. `size` is the number of documents in the index."""
    mask = mask_of(docs, size)
    places = np.empty(size, dtype=np.int64)
    places[docs] = np.arange(len(docs))
    return Candidates(docs, mask, places)


def mask_of(docs: Ids, size: int) -> Mask:
    mask: Mask = np.zeros(size, dtype=bool)
    mask[docs] = True
    return mask


class IndexReading(Protocol):
    """The part of the index that one reader may see, after one commit. Documents are known by their
    numbers.
    """

    @property
    def visible(self) -> Mask: ...

    @property
    def readable(self) -> int:
        """The number of visible documents."""

    @property
    def masks(self) -> dict[tuple[str, frozenset[str]], Mask]:
        """A cache for the results of `having`, valid as long as the index does not change."""

    @property
    def dates(self) -> npt.NDArray[np.int32]: ...

    def values(self, facet: str) -> Values: ...

    def documents(self, ids: Iterable[str]) -> Mask: ...

    def score(self, term: Term, among: Candidates) -> Scores:
        """Return the BM25 score of each candidate; 0 if the term is absent."""

    def mask(self, term: Term) -> Mask:
        """Return a mask of the documents that contain the term. Do not change the mask: it is
        cached.
        """

    def most_telling(self, counts: Mapping[str, int]) -> Telling: ...

    def stored(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """Return all stored fields of these documents."""

    def summaries(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """Return the fields of these documents that every hit has, without the texts."""


MOST_REMEMBERED = 32


def having(reading: IndexReading, facet: str, values: Iterable[str]) -> Mask:
    """Return a mask of the documents with any of these values of a facet. Do not change the mask:
    it is cached and shared.
    """
    wanted = frozenset(values)
    masks = reading.masks
    holding = masks.get((facet, wanted))
    if holding is None:
        if len(masks) >= MOST_REMEMBERED:
            masks.clear()
        column = reading.values(facet)
        is_wanted = np.array([name in wanted for name in column.names], dtype=bool)
        holding = mask_of(column.docs[is_wanted[column.codes]], len(reading.visible))
        masks[facet, wanted] = holding
    return holding


def all_of(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask
