"""Finds candidates for near-identical texts among many, without comparing every pair."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from wgcop.each_once import counted
from wgcop.radar.matching.overlap import Shingles

SAMPLE = 8
"""The inverse of the share of shingles that are sampled, the same ones in every text."""
MOST_HOLDERS = 32
"""The most texts with a shingle that are paired with one another. A more frequent shingle links
each text only to the next, so that many copies still form one cluster.
"""
LEAST_SHARED = 0.3
"""The share of the smaller text's sample that must agree for a full comparison."""

Pairs = npt.NDArray[np.int64]


class Sample:
    """Samples of texts, which are numbered as they are added."""

    def __init__(self) -> None:
        self._shingles: list[Shingles] = []
        self.size = 0

    def add(self, shingles: Shingles) -> None:
        self._shingles.append(shingles[shingles % SAMPLE == 0].copy())
        self.size += 1

    def likely_pairs(self) -> list[tuple[int, int]]:
        """Return pairs of texts that may be near-identical, each once, with the lower number first."""
        lengths = np.array([len(shingles) for shingles in self._shingles])
        if not lengths.sum():
            return []
        shingles = np.concatenate(self._shingles)
        holders = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        order = np.argsort(shingles, kind="stable")
        shingles, holders = shingles[order], holders[order]
        pairs, shared = counted(np.concatenate(list(_joined(shingles, holders, self.size))))
        one, other = pairs // self.size, pairs % self.size
        likely = shared >= LEAST_SHARED * np.minimum(lengths[one], lengths[other])
        return list(zip(one[likely].tolist(), other[likely].tolist(), strict=True))


def _joined(shingles: Shingles, holders: npt.NDArray[np.int32], size: int) -> Iterator[Pairs]:
    """Yield, for each shingle, all pairs of texts with it, as numbers: `size` times the first text
    plus the second.
    """
    starts = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(shingles)])))
    yield np.empty(0, dtype=np.int64)
    for apart in range(1, MOST_HOLDERS):
        # Pair every text with the one `apart` places after it in the list of holders.
        joined = starts[(lengths > apart) & ((lengths <= MOST_HOLDERS) | (apart == 1))]
        last = (starts + lengths)[(lengths > apart) & ((lengths <= MOST_HOLDERS) | (apart == 1))]
        if not len(joined):
            return
        counts = last - joined - apart
        first = np.repeat(joined, counts) + _steps(counts)
        yield holders[first].astype(np.int64) * size + holders[first + apart]


def _steps(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the concatenation of the ranges 0, 1, 2 …, one for each of the counts."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1]) - np.repeat(ends - counts, counts)
