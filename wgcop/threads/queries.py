"""Reads what pages with threads need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.following.queries import followed_topics, follows, read_marks
from wgcop.history.circles import heard
from wgcop.history.models import Topic
from wgcop.threads import policy
from wgcop.threads.chairing.controls import ChairControls, chair_controls
from wgcop.threads.chairing.queries import ChairSettings, chair_settings
from wgcop.threads.comments.anchor import find_among
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.models import MEMBERS, Comment, Thread
from wgcop.threads.page.rendering import whole_comment
from wgcop.threads.page.replies import replies_to
from wgcop.threads.page.window import ThreadPart, ThreadPlace, first_root, thread_part_at
from wgcop.threads.subjects import Reader, ThreadSubject
from wgcop.threads.unread import Unread, UnreadEntry, topics_with_news, unread_in


@dataclass(frozen=True)
class ListenedTopic:
    """A topic that the page follows: its name, its last number, the reader's mark, and what is new to them."""

    topic: str
    seq: int
    mark: int
    unread: Sequence[UnreadEntry] = ()


@dataclass(frozen=True)
class ThreadPage:
    """Top-level comments in order, each with its replies, and the topics that the page follows.

    `new` holds the names of new comments, `first_new` the uppermost of them. `wrote` holds the names of
    released comments whose originals this reader wrote.
    """

    name: str
    comments: Sequence[Comment] = ()
    replies: dict[int, ThreadPart] = field(default_factory=dict)
    earlier: int | None = None
    later: int | None = None
    new: frozenset[str] = frozenset()
    first_new: str = ""
    unread: Unread = field(default_factory=Unread)
    follows: bool = False
    listening: list[ListenedTopic] = field(default_factory=list)
    chair: ChairSettings = field(default_factory=lambda: ChairSettings(""))
    controls: ChairControls = field(default_factory=ChairControls)
    keeps_order: bool = False
    wrote: frozenset[str] = frozenset()
    subject: ThreadSubject | None = None

    @property
    def new_since(self) -> datetime:
        """When the earliest of the new comments was posted."""
        return min(
            comment.posted_at
            for comment in in_page_order(self.comments, self.replies)
            if comment.name in self.new
        )


def thread_page(
    subject: ThreadSubject,
    person: Person,
    place: ThreadPlace | None = None,
) -> ThreadPage:
    """As many statements for ten thousand comments as for ten.

    The topics are read first, so that the page asks for whatever is posted in between.
    """
    name, audiences = subject.name, frozenset(subject.reads)
    if not audiences:
        return ThreadPage(name)
    topics = topics_called(subject.topics)
    spoken = [topic for topic in topics.values() if topic]
    marks = read_marks(person, spoken)
    unread = unread_in(spoken, person, marks, audiences)
    new = unread.comment_ids
    are_new = Comment.id.in_(new)
    new_root = first_root(are_new) if new else None
    place = place or ThreadPlace()
    part = thread_part_at(name, audiences, place, new_root)
    wanted = Comment.name == place.around if place.around else are_new if new else None
    replies = replies_to(part.comments, audiences, wanted)
    new_here = [one.name for one in in_page_order(part.comments, replies) if one.id in new]
    return ThreadPage(
        name,
        part.comments,
        replies,
        earlier=part.earlier,
        later=part.later,
        new=frozenset(new_here),
        first_new=new_here[0] if new_here else "",
        unread=unread,
        follows=follows(name, person),
        listening=[
            ListenedTopic(topic_name, topic.seq, marks.get(topic.id, 0), unread.of(topic_name))
            if topic
            else ListenedTopic(topic_name, 0, 0)
            for topic_name, topic in topics.items()
        ],
        chair=chair_settings(name) if subject.chaired else ChairSettings(name),
        controls=chair_controls(person) if subject.chaired else ChairControls(),
        keeps_order=policy.keeps_order(person) and not subject.is_closed,
        wrote=frozenset() if subject.is_closed else written_by(person, name),
        subject=subject,
    )


def in_page_order(comments: Sequence[Comment], replies: dict[int, ThreadPart]) -> list[Comment]:
    """Comments and replies from the top to the bottom of the page."""
    return [
        one
        for comment in comments
        for one in (comment, *(replies[comment.id].comments if comment.id in replies else ()))
    ]


