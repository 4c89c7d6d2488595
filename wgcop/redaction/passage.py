"""Finds a passage as people read and copy it, even if it was typed with signs and characters that
no page shows.
"""

import re
from collections.abc import Iterator, Sequence

_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
"""The pattern of characters that cannot be seen: soft hyphens, marks of direction and characters of
no width, as they come from Word files and PDF.
"""
_SIGNS = r"[*_`~\[]+|\]\([^()\s]{0,2000}\)|\\(?=[^\w\s])|^(?:[ \t]*>)+"
"""The pattern of typed signs for bold text, links and quotations."""
_ONLY_UNSEEN = re.compile(_UNSEEN)
_NOT_READ = re.compile(f"{_UNSEEN}|{_SIGNS}", re.MULTILINE)


class SoughtPassage:
    """A passage to find in texts, wherever their lines are broken and regardless of capitals."""

    def __init__(self, words: str) -> None:
        parts = _ONLY_UNSEEN.sub("", words).split()
        self._pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
        has_signs = bool(_NOT_READ.search(" ".join(parts)))
        self._left_out = (_ONLY_UNSEEN,) if has_signs else (_ONLY_UNSEEN, _NOT_READ)
        self._is_empty = not parts

    def stands_in(self, text: str) -> bool:
        return next(self.places_in(text), None) is not None

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each occurrence in order. If two overlap, only the one that
        begins first is yielded, or the longer one if both begin at the same place.
        """
        end = 0
        for place in sorted(set(self._places(text)), key=lambda place: (place[0], -place[1])):
            if place[0] >= end:
                yield place
                end = place[1]

    def without(self, text: str, mark: str) -> str:
        for begin, end in reversed(list(self.places_in(text))):
            text = text[:begin] + mark + text[end:]
        return text

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        if self._is_empty:
            return
        for left_out in self._left_out:
            read, places = _as_read(text, left_out)
            for found in self._pattern.finditer(read):
                yield places[found.start()], places[found.end() - 1] + 1


def _as_read(text: str, left_out: re.Pattern[str]) -> tuple[str, Sequence[int]]:
    """Return the text without the parts that `left_out` matches, and the position in the text of
    each remaining letter.
    """
    read, places, end = "", list[int](), 0
    for found in left_out.finditer(text):
        read += text[end : found.start()]
        places += range(end, found.start())
        end = found.end()
    if not end:
        return text, range(len(text))
    return read + text[end:], [*places, *range(end, len(text))]
