"""Carriers: how each feature moves its rows when an entry is merged into another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.actions import open_topic_at_once
from wgcop.events.models import Topic
from wgcop.following.actions import follow_instead, follow_no_longer
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.radar import actions as radar

Carried = Any
"""JSON that tells `put_back` what `carry` did."""


@dataclass(frozen=True)
class Carrier:
    """What a feature does at a merge. `carry(merged, staying, by)` redirects references from the
    first entry to the second; `put_back(merged, staying, carried)` undoes that. Both change rows
    and commit nothing.
    """

    name: str
    carry: Callable[[Initiative, Initiative, Person], Carried]
    put_back: Callable[[Initiative, Initiative, Carried], None]


_carriers: dict[str, Carrier] = {}


def on_merge(carrier: Carrier) -> Carrier:
    """Register a carrier. Its name is stored with each merge, and must not change."""
    if carrier.name in _carriers:
        raise ValueError(f"Two carriers are called “{carrier.name}”.")
    _carriers[carrier.name] = carrier
    return carrier


def carry_all(merged: Initiative, staying: Initiative, *, by: Person) -> dict[str, Carried]:
    return {name: each.carry(merged, staying, by) for name, each in _carriers.items()}


def put_all_back(merged: Initiative, staying: Initiative, carried: dict[str, Carried]) -> None:
    for name, each in _carriers.items():
        if name in carried:
            each.put_back(merged, staying, carried[name])


def topic_of(initiative: Initiative) -> Topic:
    return open_topic_at_once(
        initiative.topic,
        title=initiative.name,
        address=initiative.url,
        audience=initiative.heard_by,
    )


def _carry_followers(merged: Initiative, staying: Initiative, by: Person) -> Carried:
    return follow_instead(topic_of(merged), topic_of(staying))


def _put_followers_back(_merged: Initiative, staying: Initiative, carried: Carried) -> None:
    follow_no_longer(topic_of(staying), carried)


def _carry_decisions(merged: Initiative, staying: Initiative, by: Person) -> Carried:
    return radar.readdress(merged.search_key, staying.search_key, by=by)


def _put_decisions_back(merged: Initiative, _staying: Initiative, carried: Carried) -> None:
    radar.address_back(carried, merged.search_key)


def _carry_overlaps(merged: Initiative, staying: Initiative, by: Person) -> Carried:
    """Move the overlaps of the merged entry to the one that stays. An overlap with an entry that
    already overlaps with it is left alone, as is the overlap of the two, which the merge settles.
    """
    carried = {}
    for column, other in (
        (Overlap.initiative_id, Overlap.other_id),
        (Overlap.other_id, Overlap.initiative_id),
    ):
        known = select(other).where(column == staying.id)
        ids = db.session.scalars(
            select(Overlap.id).where(column == merged.id, other != staying.id, other.not_in(known))
        ).all()
        carried[column.key] = [*ids]
        db.session.execute(update(Overlap).where(Overlap.id.in_(ids)).values({column: staying.id}))
    return carried


def _put_overlaps_back(merged: Initiative, _staying: Initiative, carried: Carried) -> None:
    for name, ids in carried.items():
        db.session.execute(update(Overlap).where(Overlap.id.in_(ids)).values({name: merged.id}))


on_merge(Carrier("followers", _carry_followers, _put_followers_back))
on_merge(Carrier("radar", _carry_decisions, _put_decisions_back))
on_merge(Carrier("overlaps", _carry_overlaps, _put_overlaps_back))
