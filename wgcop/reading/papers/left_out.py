"""The list of content that a paper cannot hold, each kind in plain words with its place, and the
count of its words.
"""

from collections import defaultdict

from wgcop.reading.papers.result import LeftOut
from wgcop.reading.reasons import Reason

MOST_PLACES = 12
"""The number of places listed for each kind. For a file with a thousand equations, the first ones
suffice.
"""
_LONGEST_PLACE = 60


class LeftOutList:
    def __init__(self) -> None:
        self._places: dict[str, list[LeftOut]] = defaultdict(list)
        self.words: list[str] = []
        """The words that are neither in the cover nor in the text."""

    def add(self, what: Reason, where: str = "", *, words: str = "") -> None:
        self.words += words.split()
        places = self._places[what.sentence]
        entry = LeftOut(what, cut(where))
        if len(places) < MOST_PLACES and not any(
            (place.where, place.what.as_list()) == (entry.where, what.as_list()) for place in places
        ):
            places.append(entry)

    def entries(self) -> list[LeftOut]:
        return [entry for places in self._places.values() for entry in places]


def cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_PLACE else words[: _LONGEST_PLACE - 1].rstrip() + "…"
