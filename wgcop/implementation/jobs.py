"""Reminds delegations that have not replied: once some days before replies are due, and once
afterwards.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock
from wgcop.database import db, writing
from wgcop.implementation.actions.asking import note_reminded
from wgcop.implementation.letters import write_reminders
from wgcop.implementation.replies import MemberReply, ReplyRequest

AHEAD = timedelta(days=7)
IN_PEACE = timedelta(days=5)
"""The time after a reminder that a person sent; no other reminder is sent during it."""


def remind_members() -> int:
    """Write one letter to each person about everything that is due, and return the number of
    letters. The letters and the note that they were written are one transaction.
    """
    with writing():
        requests = db.session.scalars(
            select(ReplyRequest)
            .where(ReplyRequest.closed_at.is_(None), _is_due())
            .options(
                joinedload(ReplyRequest.clause),
                selectinload(ReplyRequest.replies).joinedload(MemberReply.delegation),
            )
            .order_by(ReplyRequest.due_on, ReplyRequest.id)
            # A request that somebody is changing at this moment is left to the next run.
            .with_for_update(of=ReplyRequest, skip_locked=True)
        ).all()
        letters = write_reminders(note_reminded(_silent(requests)))
        for request in requests:
            if request.due_on < clock.now().date():
                request.reminded_after_at = clock.now()
            request.reminded_before_at = request.reminded_before_at or clock.now()
        db.session.commit()
    return letters


def _is_due() -> ColumnElement[bool]:
    today = clock.now().date()
    return or_(
        and_(ReplyRequest.reminded_before_at.is_(None), ReplyRequest.due_on <= today + AHEAD),
        and_(ReplyRequest.reminded_after_at.is_(None), ReplyRequest.due_on < today),
    )


def _silent(requests: Sequence[ReplyRequest]) -> list[MemberReply]:
    """Return the replies that are missing, without those of delegations that were reminded a few
    days ago.
    """
    return [
        reply
        for request in requests
        for reply in request.replies
        if not reply.has_replied
        and (reply.reminded_at is None or reply.reminded_at < clock.now() - IN_PEACE)
    ]
