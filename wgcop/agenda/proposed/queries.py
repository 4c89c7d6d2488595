"""Queries for proposals: how many wait for an answer, and which ones a reader may see."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.agenda import policy
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


def proposed_for(meeting: Meeting, reader: Person) -> Sequence[ProposedItem]:
    """Return the proposals that the reader may see, latest first. Editors of the agenda see all of
    them, others those of their delegations.
    """
    seen = ProposedItem.meeting_id == meeting.id
    if not policy.can_edit_agenda(reader, meeting):
        seen &= ProposedItem.delegation_id.in_(reader.delegation_ids)
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
