"""Query conditions for entries that can fall due and for those that are overdue."""

from sqlalchemy import ColumnElement, and_, func, literal, or_

from wgcop import clock
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import OVER, Initiative


def is_unconfirmed() -> ColumnElement[bool]:
    """Return `Initiative.is_unconfirmed` as a condition of a query."""
    return and_(can_fall_due(), Initiative.confirm_by < clock.now().date())


def can_fall_due() -> ColumnElement[bool]:
    """Return the condition for entries that have to be confirmed: accepted, and not over. An end
    date without a day has passed when its month or its year has.
    """
    today = clock.now().date().isoformat()
    as_much = func.substr(literal(today), 1, func.length(Initiative.ended))
    return and_(
        Initiative.state == EntryState.ACCEPTED,
        Initiative.confirm_by.is_not(None),
        Initiative.ended >= as_much,
        or_(Initiative.project_state.is_(None), Initiative.project_state.not_in(OVER)),
    )
