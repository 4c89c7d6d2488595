"""The agenda items under which a document or a clause is listed, with the decisions taken there, as
its page shows them.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Decided:
    name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class AgendaDiscussion:
    """The place of a document or clause on an agenda. `name` is the name of the item with its
    number, `address` its address. `decisions` are in chronological order.

    `placed_at` is None for places from before the time was recorded; `taken_up` holds the times at
    which the chair called for the item.
    """

    meeting: str
    meeting_address: str
    days: tuple[date, date]
    name: str
    address: str
    is_on_the_floor: bool
    is_closed: bool
    decisions: tuple[Decided, ...]
    placed_at: datetime | None = None
    taken_up: tuple[datetime, ...] = ()
    on_the_floor: tuple[tuple[datetime, str], ...] = ()
    """The times at which the chair put the document on the floor, with the name of the wording that
    was discussed.
    """
    wording: str = ""
    """The name of the document's wording that is on the agenda; empty if it is always the latest.
    """

    @property
    def decision(self) -> Decided | None:
        return self.decisions[-1] if self.decisions else None
