"""Earlier wording of a text: how much of a draft stands in what exists already, and what to call it.

A text is the set of its word 3-shingles; what a draft shares with another text counts by how rare it is.
"""

import enum
import re
import zlib
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.languages.scripts import IDEOGRAPHS

Shingles = npt.NDArray[np.uint32]
"""Sorted, each once."""
Frequencies = npt.NDArray[np.float64]

LENGTH = 3
LEAST_SHINGLES = 20
"""A draft with fewer is weighed as if it had so many: a few words that agree prove nothing."""
LEAST_WORDS = 60
"""Shorter drafts are told what is near, but never alerted."""
EARLIER, SHARED = 0.60, 0.25

# Scripts without spaces are read two characters at a time; everything else by words.
_WORD = re.compile(
    rf"(?=([{IDEOGRAPHS}]{{2}}))[{IDEOGRAPHS}]|[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])\w)+"
)


_SPACED = re.compile(r"\w+")
_IDEOGRAPH = re.compile(rf"[{IDEOGRAPHS}]")


class Finding(enum.StrEnum):
    """What a hit is called."""

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
    """In the order of the text, lower-cased, with offsets into it; those of two characters overlap."""
    return [
        Word(
            (match[1] or match[0]).lower(), match.start(), match.start() + len(match[1] or match[0])
        )
        for match in _WORD.finditer(text)
    ]


def texts(text: str) -> list[str]:
    """The words alone, which costs a third where no script is without spaces."""
    if _IDEOGRAPH.search(text):
        return [word.text for word in words(text)]
    return [word.lower() for word in _SPACED.findall(text)]


def is_short(text: str) -> bool:
    return sum(1 for _ in islice(_WORD.finditer(text), LEAST_WORDS)) < LEAST_WORDS


def sequence(texts: list[str]) -> Shingles:
    """The shingle that begins at each word, in their order."""
    hashes = (
        zlib.crc32(f"{one} {two} {three}".encode())
        for one, two, three in zip(texts, texts[1:], texts[2:], strict=False)
    )
    return np.fromiter(hashes, dtype=np.uint32, count=max(len(texts) - LENGTH + 1, 0))


def shingles(text: str) -> Shingles:
    return np.unique(sequence(texts(text)))


def idf(frequencies: Frequencies, records: int) -> Frequencies:
    """Of shingles that stand in so many of the records."""
    weights: Frequencies = np.log((records + 1) / (np.minimum(frequencies, records) + 0.5))
    return weights


def containment(draft: Shingles, weights: Frequencies, other: Shingles) -> float:
    """How much of the draft stands in the other text, between 0 and 1; `weights` are the draft's idf."""
    if not len(draft) or not len(other):
        return 0.0
    shared = weights[holds(other, draft)].sum()
    return float(shared / max(LEAST_SHINGLES * weights.mean(), weights.sum()))


def holds(text: Shingles, wanted: Shingles) -> npt.NDArray[np.bool_]:
    """Which of the wanted shingles stand in the text."""
    if not len(text):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(text, wanted), len(text) - 1)
    is_there: npt.NDArray[np.bool_] = text[places] == wanted
    return is_there


def finding(score: float, length: int) -> Finding:
    """What to call a hit on a draft of so many words."""
    if length < LEAST_WORDS or score < SHARED:
        return Finding.TOPIC
    return Finding.EARLIER if score >= EARLIER else Finding.PASSAGES
