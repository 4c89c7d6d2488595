"""Events for saved searches: clauses that were agreed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from wgcop.database import db
from wgcop.following.searches.changes import matters
from wgcop.resolutions.models import Wording
from wgcop.threads.chairing.standings import ClauseStanding, Standing


@matters
def agreed_clauses(since: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the latest wording of each clause that was agreed after `since` and still is, with the
    time of the agreement.
    """
    last = select(func.max(ClauseStanding.id)).group_by(ClauseStanding.clause_id)
    wording = (
        select(Wording.clause_id, func.max(Wording.id).label("id"))
        .group_by(Wording.clause_id)
        .subquery()
    )
    rows = db.session.execute(
        select(wording.c.id, ClauseStanding.at)
        .join(wording, wording.c.clause_id == ClauseStanding.clause_id)
        .where(
            ClauseStanding.id.in_(last),
            ClauseStanding.standing == Standing.AGREED,
            ClauseStanding.at > since,
        )
    )
    for wording_id, at in rows:
        yield f"{Wording.search_kind}:{wording_id}", at
