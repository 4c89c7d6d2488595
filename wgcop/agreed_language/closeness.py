"""The passage of a text that comes closest to given words, and how close it comes (pure)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wgcop.languages.scripts import IDEOGRAPHS
from wgcop.paper.comparison.words import words_contained, words_in

CLOSE = 0.6
"""The smallest share of the given words that a passage must have in the same order."""
FEWEST = 3
"""The smallest number of words that can be looked for: two words say nothing about how to say it."""
_MOST_PASSAGES = 4_000
_END = re.compile(r"(?<=[.;!?؛؟])\s+|(?<=[。；！？])|\n+")


@dataclass(frozen=True)
class ClosePassage:
    passage: str
    share: float
    """The share of the given words that the passage has in the same order; 1 if it has them all as
    they are.
    """

    @property
    def key(self) -> str:
        """A text that is equal for passages with the same words."""
        return " ".join(word.casefold() for word in words_in(self.passage))


def closest(words: str, text: str) -> ClosePassage | None:
    """Return the closest passage, the shortest of several; None if none comes close."""
    given = [word.casefold() for word in words_in(words)]
    bag = Counter(given)
    best: ClosePassage | None = None
    for passage in _passages(text):
        letters = passage.casefold()
        # To look for letters costs a tenth of dividing a passage into words, and leaves few of them.
        if sum(n for word, n in bag.items() if word in letters) < CLOSE * len(given):
            continue
        here = [word.casefold() for word in words_in(passage)]
        if (bag & Counter(here)).total() < CLOSE * len(given):
            continue
        share = 1.0 if _has(here, given) else _share(given, here)
        if share >= CLOSE and (
            best is None or (share, -len(passage)) > (best.share, -len(best.passage))
        ):
            best = ClosePassage(passage, share)
    return best


def is_enough(words: str) -> bool:
    """Return whether these are enough words to look for; each Chinese character is one."""
    return len(words_in(words)) >= (
        FEWEST if not re.search(f"[{IDEOGRAPHS}]", words) else 2 * FEWEST
    )


def _share(given: list[str], here: list[str]) -> float:
    """Return the share of the given words that a passage has, but never all: they are not there as
    they are. Of a passage that is shorter than the words, only what it has counts.
    """
    share = words_contained(given, here) * min(1.0, len(here) / len(given))
    return min(share, 0.99)


def _has(here: list[str], given: list[str]) -> bool:
    return any(
        here[at : at + len(given)] == given
        for at, word in enumerate(here[: len(here) - len(given) + 1])
        if word == given[0]
    )


def _passages(text: str) -> Iterator[str]:
    pieces = (piece.strip() for piece in _END.split(text))
    for number, piece in enumerate(piece for piece in pieces if piece):
        if number == _MOST_PASSAGES:
            return
        yield piece
