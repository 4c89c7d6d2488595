"""What meetings contribute to the pages of clauses: where wordings were agreed, and which
statements are on record.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_wordings
from wgcop.outcomes.queries import items_that_agreed, statements_about, wording_agreed
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.meetings import AgreedAt, keep_clause_meetings
from wgcop.threads.chairing.standings import ClauseStanding


class MeetingsOfClauses:
    def agreed_at(self, standing: ClauseStanding) -> AgreedAt | None:
        agreed = wording_agreed(standing)
        if agreed is None:
            return None
        return AgreedAt(agreed.item.meeting.title, agreed.item.title, agreed.item.url)

    def tell_of_standing(self, clause: Clause, *, by: Person) -> None:
        for item in items_that_agreed(clause):
            tell_wordings(item, "clause.standing", by=by)

    def has_statements(self, clause_id: Any) -> ColumnElement[bool]:
        return exists().where(DeliveredStatement.clause_id == clause_id)

    def statements_about(self, wid: str) -> Sequence[object]:
        return statements_about(wid)


keep_clause_meetings(MeetingsOfClauses())
