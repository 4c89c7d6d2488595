"""The order and nesting of an agenda: the numbers of its items and the moves between places (pure)."""

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Self

DEEPEST = 4
"""The number of levels of an agenda: 1, 1.1, 1.1.1, 1.1.1.1. More levels would be unreadable."""


class Impossible(ValueError):
    """Raised if there is no such item, or no such place for it."""


class BelowItself(Impossible):
    pass


class TooDeep(Impossible):
    pass


class ItemMove(enum.StrEnum):
    """A step that a key or a button lets an item make."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


class ItemPlace(NamedTuple):
    parent: int | None
    position: int


@dataclass(frozen=True)
class AgendaOutline:
    """The items of an agenda by parent, in order. The items of the top level are under None."""

    children: Mapping[int | None, tuple[int, ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int | None, int]]) -> Self:
        """Return the outline of rows of (item, parent, position). Items at equal positions are
        sorted by id.
        """
        children: dict[int | None, list[int]] = {}
        for item, parent, _ in sorted(rows, key=lambda row: (row[2], row[0])):
            children.setdefault(parent, []).append(item)
        return cls._from(children)

    def below(self, item: int | None) -> tuple[int, ...]:
        return self.children.get(item, ())

    def walk(self, start: int | None = None, depth: int = 0) -> Iterator[tuple[int, int]]:
        """Iterate over all items in reading order, each with its depth below `start`."""
        for item in self.below(start):
            yield item, depth
            yield from self.walk(item, depth + 1)

    def branch(self, item: int) -> list[int]:
        """Return the item and everything below it, in reading order."""
        return [item, *(below for below, _ in self.walk(item))]

    def numbers(self) -> dict[int, str]:
        """Return the numbers of all items: `1`, `1.1`, `1.1.1` …."""
        numbers: dict[int | None, str] = {None: ""}
        for item, _ in self.walk():
            place = self.place_of(item)
            numbers[item] = f"{numbers[place.parent]}.{place.position + 1}".lstrip(".")
        return {item: number for item, number in numbers.items() if item is not None}

    def places(self) -> dict[int, ItemPlace]:
        return {
            item: ItemPlace(parent, position)
            for parent, items in self.children.items()
            for position, item in enumerate(items)
        }

    def place_of(self, item: int) -> ItemPlace:
        for parent, items in self.children.items():
            if item in items:
                return ItemPlace(parent, items.index(item))
        raise Impossible(f"There is no item {item}.")

    def depth_of(self, item: int | None) -> int:
        """Return the depth of an item: 0 on the top level, and -1 for None."""
        return -1 if item is None else self.depth_of(self.place_of(item).parent) + 1

    def height_of(self, item: int) -> int:
        """Return how many levels lie below the item."""
        return max((depth + 1 for _, depth in self.walk(item)), default=0)

    # Moves. An impossible one, such as up from the first place, changes nothing.

    def step(self, item: int, step: ItemMove) -> Self:
        match step:
            case ItemMove.UP:
                return self.up(item)
            case ItemMove.DOWN:
                return self.down(item)
            case ItemMove.IN:
                return self.inward(item)
            case ItemMove.OUT:
                return self.outward(item)

    def up(self, item: int) -> Self:
        parent, position = self.place_of(item)
        return self._put(item, parent, position - 1) if position else self

    def down(self, item: int) -> Self:
        parent, position = self.place_of(item)
        last = len(self.below(parent)) - 1
        return self._put(item, parent, position + 1) if position < last else self

    def inward(self, item: int) -> Self:
        """Make the item the last one below the item before it."""
        parent, position = self.place_of(item)
        if not position:
            return self
        before = self.below(parent)[position - 1]
        return self._put(item, before, len(self.below(before))) if self.fits(item, before) else self

    def outward(self, item: int) -> Self:
        """Make the item the next one after its parent."""
        parent, _ = self.place_of(item)
        if parent is None:
            return self
        grandparent, position = self.place_of(parent)
        return self._put(item, grandparent, position + 1)

    def after(self, item: int, other: int) -> Self:
        parent, _ = self.place_of(other)
        siblings = [sibling for sibling in self.below(parent) if sibling != item]
        return self.into(item, parent, at=siblings.index(other) + 1 if other != item else None)

    def into(self, item: int, parent: int | None, *, at: int | None) -> Self:
        """Move the item below `parent`, to a place counted without the item itself. If `at` is
        None, it stays where it is below the same parent and becomes the last below another.
        """
        if parent is not None and parent in self.branch(item):
            raise BelowItself
        if not self.fits(item, parent):
            raise TooDeep
        here, position = self.place_of(item)
        if at is None:
            at = position if here == parent else len(self.below(parent))
        return self._put(item, parent, at)

    def fits(self, item: int, parent: int | None) -> bool:
        return self.depth_of(parent) + 1 + self.height_of(item) < DEEPEST

    # New and removed items

    def next_below(self, parent: int | None) -> ItemPlace:
        """Return the place of a new item: after all others below `parent`. Raise TooDeep if that is
        below the deepest level.
        """
        if self.depth_of(parent) + 1 >= DEEPEST:
            raise TooDeep
        return ItemPlace(parent, len(self.below(parent)))

    def before_the_end(self, item: int, ending: Collection[int]) -> Self:
        """Move the item in front of the last run of siblings that are in `ending`. Anything after
        these counts as the end of the meeting too.
        """
        parent, _ = self.place_of(item)
        siblings = [other for other in self.below(parent) if other != item]
        is_ending = [other in ending for other in siblings]
        if not any(is_ending):
            return self
        at = len(siblings) - 1 - is_ending[::-1].index(True)
        while at and is_ending[at - 1]:
            at -= 1
        return self._put(item, parent, at)

    def without(self, item: int) -> Self:
        """Return the outline without the item and everything below it."""
        branch = set(self.branch(item))
        return self._from(
            {
                parent: [other for other in items if other not in branch]
                for parent, items in self.children.items()
                if parent not in branch
            }
        )

    def _put(self, item: int, parent: int | None, at: int) -> Self:
        """Return the outline with the item below `parent`, at a place counted without the item
        itself.
        """
        children = {
            owner: [other for other in items if other != item]
            for owner, items in self.children.items()
        }
        children.setdefault(parent, []).insert(at, item)
        return self._from(children)

    @classmethod
    def _from(cls, children: Mapping[int | None, Iterable[int]]) -> Self:
        tuples = {parent: tuple(items) for parent, items in children.items()}
        return cls(MappingProxyType({parent: items for parent, items in tuples.items() if items}))
