"""What the first page tells its reader: the nearest deadline, and the last words of each thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from wgcop import clock, markup
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.following.models import ReadMark
from wgcop.history.models import Topic
from wgcop.threads.models import Comment, Thread

NEAR = timedelta(days=2)
MOST_NEWS = 8


@dataclass(frozen=True)
class News:
    """A thread in which something was said that the reader has not seen: the last words of it."""

    comment: Comment
    count: int

    @property
    def excerpt(self) -> str:
        return markup.excerpt(self.comment.body)


@dataclass(frozen=True)
class Due:
    """Until when contributions to a meeting are taken; `state` as the deadline's looks are named."""

    meeting: Meeting
    state: str

    @property
    def at(self) -> datetime:
        return self.meeting.contributions_due


def next_due(open_meetings: Sequence[Meeting]) -> Due | None:
    """The nearest deadline that has not passed or, if all have, the last that did."""
    now = clock.now()
    ahead = [meeting for meeting in open_meetings if now <= meeting.contributions_due]
    if ahead:
        first = min(ahead, key=lambda meeting: meeting.contributions_due)
        return Due(first, "urgent" if first.contributions_due - now <= NEAR else "")
    passed = max(open_meetings, key=lambda meeting: meeting.contributions_due, default=None)
    return Due(passed, "passed") if passed else None


def news(person: Person) -> list[News]:
    """Threads on clauses with something above the reader's mark, the latest first; in two statements."""
    rows = db.session.execute(
        select(Topic.name, Topic.seq - func.coalesce(ReadMark.seq, 0))
        .outerjoin(ReadMark, and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == person.id))
        .where(
            Topic.parent.like("resolution:%"),
            Topic.audience.in_(person.audiences),
            Topic.seq > func.coalesce(ReadMark.seq, 0),
        )
    )
    unread = {name: count for name, count in rows}
    last_words = (
        select(func.max(Comment.id))
        .join(Comment.thread)
        .where(
            Thread.name.in_({name.partition("@")[0] for name in unread}),
            Comment.audience.in_(person.audiences),
            Comment.retracted_at.is_(None),
        )
        .group_by(Comment.thread_id, Comment.audience)
    )
    comments = db.session.scalars(
        select(Comment)
        .where(Comment.id.in_(last_words))
        .options(
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.thread),
            joinedload(Comment.release),
        )
        .order_by(Comment.posted_at.desc(), Comment.id.desc())
    )
    return [News(each, unread[each.topic]) for each in comments if each.topic in unread][:MOST_NEWS]
