"""What meetings did with a clause, as its page shows it. The feature that keeps agendas signs up here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import ClauseStanding


@dataclass(frozen=True)
class AgreedAt:
    """The item of an agenda at which the words of a clause were agreed."""

    meeting: str
    item: str
    address: str


class ClauseMeetings(Protocol):
    def agreed_at(self, standing: ClauseStanding) -> AgreedAt | None:
        """None if these words were not agreed at an item."""

    def tell_of_standing(self, clause: Clause, *, by: Person) -> None:
        """The standing of the clause is another: the items at which its words were agreed show it."""

    def has_statements(self, clause_id: Any) -> ColumnElement[bool]:
        """Whether there are any, as part of another statement."""

    def statements_about(self, wid: str) -> Sequence[object]:
        """What delegations put on record about the clause, for the partial of the feature that keeps it."""


_registered: list[ClauseMeetings] = []


def keep_clause_meetings(meetings: ClauseMeetings) -> None:
    _registered.append(meetings)


def clause_meetings() -> ClauseMeetings:
    [registered] = _registered
    return registered