def written_by(person: Person, name: str) -> frozenset[str]:
    """Names of released comments that this reader wrote, and may retract while they belong to the delegation."""
    if not person.delegation_ids:
        return frozenset()
    original = aliased(Comment)
    names = db.session.scalars(
        select(Comment.name)
        .join(Comment.release)
        .join(Release.original.of_type(original))
        .join(Comment.thread)
        .where(
            Thread.name == name,
            original.person_id == person.id,
            original.delegation_id.in_(person.delegation_ids),
        )
    )
    return frozenset(names)


def thread_part(subject: ThreadSubject, place: ThreadPlace) -> ThreadPage:
    """Comments earlier or later than those on the page."""
    audiences = frozenset(subject.reads)
    part = thread_part_at(subject.name, audiences, place, None)
    return ThreadPage(
        subject.name,
        part.comments,
        replies_to(part.comments, audiences),
        # A part continues in its own direction only: the other side is already on the page.
        earlier=part.earlier if place.before else None,
        later=part.later if place.after else None,
        subject=subject,
    )


def topics_called(names: Sequence[str]) -> dict[str, Topic | None]:
    by_name = {
        topic.name: topic
        for topic in db.session.scalars(select(Topic).where(Topic.name.in_(names)))
    }
    return {one: by_name.get(one) for one in names}


def comment_with_context(name: str, reader: Reader) -> Comment | None:
    """The comment, if this reader may see it. Who reads a closed thread is asked only once it is known to be one."""
    comment = db.session.scalar(
        select(Comment)
        .where(Comment.name == name)
        .options(*whole_comment(), selectinload(Comment.earlier))
    )
    if comment is None or comment.audience in reader.audiences:
        return comment
    may = comment.audience in heard(comment.thread.name, reader).values()
    return comment if may else None


def comments_on(subject: ThreadSubject) -> int:
    """How many this reader may read."""
    count = db.session.scalar(
        select(func.count(Comment.id))
        .join(Comment.thread)
        .where(
            Thread.name == subject.name,
            Comment.audience.in_(subject.reads),
            Comment.stands,
        )
    )
    return count or 0


@dataclass(frozen=True)
class SaidOf:
    """What is said of one paragraph: how many comments, and the first of them."""

    count: int
    url: str


def said_of_blocks(subject: ThreadSubject) -> dict[str, SaidOf]:
    """By the paragraph in which the quoted words stand now, as far as this reader reads the comments; in one statement."""
    rows = db.session.execute(
        select(Quote, Comment.name)
        .join(Quote.comment)
        .join(Comment.thread)
        .where(
            Thread.name == subject.name,
            Comment.audience.in_(subject.reads),
            Comment.stands,
        )
        .order_by(Comment.position)
    ).all()
    passages = subject.passages() if rows else {}
    names_by_block: dict[str, list[str]] = {}
    for quote, name in rows:
        place = find_among(passages, quote.block, quote.anchor)
        if place and place.block:
            names_by_block.setdefault(place.block, []).append(name)
    return {
        block: SaidOf(len(names), f"{subject.address}?comment={names[0]}#comment-{names[0]}")
        for block, names in names_by_block.items()
    }


@dataclass(frozen=True)
class ThreadCounts:
    """By thread name: how many comments this reader may see, and which threads have new ones."""

    comments: dict[str, int]
    new: frozenset[str]
    followed: frozenset[str] = frozenset()

    def of(self, name: str) -> int:
        return self.comments.get(name, 0)

    def is_new(self, name: str) -> bool:
        return name in self.new


NO_COUNTS = ThreadCounts({}, frozenset())


def counts_below(
    parents: Collection[str], person: Person, audiences: frozenset[str]
) -> ThreadCounts:
    """The counts beside the clauses of a page, in three statements."""
    if MEMBERS not in audiences:
        return NO_COUNTS
    rows = db.session.execute(
        select(Thread.name, func.count())
        .join(Comment, Comment.thread_id == Thread.id)
        .where(
            Thread.parent.in_(parents),
            Comment.audience.in_(audiences),
            Comment.stands,
        )
        .group_by(Thread.name)
    )
    news = topics_with_news(person, parents=parents)
    new = {topic.rpartition("@")[0] or topic for topic in news}
    followed = {
        topic.rpartition("@")[0] or topic for topic in followed_topics(person, parents=parents)
    }
    return ThreadCounts({name: count for name, count in rows}, frozenset(new), frozenset(followed))
