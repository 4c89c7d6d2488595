"""Presents positions on open pages: the released ones to members, and a delegation's own to it."""

from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import RegionalGroup, regional_group
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, presents_row, replaced
from wgcop.positions.queries import own_positions, released_at, words_of
from wgcop.resolutions.models import Clause


@presents_row("positions", Clause)
def released(clause: Clause, _entry_kind: str) -> Presentation:
    shown = released_at(clause)
    return replaced(shown.dom_id, "positions/_released.html", shown=shown)


@presents("own-positions")
def within_holder(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present what stays within a delegation or a regional group, on a topic that only its members
    hear.
    """
    clause_id, _colon, key = target_id.partition(":")
    clause = db.session.get(Clause, int(clause_id))
    holder = regional_group(key) or db.session.get(Delegation, int(key) if key.isdigit() else 0)
    if clause is None or holder is None:
        return None
    return replaced(
        f"own-positions-{clause.wid}-{key}",
        "positions/_own.html",
        dom_key=clause.wid,
        holder=holder,
        own=own_positions(clause, holder),
        group=holder if isinstance(holder, RegionalGroup) else None,
        words=words_of(clause),
    )
