"""What concerns a delegation in the threads: who calls it or answers it, and what it has released."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from wgcop.accounts.models import Delegation, Membership
from wgcop.accounts.regional import audiences_of_groups
from wgcop.database import db
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.comments.releases import Release
from wgcop.threads.models import MEMBERS, Comment, Thread


def calls_to(delegation: Delegation, *, most: int) -> Sequence[Comment]:
    """Return the comments that mention the delegation or one of its members, and those of others
    that reply to it, latest first.

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
        _read_by(delegation)
        .where(Comment.id.in_(union(mentioning, answering)))
        .order_by(Comment.position.desc())
        .limit(most)
    ).all()


def released_by(delegation: Delegation, *, most: int) -> Sequence[Comment]:
    """Return the public comments by which the delegation released private ones, latest first."""
    return db.session.scalars(
        _read_by(delegation)
        .join(Release, Release.comment_id == Comment.id)
        .where(Comment.delegation_id == delegation.id, Comment.audience == MEMBERS)
        .order_by(Comment.position.desc())
        .limit(most)
    ).all()


def _read_by(delegation: Delegation) -> Select[Comment]:
    """Select the standing comments that every member of the delegation may read. Closed threads,
    whose readers change from day to day, are left out.
    """
    return (
        select(Comment)
        .join(Comment.thread)
        .where(
            Thread.audience == MEMBERS,
            or_(
                Comment.audience.in_([MEMBERS, delegation.audience]),
                Comment.audience.in_(audiences_of_groups(delegation)),
            ),
            Comment.stands,
        )
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.delegation),
            joinedload(Comment.person),
            joinedload(Comment.release),
        )
    )
