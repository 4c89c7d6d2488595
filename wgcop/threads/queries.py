"""What a page with threads needs."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.following.queries import read_marks, unread_topics
from wgcop.history.models import Topic
from wgcop.threads.chaired import Chaired, chaired
from wgcop.threads.leading import MayLead, what_may_be_led
from wgcop.threads.models import MEMBERS, Comment, Thread, topic_name


@dataclass(frozen=True)
class Listening:
    """A topic of the thread as the page starts to listen: its name, last number, and the reader's mark."""

    topic: str
    seq: int
    mark: int


@dataclass(frozen=True)
class ThreadPage:
    """Top-level comments in order, each with its replies; what the page listens to."""

    name: str
    comments: list[Comment] = field(default_factory=list)
    replies: dict[int, list[Comment]] = field(default_factory=dict)
    listening: list[Listening] = field(default_factory=list)
    chaired: Chaired = field(default_factory=lambda: Chaired(""))
    may_chair: MayLead = field(default_factory=MayLead)

    @property
    def count(self) -> int:
        everything = [*self.comments, *(r for replies in self.replies.values() for r in replies)]
        return sum(not comment.is_retracted for comment in everything)


def thread_page(name: str, person: Person, audiences: frozenset[str]) -> ThreadPage:
    """The topics first, so that what is newer than the page is always asked for."""
    if MEMBERS not in audiences:
        return ThreadPage(name)
    listened = [
        name,
        *(topic_name(name, a) for a in sorted(audiences) if a.startswith("delegation:")),
    ]
    topics = {
        topic.name: topic
        for topic in db.session.scalars(select(Topic).where(Topic.name.in_(listened)))
    }
    marks = read_marks(person, topics.values())
    comments = db.session.scalars(
        select(Comment)
        .join(Comment.thread)
        .where(Thread.name == name, Comment.audience.in_(audiences))
        .order_by(Comment.id)
        .options(
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.thread),
        )
    ).all()
    replies: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.parent_id:
            replies.setdefault(comment.parent_id, []).append(comment)
    return ThreadPage(
        name,
        [comment for comment in comments if comment.parent_id is None],
        replies,
        [
            Listening(topic, topics[topic].seq, marks.get(topics[topic].id, 0))
            if topic in topics
            else Listening(topic, 0, 0)
            for topic in listened
        ],
        chaired=chaired(name),
        may_chair=what_may_be_led(person),
    )


def comment_with_context(comment_id: int, audiences: frozenset[str]) -> Comment | None:
    return db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.audience.in_(audiences))
        .options(
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.thread).joinedload(Thread.clause),
            selectinload(Comment.earlier),
        )
    )


@dataclass(frozen=True)
class Counts:
    """By thread name: how many comments this reader may see, and whether any of them is new."""

    comments: dict[str, int]
    new: frozenset[str]

    def of(self, name: str) -> int:
        return self.comments.get(name, 0)

    def is_new(self, name: str) -> bool:
        return name in self.new


NO_COUNTS = Counts({}, frozenset())


def counts_below(parent: str, person: Person, audiences: frozenset[str]) -> Counts:
    """The bubbles of a page, in two statements."""
    if MEMBERS not in audiences:
        return NO_COUNTS
    rows = db.session.execute(
        select(Thread.name, func.count())
        .join(Comment, Comment.thread_id == Thread.id)
        .where(
            Thread.parent == parent,
            Comment.audience.in_(audiences),
            Comment.retracted_at.is_(None),
        )
        .group_by(Thread.name)
    )
    new = {topic.rpartition("@")[0] or topic for topic in unread_topics(person, parent=parent)}
    return Counts({name: count for name, count in rows}, frozenset(new))
