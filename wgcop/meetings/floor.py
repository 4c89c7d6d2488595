"""Which item of an agenda is on the floor, and which comes next (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


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
