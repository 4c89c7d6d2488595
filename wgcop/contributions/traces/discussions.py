"""Where a document or a clause stands on an agenda and what was decided there, as its page needs it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Decided:
    name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class AgendaDiscussion:
    """`name` is that of the item with its number, `address` leads there. Later decisions stand behind earlier ones.

    `placed_at` is None where it was placed before that was kept; `taken_up` is when the chair called for it, each time.
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
    """When the chair put the document there, and the name of the wording that was discussed."""
    wording: str = ""
    """Which wording of a document stands there, unless it is always the latest."""

    @property
    def decision(self) -> Decided | None:
        return self.decisions[-1] if self.decisions else None
