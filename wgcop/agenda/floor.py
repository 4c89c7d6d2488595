"""Determines which item of an agenda is on the floor, which clause or document of it, and which
item comes next (pure).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

Matter = TypeVar("Matter")


@dataclass(frozen=True)
class Floor:
    current: int | None = None
    next: int | None = None


def floor_of(order: Sequence[int], *, closed: Collection[int], taken_up: int | None) -> Floor:
    """Return the item on the floor and the next one. `order` lists the items that the meeting takes
    up, without headings.

    An item that the chair took up is on the floor until it is closed. The first item that is still
    open follows, so that none is skipped.
    """
    still_open = [item for item in order if item not in closed]
    current = taken_up if taken_up not in (None, *closed) else next(iter(still_open), None)
    return Floor(current, next((item for item in still_open if item != current), None))


def before_the_opening(order: Sequence[int], *, closed: Collection[int]) -> Floor:
    return Floor(next=next((item for item in order if item not in closed), None))


def matter_of(
    clauses: Sequence[Matter], documents: Sequence[Matter], *, called: Matter | None
) -> Matter | None:
    """Return the part of an item that is on the floor with it: the one that the chair called for,
    otherwise its only clause.

    An item without clauses has its only document on the floor. If there are several, none is on the
    floor until the chair calls for one.
    """
    if called is not None:
        return called
    choice = clauses or documents
    return choice[0] if len(choice) == 1 else None
