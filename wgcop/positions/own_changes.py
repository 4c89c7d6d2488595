"""Reads what colleagues have changed in a delegation's positions since a given moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.models import HeldPosition
from wgcop.positions.movements import MovementsReader
from wgcop.positions.stances import Layer


@dataclass(frozen=True)
class OwnChange:
    """The delegation's current position on a clause or a proposal in one layer, and its position
    `before`, which is None if it had taken none or had withdrawn it. `title` and `address` are those
    of the positions on the clause or the proposal.
    """

    now: HeldPosition
    before: HeldPosition | None
    title: str
    address: str


def own_changes(
    delegation: Delegation,
    person: Person,
    after: datetime,
    *,
    on: MovementsReader,
    resolution_id: int | None = None,
) -> Sequence[OwnChange]:
    """Return what others in the delegation changed after this moment, on clauses or on proposals,
    those of one resolution if it is given, in the order of the text and in a constant number of SQL
    statements. What the person recorded last themselves, and what stands as it stood then, is left
    out.
    """
    rows = db.session.scalars(
        on.rows_of(delegation, resolution_id)
        .options(joinedload(on.table.person))
        .order_by(on.table.id)
    )
    latest: dict[tuple[int, Layer], HeldPosition] = {}
    before: dict[tuple[int, Layer], HeldPosition] = {}
    for each in rows:
        place = on.thing_id_of(each), each.layer
        # One that was carried over to a clause stood on its ancestor before.
        stands = before if each.at <= after or each.is_carried else latest
        stands[place] = each
    changed = {
        place: each
        for place, each in latest.items()
        if each.person_id != person.id and _said(each) != _said(before.get(place))
    }
    called = on.called({thing_id for thing_id, _layer in changed}) if changed else {}
    return [
        OwnChange(changed[thing_id, layer], _stood(before.get((thing_id, layer))), title, address)
        for thing_id, (title, address) in called.items()
        for layer in Layer
        if (thing_id, layer) in changed
    ]


def _stood(position: HeldPosition | None) -> HeldPosition | None:
    return position if position and position.stance else None


def _said(position: HeldPosition | None) -> tuple[object, str]:
    return (position.stance, position.reason) if position and position.stance else (None, "")
