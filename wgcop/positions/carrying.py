"""Carries positions over to the clauses that have words of theirs since a new edition."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.positions.actions import hold_numbers, tell_open_pages
from wgcop.positions.models import AnyPosition, Position, RegionalPosition
from wgcop.positions.queries import latest_of_groups, latest_positions
from wgcop.resolutions.actions import follows_import
from wgcop.resolutions.models import ClauseDescent, Edition


def hold_positions(clause_ids: Collection[int]) -> None:
    """Let nobody record a position until the commit, nor redact one that stands on these clauses and
    may be carried over. It comes before the topics are locked, as whoever redacts locks them last.
    """
    hold_numbers()
    _standing_on(clause_ids)


@follows_import
def carry_over(edition: Edition, by: Person | None) -> None:
    """Let the last position of each holder, in each layer, stand on the clauses that come from its
    clause since this edition, as taken on an earlier wording. A holder that has recorded something
    there already has its say.
    """
    descents = db.session.scalars(
        select(ClauseDescent)
        .where(ClauseDescent.edition_id == edition.id, ClauseDescent.is_direct)
        .order_by(ClauseDescent.id)
    ).all()
    if not descents:
        return
    rows = _standing_on(_clauses(descents))
    has_one = {_place(each, each.clause_id) for each in rows}
    for descent in descents:
        for position in rows:
            place = _place(position, descent.clause_id)
            is_theirs = position.clause_id == descent.ancestor_id and position.stance is not None
            if is_theirs and place not in has_one:
                has_one.add(place)
                carried = _carried(position, descent)
                db.session.add(carried)
                db.session.flush()
                tell_open_pages(carried, "position.carried", by=by)


def _standing_on(clause_ids: Collection[int]) -> list[AnyPosition]:
    """Return the last position of each holder in each layer on these clauses, as it is after any
    redaction of this moment: none is redacted until the commit.
    """
    latest = latest_positions(Position.clause_id.in_(clause_ids)).order_by(Position.id)
    of_groups = latest_of_groups(RegionalPosition.clause_id.in_(clause_ids)).order_by(
        RegionalPosition.id
    )
    now = {"populate_existing": True}
    return [
        *db.session.scalars(latest.with_for_update(read=True, of=Position), execution_options=now),
        *db.session.scalars(
            of_groups.with_for_update(read=True, of=RegionalPosition), execution_options=now
        ),
    ]


def _clauses(descents: Iterable[ClauseDescent]) -> set[int]:
    return {key for each in descents for key in (each.clause_id, each.ancestor_id)}


def _place(position: AnyPosition, clause_id: int) -> tuple[Any, ...]:
    holder = position.holder
    return type(position), clause_id, holder.audience, position.layer


def _carried(position: AnyPosition, descent: ClauseDescent) -> AnyPosition:
    copied = {
        name: getattr(position, name)
        for name in ("layer", "stance", "reason", "words", "person_id", "capacity")
    }
    of_holder = {name: getattr(position, name) for name in position.belongs_to[1:]}
    carried: AnyPosition = type(position)(**copied, **of_holder)
    carried.clause, carried.carried_from_id = descent.clause, position.id
    return carried
