"""Queries for proposals: how many wait for an answer, and which ones there are."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wgcop.agenda.proposed.models import ProposedItem, ProposedState
from wgcop.bodies.models import Meeting
from wgcop.database import db


def number_waiting(meeting: Meeting) -> int:
    """Return how many proposals wait for an answer, for the editors of the agenda."""
    return (
        db.session.scalar(
            select(func.count()).where(
                ProposedItem.meeting_id == meeting.id,
                ProposedItem.state == ProposedState.WAITING,
            )
        )
        or 0
    )


def proposed_for(
    meeting: Meeting, *, delegations: Collection[int] | None
) -> Sequence[ProposedItem]:
    """Return the proposals of these delegations, or all of them if it is None, latest first."""
    seen = ProposedItem.meeting_id == meeting.id
    if delegations is not None:
        seen &= ProposedItem.delegation_id.in_(delegations)
    return (
        db.session.scalars(
            select(ProposedItem)
            .where(seen)
            .options(
                joinedload(ProposedItem.delegation),
                joinedload(ProposedItem.proposed_by),
                joinedload(ProposedItem.answered_by),
                joinedload(ProposedItem.contribution),
                joinedload(ProposedItem.under),
                joinedload(ProposedItem.item),
            )
            .order_by(ProposedItem.id.desc())
        )
        .unique()
        .all()
    )


def proposed_by_id(meeting: Meeting, key: int) -> ProposedItem | None:
    return db.session.scalar(
        select(ProposedItem).where(ProposedItem.id == key, ProposedItem.meeting_id == meeting.id)
    )
