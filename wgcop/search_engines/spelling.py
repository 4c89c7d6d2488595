"""Finds words of the index that are spelled like a misspelt word."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

import numpy as np

SHORTEST = 3
"""The shortest length of a word to compare. Shorter words resemble nearly every other word."""
MOST_SUGGESTIONS = 3


class Lexicon:
    """A set of words in which similar ones are found quickly."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: list[str] = []
        self._known: set[str] = set()
        self._lengths = np.empty(0, dtype=np.int16)
        self._letters = np.empty(0, dtype=np.uint64)
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Add the words that are not there yet and are long enough."""
        alphabetic = {word for word in words if word.isalpha() and len(word) >= SHORTEST}
        new = sorted(alphabetic - self._known)
        self._known.update(new)
        self._words += new
        lengths = np.array([len(word) for word in new], dtype=np.int16)
        letters = np.array([_letters(word) for word in new], dtype=np.uint64)
        self._lengths = np.concatenate([self._lengths, lengths])
        self._letters = np.concatenate([self._letters, letters])

    def near(self, word: str) -> dict[str, int]:
        """Return similar words, each with the number of letters changed, left out, added or swapped
        with the next.
        """
        farthest = farthest_of(word)
        letters, others = np.uint64(_letters(word)), self._letters
        alike = np.abs(self._lengths - len(word)) <= farthest
        alike &= np.bitwise_count(letters & ~others) <= farthest
        alike &= np.bitwise_count(others & ~letters) <= farthest
        words = (self._words[place] for place in np.flatnonzero(alike))
        near = {other: edits(word, other, farthest) for other in words if other != word}
        return {other: distance for other, distance in near.items() if distance <= farthest}


def farthest_of(word: str) -> int:
    """Return the number of letters that may differ. It is smaller for short words, which would
    otherwise become other words.
    """
    return 0 if len(word) < SHORTEST else 1 if len(word) < 5 else 2


def likeliest(near: Mapping[str, int], holding: Callable[[str], int]) -> tuple[str, ...]:
    """Return the nearest words, the most frequent first among equally near ones. `holding` counts
    the reader's texts with a word; words that occur in none are left out.
    """
    chosen: list[str] = []
    for _, group in groupby(sorted(near, key=lambda word: (near[word], word)), near.__getitem__):
        if len(chosen) >= MOST_SUGGESTIONS:
            break
        counts = {word: count for word in group if (count := holding(word))}
        chosen += sorted(counts, key=lambda word: (-counts[word], word))
    return tuple(chosen[:MOST_SUGGESTIONS])


def edits(one: str, other: str, most: int) -> int:
    """Return the number of letters changed, left out, added or swapped; `most + 1` if there are
    more.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _letters(word: str) -> int:
    """Return the set of the word's letters, as bits. If two words are near, neither has many
    letters that the other lacks.
    """
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
