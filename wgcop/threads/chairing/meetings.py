"""The treatment of a clause at meetings, for its page. The feature that keeps agendas registers
here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement

from wgcop.accounts.models import Person
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import ClauseStanding


@dataclass(frozen=True)
class AgreedAt:
    """The item of an agenda at which the wording of a clause was agreed."""

    meeting: str
    item: str
    address: str


class ClauseMeetings(Protocol):
    def agreed_at(self, standing: ClauseStanding) -> AgreedAt | None:
        """Return the agenda item at which this wording was agreed, or None."""

    def tell_of_standing(self, clause: Clause, *, by: Person) -> None:
        """Tell the pages of the items at which the clause's wording was agreed that its standing
        has changed.
        """

    def has_statements(self, clause_id: Any) -> ColumnElement[bool]:
        """Return an expression, for use in a larger statement, that tells whether any statements
        about the clause are on record.
        """

    def statements_about(self, wid: str) -> Sequence[object]:
        """Return the statements that delegations put on record about the clause, for the partial of
        the feature that keeps them.
        """


_registered: list[ClauseMeetings] = []


def keep_clause_meetings(meetings: ClauseMeetings) -> None:
    _registered.append(meetings)


def clause_meetings() -> ClauseMeetings:
    [registered] = _registered
    return registered
