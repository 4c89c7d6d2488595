"""What concerns a delegation in the threads: who calls it or answers it, and what it has released."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from wgcop.accounts.models import Delegation, Membership
from wgcop.database import db
from wgcop.events.layers import OF_DELEGATION
from wgcop.events.titles import shown_title
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.comments.releases import Release
from wgcop.threads.models import MEMBERS, Comment, Thread
from wgcop.threads.subjects import open_audiences


def calls_to(delegation: Delegation, audiences: Collection[str], *, most: int) -> Sequence[Comment]:
    """Return the comments that mention the delegation or one of its members, and those of others
    that reply to it, latest first. `audiences` are those of one of its members.

    Both are found from the delegation's side. A condition on each comment would be tried on all
    comments of the workspace.
    """
    members = select(Membership.person_id).where(Membership.delegation_id == delegation.id)
    mentioning = select(Mention.comment_id).where(
        or_(Mention.delegation_id == delegation.id, Mention.person_id.in_(members))
    )
    answered, answer = aliased(Comment), aliased(Comment)
    answering = (
        select(answer.id)
        .join(answered, answered.id == answer.parent_id)
        .where(
            answered.delegation_id == delegation.id,
            func.coalesce(answer.delegation_id, 0) != delegation.id,
        )
    )
    return db.session.scalars(
        _read_in(audiences)
        .where(Comment.id.in_(union(mentioning, answering)))
        .order_by(Comment.position.desc())
        .limit(most)
    ).all()


def unanswered_by(delegation: Delegation, calls: Collection[Comment]) -> frozenset[int]:
    """Return the ids of the comments after which nobody from the delegation has replied under the
    same top-level comment.
    """
    call = aliased(Comment)
    thread_of_call = func.coalesce(call.parent_id, call.id)
    answered = (
        select(call.id)
        .join(Comment, Comment.parent_id == thread_of_call)
        .where(
            call.id.in_([each.id for each in calls]),
            Comment.delegation_id == delegation.id,
            Comment.position > call.position,
            Comment.audience == call.audience,
            Comment.retracted_at.is_(None),
        )
        .distinct()
    )
    return frozenset(each.id for each in calls) - frozenset(db.session.scalars(answered))


@dataclass(frozen=True)
class TalkWithin:
    """A discussion within the delegation: the number of comments, and the time of the last one."""

    title: str
    address: str
    comments: int
    at: datetime


def talk_within(audiences: Collection[str], *, most: int) -> list[TalkWithin]:
    """Return the discussions with comments that only a delegation reads, as far as a reader with
    these audiences reads them, latest first.
    """
    within = [each for each in open_audiences(audiences) if each.startswith(OF_DELEGATION)]
    comments = func.count()
    rows = db.session.execute(
        select(
            Thread.name,
            Thread.title,
            Thread.address,
            comments,
            func.max(Comment.posted_at).label("at"),
        )
        .join(Comment.thread)
        .where(Comment.audience.in_(within), Comment.stands)
        .group_by(Thread.id, Thread.name, Thread.title, Thread.address)
        .order_by(func.max(Comment.posted_at).desc())
        .limit(most)
    )
    return [
        TalkWithin(shown_title(name, title), address, comments, at)
        for name, title, address, comments, at in rows
    ]


def released_by(
    delegation: Delegation, audiences: Collection[str], *, most: int
) -> Sequence[Comment]:
    """Return the public comments by which the delegation released private ones, latest first."""
    return db.session.scalars(
        _read_in(audiences)
        .join(Release, Release.comment_id == Comment.id)
        .where(Comment.delegation_id == delegation.id, Comment.audience == MEMBERS)
        .order_by(Comment.position.desc())
        .limit(most)
    ).all()


def _read_in(audiences: Collection[str]) -> Select[Comment]:
    """Select the standing comments in open threads that somebody with these audiences may read.
    Closed threads, whose readers change from day to day, are left out.
    """
    return (
        select(Comment)
        .join(Comment.thread)
        .where(
            Thread.audience == MEMBERS,
            Comment.audience.in_(open_audiences(audiences)),
            Comment.stands,
        )
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.delegation),
            joinedload(Comment.person),
            joinedload(Comment.release),
            joinedload(Comment.quote),
            joinedload(Comment.suggestion),
        )
    )
