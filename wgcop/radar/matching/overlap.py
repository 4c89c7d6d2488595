"""Measures how much of a draft another text contains, and names the result.

A text is compared as a set of shingles, each of three words in a row. Rare shingles count more than
frequent ones.
"""

import enum
import re
import zlib
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.each_once import each_once
from wgcop.languages.scripts import IDEOGRAPHS

Shingles = npt.NDArray[np.uint32]
"""The hashes of shingles, sorted and without repetition."""
Frequencies = npt.NDArray[np.float64]

LENGTH = 3
LEAST_SHINGLES = 20
"""The smallest number of shingles in the calculation. A shorter draft is weighed as if it had this
many, because a few shared words prove nothing.
"""
LEAST_WORDS = 60
"""The number of words below which every hit on a draft is rated “same topic”, and never an alert.
"""
EARLIER, SHARED = (
    0.60,
    0.25,
)  # least scores of an earlier wording and of shared passages (decision 12)

# Scripts without spaces are read two characters at a time; everything else by words.
_WORD = re.compile(
    rf"(?=([{IDEOGRAPHS}]{{2}}))[{IDEOGRAPHS}]|[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])\w)+"
)


_SPACED = re.compile(r"\w+")
_IDEOGRAPH = re.compile(rf"[{IDEOGRAPHS}]")


class Finding(enum.StrEnum):
    """The relation of a hit to the draft, as the radar names it."""

    EARLIER = "earlier wording of the same"
    PASSAGES = "shares passages with"
    TOPIC = "same topic"

    @property
    def is_alert(self) -> bool:
        return self is not Finding.TOPIC


class Word(NamedTuple):
    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text in lower case, with their offsets. Words of two ideographs
    overlap.
    """
    return [
        Word(
            (match[1] or match[0]).lower(), match.start(), match.start() + len(match[1] or match[0])
        )
        for match in _WORD.finditer(text)
    ]


def texts(text: str) -> list[str]:
    """Return the words without offsets. This takes a third of the time for texts without
    ideographs.
    """
    if _IDEOGRAPH.search(text):
        return [word.text for word in words(text)]
    return [word.lower() for word in _SPACED.findall(text)]


def is_short(text: str) -> bool:
    return sum(1 for _ in islice(_WORD.finditer(text), LEAST_WORDS)) < LEAST_WORDS


def sequence(texts: list[str]) -> Shingles:
    """Return the shingles of these words, in their order."""
    hashes = (
        zlib.crc32(f"{one} {two} {three}".encode())
        for one, two, three in zip(texts, texts[1:], texts[2:], strict=False)
    )
    return np.fromiter(hashes, dtype=np.uint32, count=max(len(texts) - LENGTH + 1, 0))


def shingles(text: str) -> Shingles:
    return each_once(sequence(texts(text)))


def idf(frequencies: Frequencies, records: int) -> Frequencies:
    """Return the inverse document frequencies of shingles with these frequencies among the records."""
    weights: Frequencies = np.log((records + 1) / (np.minimum(frequencies, records) + 0.5))
    return weights


def containment(draft: Shingles, weights: Frequencies, other: Shingles) -> float:
    """Return the share of the draft that the other text contains, between 0 and 1. `weights` are
    the idf of the draft's shingles.
    """
    if not len(draft) or not len(other):
        return 0.0
    shared = weights[holds(other, draft)].sum()
    return float(shared / max(LEAST_SHINGLES * weights.mean(), weights.sum()))


def holds(text: Shingles, wanted: Shingles) -> npt.NDArray[np.bool_]:
    """Return, for each of the wanted shingles, whether the text has it. Both are sorted."""
    if not len(text):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(text, wanted), len(text) - 1)
    is_there: npt.NDArray[np.bool_] = text[places] == wanted
    return is_there


def finding(score: float, length: int) -> Finding:
    """Return the finding for a score, on a draft with `length` words."""
    if length < LEAST_WORDS or score < SHARED:
        return Finding.TOPIC
    return Finding.EARLIER if score >= EARLIER else Finding.PASSAGES
