"""Which item of an agenda is on the floor, with which of its clauses or documents, and which comes next (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

Matter = TypeVar("Matter")


@dataclass(frozen=True)
class Floor:
    current: int | None = None
    next: int | None = None


def floor_of(order: Sequence[int], *, closed: Collection[int], taken_up: int | None) -> Floor:
    """`order` lists the items that the meeting takes up; headings are not among them.

    An item that the chair took up is on the floor until it is closed. Then follows the first item that is still
    open, so that none is skipped.
    """
    still_open = [item for item in order if item not in closed]
    current = taken_up if taken_up not in (None, *closed) else next(iter(still_open), None)
    return Floor(current, next((item for item in still_open if item != current), None))


def before_the_opening(order: Sequence[int], *, closed: Collection[int]) -> Floor:
    return Floor(next=next((item for item in order if item not in closed), None))


def matter_of(
    clauses: Sequence[Matter], documents: Sequence[Matter], *, called: Matter | None
) -> Matter | None:
    """What of an item is on the floor with it: what the chair called for, otherwise its only clause.

    An item without clauses has its only document on the floor. Where there are several, none is until the chair says which.
    """
    if called is not None:
        return called
    choice = clauses or documents
    return choice[0] if len(choice) == 1 else None
