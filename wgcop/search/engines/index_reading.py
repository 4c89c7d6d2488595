"""What one reader may see of the index, as the engines give it: numbered documents, scores and values of facets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wgcop.search.question.query import Term

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


class Values(NamedTuple):
    """Which documents have which values of a facet, as pairs of a document and a value."""

    names: list[str]
    docs: Ids
    codes: Ids
    """For each document in `docs`, the index of its value in `names`."""


class Candidates(NamedTuple):
    """Documents that are scored, ascending."""

    docs: Ids
    mask: Mask
    places: Ids
    """Of each of these documents, its place among them; of others, anything."""


def candidates(docs: Ids, size: int) -> Candidates:
    """`size`: of the index."""
    mask = mask_of(docs, size)
    places = np.empty(size, dtype=np.int64)
    places[docs] = np.arange(len(docs))
    return Candidates(docs, mask, places)


def mask_of(docs: Ids, size: int) -> Mask:
    mask: Mask = np.zeros(size, dtype=bool)
    mask[docs] = True
    return mask


class IndexReading(Protocol):
    """What one reader may see of the index after one commit. Documents go by their numbers."""

    @property
    def visible(self) -> Mask: ...

    @property
    def readable(self) -> int:
        """How many documents are visible."""

    @property
    def masks(self) -> dict[tuple[str, frozenset[str]], Mask]:
        """What `having` found, kept for as long as the index does not change."""

    @property
    def dates(self) -> npt.NDArray[np.int32]: ...

    def values(self, facet: str) -> Values: ...

    def documents(self, ids: Iterable[str]) -> Mask: ...

    def score(self, term: Term, among: Candidates) -> Scores:
        """BM25 of each of the candidates; 0 where the term is absent."""

    def mask(self, term: Term) -> Mask:
        """Documents that contain it. Not to be changed: it is kept."""

    def most_telling(self, counts: Mapping[str, int]) -> list[str]: ...

    def stored(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """All stored fields of these documents."""

    def summaries(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """What every hit has, without the texts."""


MOST_REMEMBERED = 32


def having(reading: IndexReading, facet: str, values: Iterable[str]) -> Mask:
    """Which documents have any of these values of a facet. Not to be changed: others use the same one."""
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
