"""The correspondence of lists, items and quotations in two texts, and the place of a removed unit
(pure).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from wgcop.paper.comparison.units import LISTS, Frame, Unit

Path = tuple[Frame, ...]


class Frames:
    def __init__(self, kept: Sequence[tuple[Unit, Unit]], new: Sequence[Unit]) -> None:
        self._counterparts = _counterparts(kept)
        self._originals = {other: frame for frame, other in self._counterparts.items()}
        self._of_new = {frame for unit in new for frame in unit.path}
        self._shells: set[Frame] = set()

    def is_of_new(self, frame: Frame) -> bool:
        return frame in self._of_new

    def original(self, frame: Frame) -> Frame | None:
        """Return the frame of the old text that corresponds to this one of the new text, or None."""
        return self._originals.get(frame)

    def stands_elsewhere(self, frame: Frame) -> bool:
        """Return whether the frame is here only to hold deleted units."""
        return frame in self._counterparts or frame in self._shells

    def place_of_gone(self, path: Path, previous: Path, last: Path, ahead: Path) -> Path:
        """Return the path in the merged text where a removed unit is placed: within its former
        lists, as far as these are open at this place. No list of the new text is cut in two.

        `previous` is the path of the unit before it; `last` and `ahead` are the paths of the new
        text around it.
        """
        uncut = _common(last, ahead)
        mapped = tuple(self._counterparts.get(frame, frame) for frame in path)
        reachable = max((_common(mapped, other) for other in (previous, last, ahead)), key=len)
        if reachable[: len(uncut)] == uncut:
            return (*reachable, *path[len(reachable) :])
        return self._fitted(uncut, path, len(_common(mapped, uncut)))

    def _fitted(self, base: Path, path: Path, at: int) -> Path:
        """Return the base path continued by the rest of the path, with a shell where needed: a list
        holds items only, and an item is in a list only.
        """
        rest = path[at:]
        starts_with_item = bool(rest) and rest[0].node["type"] == "list_item"
        if base[-1].node["type"] in LISTS:
            return (*base, *rest) if starts_with_item else (*base, self._shell(), *rest)
        if starts_with_item:
            self._shells.add(path[at - 1])
            return (*base, path[at - 1], *rest)
        return (*base, *rest)

    def _shell(self) -> Frame:
        shell = Frame({"type": "list_item", "attrs": {"dir": None}}, ())
        self._shells.add(shell)
        return shell


def _common(one: Path, other: Path) -> Path:
    both = zip(one, other, strict=False)
    return tuple(frame for frame, _same in takewhile(lambda pair: pair[0] is pair[1], both))


def _counterparts(kept: Sequence[tuple[Unit, Unit]]) -> dict[Frame, Frame]:
    """Pair each frame with the one at the same depth that holds most of its units."""
    votes: Counter[tuple[Frame, Frame]] = Counter(
        (frame, other)
        for old, new in kept
        for frame, other in zip(old.path, new.path, strict=False)
        if frame.family == other.family
    )
    counterparts: dict[Frame, Frame] = {}
    used: set[Frame] = set()
    for (frame, other), _count in votes.most_common():
        if frame not in counterparts and other not in used:
            counterparts[frame] = other
            used.add(other)
    return counterparts
