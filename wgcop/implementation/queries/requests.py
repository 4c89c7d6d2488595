"""Reads requests to members and their replies."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.implementation import policy
from wgcop.implementation.queries.loading import with_replies, with_words
from wgcop.implementation.replies import MemberReply, ReplyRequest


def request_by_id(request_id: int) -> ReplyRequest | None:
    return db.session.scalar(with_replies().where(ReplyRequest.id == request_id))


def requests_for(audiences: frozenset[str]) -> list[ReplyRequest]:
    """Return the requests that this reader may see, latest first."""
    rows = db.session.scalars(
        with_replies().order_by(None).order_by(ReplyRequest.asked_at.desc(), ReplyRequest.id)
    )
    return [row for row in rows if policy.can_see_request(audiences, row)]


def reply_of(request_id: int, delegation_id: int) -> MemberReply | None:
    """Return the reply of a delegation with all its wordings; None if it was not asked."""
    return db.session.scalar(
        select(MemberReply)
        .where(MemberReply.request_id == request_id, MemberReply.delegation_id == delegation_id)
        .options(
            joinedload(MemberReply.delegation).selectinload(Delegation.memberships),
            joinedload(MemberReply.request).joinedload(ReplyRequest.clause),
            *with_words(),
        )
    )
