"""Which item of an agenda is on the floor, with which of its clauses or documents, and which comes next (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

Matter = TypeVar("Matter")


@dataclass(frozen=True)
class Floor:
    current: int | None = None
    next: int | None = None
    by_clock: bool = False
    """Whether the clock decides, because the chair has not done anything yet."""


def floor_of(
    order: Sequence[int],
    *,
    closed: Collection[int],
    taken_up: int | None,
    by_clock: int | None,
    ahead_by_clock: int | None,
) -> Floor:
    """`order` lists the items that the meeting takes up; headings are not among them.

    An item that the chair took up is on the floor until it is closed. Then follows the first item that is still
    open, so that none is skipped. Until the chair does anything, the clock decides.
    """
    still_open = [item for item in order if item not in closed]
    has_begun = taken_up is not None or len(still_open) < len(order)
    if taken_up is not None and taken_up not in closed:
        current: int | None = taken_up
    elif has_begun:
        current = next(iter(still_open), None)
    else:
        current = by_clock
    if has_begun:
        follows = [item for item in still_open if item != current]
    elif current is None:
        follows = [] if ahead_by_clock is None else [ahead_by_clock]
    else:
        at = order.index(current)
        follows = [*order[at + 1 :], *order[:at]]
    return Floor(current, next(iter(follows), None), by_clock=not has_begun)


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
