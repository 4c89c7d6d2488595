"""The queries of pages with threads."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from wgcop.accounts.any_reader import ANY_READER, OneOfMany, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.chapters import is_earlier
from wgcop.events.circles import heard
from wgcop.events.models import Topic
from wgcop.following.models import FollowLevel
from wgcop.following.queries import level_for
from wgcop.paper.anchor import Passages
from wgcop.resolutions.queries import topics_of_resolution
from wgcop.threads import policy
from wgcop.threads.chairing.controls import ChairControls, chair_controls
from wgcop.threads.chairing.queries import ChairSettings, chair_settings
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import MEMBERS, Comment, Thread, comment_url
from wgcop.threads.names import number_in
from wgcop.threads.page.comment_rows import CommentRow
from wgcop.threads.page.rendering import whole_comment
from wgcop.threads.page.replies import with_the_first_of
from wgcop.threads.page.window import ThreadPart, ThreadPlace, thread_part_at
from wgcop.threads.subjects import Reader, ThreadSubject
from wgcop.threads.unread import (
    HeardTopic,
    Unread,
    UnreadEntry,
    UnreadGist,
    marks_of_topics,
    topics_below,
    topics_heard,
    unread_in,
)


@dataclass(frozen=True)
class ListenedTopic:
    """A topic that the page follows: its name, its last number, the reader's mark, and the unread
    entries.
    """

    topic: str
    seq: int
    mark: int | str
    unread: Sequence[UnreadEntry] = ()
    told: str = ""
    """The unread entries as scripts read them: for each its number and the element that it
    concerns.
    """

    @classmethod
    def of(cls, topic: HeardTopic, unread: Unread, thread: str) -> "ListenedTopic":
        entries = unread.entries_of(topic.name)
        return cls(topic.name, topic.seq, topic.mark, entries, told_of(entries, thread))


def told_of(entries: Iterable[UnreadEntry], thread: str) -> str:
    return " ".join(
        f"{one.seq}:comment-{one.comment}" if one.comment else f"{one.seq}:chaired-{thread}"
        for one in entries
    )


@dataclass(frozen=True)
class ThreadPage:
    """The thread of a page: top-level comments in order, each with its replies, and the topics that
    the page follows.

    `new` holds the names of new comments, `first_new` the uppermost of them, and `new_since` is
    when the earliest was posted. `wrote` holds the names of released comments whose originals this
    reader wrote.
    """

    name: str
    comments: Sequence[CommentRow] = ()
    replies: Mapping[int, ThreadPart] = field(default_factory=dict)
    earlier: int | None = None
    later: int | None = None
    new: str = ""
    first_new: str = ""
    new_since: datetime | None = None
    unread: Unread | UnreadGist = field(default_factory=Unread)
    level: FollowLevel = FollowLevel.MENTIONS
    listening: list[ListenedTopic] = field(default_factory=list)
    chair: ChairSettings = field(default_factory=lambda: ChairSettings(""))
    controls: ChairControls = field(default_factory=ChairControls)
    keeps_order: bool = False
    wrote: frozenset[str] = frozenset()
    subject: ThreadSubject | None = None


@dataclass(frozen=True)
class New:
    """The comments on a page that are new to its reader: their names, the first, and the time of
    the earliest.
    """

    names: str = ""
    first: str = ""
    since: datetime | None = None

    @classmethod
    def among(cls, shown: Iterable[CommentRow], new: Collection[int]) -> "New":
        """Return the new comments among those `shown`, which come in the order of the page. `new`
        holds the ids of new comments.
        """
        here = [one for one in shown if one.id in new]
        if not here:
            return cls()
        names = " ".join(sorted(one.name for one in here))
        return cls(names, here[0].name, min(one.posted_at for one in here))


@dataclass(frozen=True)
class ReadersThread:
    """A thread from the view of one reader: the topics that they hear, with their marks, and the
    unread entries there.
    """

    topics: Mapping[str, HeardTopic]
    unread: Unread


def readers_thread(
    subject: ThreadSubject, person: Person, topics: Mapping[str, HeardTopic] | None = None
) -> ReadersThread:
    if topics is None:
        topics = topics_heard(subject.name, subject.topics, person)
    spoken = [topics[each] for each in subject.topics if each in topics]
    return ReadersThread(topics, unread_in(spoken, person, frozenset(subject.reads)))


def thread_page(
    subject: ThreadSubject,
    person: Person,
    place: ThreadPlace | None = None,
    topics: Mapping[str, HeardTopic] | None = None,
) -> ThreadPage:
    """Read the thread for a page in a fixed number of SQL statements, whether it has ten comments
    or ten thousand.

    The statements are for the topics (unless given), for what is new in them, for the comments with
    their replies, and for what the chair has set. Topics are read first, so that the page will ask
    for anything posted in between.
    """
    name, audiences = subject.name, frozenset(subject.reads)
    if not audiences:
        return ThreadPage(name)
    readers = readers_thread(subject, person, topics)
    topics, unread = readers.topics, readers.unread
    new = unread.comment_ids
    place = place or ThreadPlace()
    part = thread_part_at(name, audiences, place, unread.first_root, subject.passages)
    replies = part.replies
    if place.around or new:
        wanted = Comment.name == place.around if place.around else Comment.id.in_(new)
        replies = with_the_first_of(wanted, replies, audiences, subject.passages)
    new_here = New.among(in_page_order(part.comments, replies), new)
    widest = topics.get(subject.topics[0])
    return ThreadPage(
        name,
        part.comments,
        replies,
        earlier=part.earlier,
        later=part.later,
        new=new_here.names,
        first_new=new_here.first,
        new_since=new_here.since,
        unread=unread,
        level=FollowLevel(widest.level) if widest else FollowLevel.MENTIONS,
        listening=[
            ListenedTopic.of(topics[each], unread, name)
            if each in topics
            else ListenedTopic(each, 0, 0)
            for each, audience in zip(subject.topics, subject.reads, strict=True)
            if each in topics or not is_earlier(audience)
        ],
        chair=chair_settings(name) if subject.chaired else ChairSettings(name),
        controls=chair_controls(person) if subject.chaired else ChairControls(),
        keeps_order=policy.keeps_order(person) and not subject.is_closed,
        wrote=frozenset()
        if subject.is_closed or name not in topics
        else frozenset((topics[name].wrote or "").split()),
        subject=subject,
    )


def in_page_order(
    comments: Sequence[CommentRow], replies: Mapping[int, ThreadPart]
) -> list[CommentRow]:
    """List comments and replies from the top to the bottom of the page."""
    return [
        one
        for comment in comments
        for one in (comment, *(replies[comment.id].comments if comment.id in replies else ()))
    ]


def thread_part(subject: ThreadSubject, place: ThreadPlace) -> ThreadPage:
    """Return the comments earlier or later than those on the page."""
    audiences = frozenset(subject.reads)
    part = thread_part_at(subject.name, audiences, place, None, subject.passages)
    return ThreadPage(
        subject.name,
        part.comments,
        part.replies,
        # A part continues in its own direction only: the other side is already on the page.
        earlier=part.earlier if place.before else None,
        later=part.later if place.after else None,
        subject=subject,
    )


def comment_with_context(name: str, reader: Reader) -> Comment | None:
    """Return the comment with all that pages show, or None if this reader may not see it. The
    readers of a closed thread are looked up only when needed.
    """
    return _if_read_by(reader, name, *whole_comment(), selectinload(Comment.earlier))


def comment_to_answer(name: str, reader: Reader) -> Comment | None:
    """Return the comment with only its thread and the comment that it replies to, or None if this
    reader may not see it.
    """
    return _if_read_by(reader, name, joinedload(Comment.thread), joinedload(Comment.parent))


def _if_read_by(reader: Reader, name: str, *options: ORMOption) -> Comment | None:
    number = number_in(name)
    which = Comment.name == name if number is None else Comment.number == number
    comment = db.session.scalar(select(Comment).where(which).options(*options))
    if comment is None or comment.audience in reader.audiences:
        return comment
    may = comment.audience in heard(comment.thread.name, reader).values()
    return comment if may else None


def comments_on(subject: ThreadSubject) -> int:
    """Count the comments on a subject that this reader may read."""
    count = db.session.scalar(
        select(func.sum(Topic.comments)).where(
            Topic.name.in_(subject.topics), Topic.audience.in_(subject.reads)
        )
    )
    return count or 0


@dataclass(frozen=True)
class BlockTalk:
    """The discussion of one paragraph: the number of comments, and the address of the first."""

    count: int
    url: str


def talk_of_blocks(subject: ThreadSubject) -> dict[str, BlockTalk]:
    """Return the unresolved comments that this reader may read, by the paragraph in which their
    quoted words are now, in one SQL statement.
    """
    rows = db.session.execute(
        select(Quote, Comment.name)
        .join(Quote.comment)
        .join(Comment.thread)
        .where(
            Thread.name == subject.name,
            Comment.audience.in_(subject.reads),
            Comment.stands,
            Comment.resolved_at.is_(None),
        )
        .order_by(Comment.position)
    ).all()
    passages = subject.passages() if rows else Passages()
    names_by_block: dict[str, list[str]] = {}
    for quote, name in rows:
        place = passages.place_of(quote.comment_id, quote.block, quote.anchor)
        if place and place.block:
            names_by_block.setdefault(place.block, []).append(name)
    return {
        block: BlockTalk(len(names), comment_url(subject.address, names[0]))
        for block, names in names_by_block.items()
    }


@dataclass(frozen=True)
class ThreadCounts:
    """Counts by the name of the thread: the number of comments that this reader may see, the
    threads with new ones, those that they follow, and those of which they are told nothing.
    """

    comments: dict[str, int]
    new: frozenset[str]
    followed: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()

    def count_of(self, name: str) -> int:
        return self.comments.get(name, 0)

    def is_new(self, name: str) -> bool:
        return name in self.new


NO_COUNTS = ThreadCounts({}, frozenset())


def counts_below(
    parents: Collection[str], person: Person, audiences: frozenset[str]
) -> ThreadCounts:
    """Count the comments in the threads below these topics, in one SQL statement."""
    return _counts(False, {"parents": list(parents)}, person, audiences)


def counts_of_resolution(
    resolution_id: int, person: OneOfMany, audiences: frozenset[str]
) -> ThreadCounts:
    """Count the comments in the threads of a resolution's clauses, in all its editions, in one SQL
    statement.
    """
    return _counts(True, {"resolution": resolution_id}, person, audiences)


def counts_and_topics(
    resolution_id: int, thread: str, names: Collection[str], person: OneOfMany
) -> tuple[ThreadCounts, dict[str, HeardTopic]]:
    """Return the counts of a resolution and, for one thread in it, the result of `topics_heard`; in
    one SQL statement.
    """
    values = {"resolution": resolution_id, "thread": thread, **parameters(person)}
    rows = db.session.execute(_topics_below_with_marks(), values).all()
    heard = {
        name: HeardTopic(key, name, seq, mark, level, wrote)
        for name, _number, _is_new, level, key, seq, mark, wrote in rows
        if name in names
    }
    return _counted(row[:4] for row in rows), heard


def _counts(
    is_of_resolution: bool, where: dict[str, Any], person: OneOfMany, audiences: frozenset[str]
) -> ThreadCounts:
    if MEMBERS not in audiences:
        return NO_COUNTS
    rows = db.session.execute(_topics_below(is_of_resolution), {**where, **parameters(person)})
    return _counted(rows)


def _counted(rows: Iterable[Any]) -> ThreadCounts:
    numbers, new, followed, muted = Counter[str](), set(), set(), set()
    for topic, number, has_news, level in rows:
        thread = topic.rpartition("@")[0] or topic
        numbers[thread] += number
        if has_news:
            new.add(thread)
        # Whoever took part in a layer alone follows that layer, and not the whole thread.
        if topic == thread and level == FollowLevel.EVERYTHING:
            followed.add(thread)
        elif topic == thread and level == FollowLevel.NOTHING:
            muted.add(thread)
    return ThreadCounts(+numbers, frozenset(new), frozenset(followed), frozenset(muted))


@cache
def _topics_below(is_of_resolution: bool) -> Select[Any]:
    """Return a query for the topics below those of a resolution, or else below the topics that the
    parameter `parents` lists.
    """
    parents: Any = _topics() if is_of_resolution else bindparam("parents", expanding=True)
    return topics_below(parents, level_for(ANY_READER))


@cache
def _topics_below_with_marks() -> Select[Any]:
    return topics_below(_topics(), level_for(ANY_READER), *marks_of_topics())


def _topics() -> Select[str]:
    return topics_of_resolution(bindparam("resolution", type_=Integer))
