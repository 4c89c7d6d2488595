"""Presents positions on open pages: the released ones to members, and a delegation's own to it."""

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, presents_row, replaced
from wgcop.positions.queries import own_positions, released_at, words_of
from wgcop.resolutions.models import Clause


@presents_row("positions", Clause)
def released(clause: Clause, _entry_kind: str) -> Presentation:
    shown = released_at(clause)
    return replaced(shown.dom_id, "positions/_released.html", shown=shown)


@presents("own-positions")
def within_delegation(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present positions that stay within a delegation, on a topic that only its members hear."""
    clause_id, _colon, delegation_id = target_id.partition(":")
    clause = db.session.get(Clause, int(clause_id))
    delegation = db.session.get(Delegation, int(delegation_id or 0))
    if clause is None or delegation is None:
        return None
    return replaced(
        f"own-positions-{clause.wid}",
        "positions/_own.html",
        clause=clause,
        own=own_positions(clause, delegation),
        words=words_of(clause),
    )
