"""The definition of unread entries in threads, for the home page, the margin, threads and
discussions.

An entry is unread if somebody else made it after the reader's mark and it concerns the reader,
which `NEWS` decides by the kind of entry. Entries about a retracted comment no longer count.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Literal

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Executable,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from wgcop.accounts.any_reader import ANY_READER, OneOfMany, Reader, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.models import FollowLevel, ReadMark
from wgcop.following.queries import happened_since, level_for
from wgcop.threads.comments.mentions import Mention, mentioned
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.supports import Support
from wgcop.threads.models import Comment, Thread

NewsTo = Literal["everybody", "concerned", "participants"]

NEWS: dict[str, NewsTo] = {
    "comment.posted": "everybody",
    "comment.edited": "concerned",
    "clause.standing": "everybody",
    "thread.resolved": "participants",
    "thread.reopened": "everybody",
    "thread.window": "everybody",
    "note.pinned": "everybody",
    "note.removed": "everybody",
}
"""The readers whom an entry concerns, by its kind; any other kind concerns nobody.

`is_news` applies this for one reader, and open pages are sent it with each entry. An edit concerns
those whom it mentions and those whose delegation supported another wording.
"""

LISTED = 500
"""The number of entries that are listed one by one. Later ones are unread too, and are listed once
these are read.
"""

COUNTED = 100
"""The most unread entries of a topic that the home page counts, the latest ones; beyond this number
the page says that there are more. Mentions of the reader, and changes to words that they support,
are found however old they are.
"""

_mark = func.coalesce(ReadMark.seq, 0)


def entries(person: Reader, *columns: Any, audiences: Any = None) -> Select[Any]:
    """Select the person's unread entries, each with its comment if it is about one, in their own
    audiences or in those given.
    """
    return (
        with_read_marks(
            select(*columns).select_from(Entry).join(Topic, Entry.topic_id == Topic.id), person
        )
        .outerjoin(Comment, Comment.id == comment_id())
        .where(
            Topic.audience.in_(person.audiences if audiences is None else audiences),
            is_news(person),
        )
    )


def topics_below(parents: BindParameter[Any] | Select[str], *columns: Any) -> Select[Any]:
    """Select the topics below these that a reader may hear: with name, number of comments, whether
    any entry is unread, and further columns.
    """
    news = (
        select(Entry.seq)
        .where(Entry.topic_id == Topic.id, is_news(ANY_READER))
        .correlate(Topic, ReadMark)
        .exists()
    )
    return with_read_marks(
        select(Topic.name, Topic.comments, and_(Topic.seq > _mark, news), *columns), ANY_READER
    ).where(Topic.parent.in_(parents), Topic.audience.in_(ANY_READER.audiences))


def is_news(person: Reader, *, looked_at: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Return the condition that an entry concerns the person. Only entries that are `looked_at`
    count, if that is given.

    The state of the comment is a subquery for each entry above the mark. With a join PostgreSQL
    would read all comments, since it cannot know how few entries are above a mark.
    """
    taken_back: ColumnElement[Any] = func.coalesce(_taken_back(), 0)
    # `case` tries its parts in turn, so the subquery runs only if it must
    if looked_at is not None:
        taken_back = case((looked_at, taken_back), else_=1)
    part = aliased(Entry)
    took_part = (
        exists().where(part.topic_id == Entry.topic_id, part.actor_id == person.id).correlate(Entry)
    )
    return and_(
        Entry.seq > _mark,
        or_(Entry.actor_id.is_(None), Entry.actor_id != person.id),
        taken_back != 1,
        or_(
            _is_news_to("everybody"),
            and_(
                _is_news_to("concerned"),
                or_(mentions_person(person), _supported_earlier_wording(person)),
            ),
            and_(_is_news_to("participants"), took_part),
        ),
    )


def _is_news_to(readers: NewsTo) -> ColumnElement[bool]:
    return Entry.kind.in_([kind for kind, whose in NEWS.items() if whose == readers])


def _taken_back() -> Any:
    """Return a subquery that is 1 if readers no longer see the entry's comment, which was retracted
    or released. Its LIMIT keeps PostgreSQL from turning it into a join.

    Compare its value with a number, and not with NULL: PostgreSQL estimates that hardly any value
    is null, but that nearly all differ from 1. If it expected few unread entries, it would read and
    sort all entries to find the last one.
    """
    comment = aliased(Comment)
    return (
        select(literal_column("1"))
        .where(comment.id == comment_id(), not_(comment.stands))
        .limit(1)
        .correlate(Entry)
        .scalar_subquery()
    )


def mentions_person(person: Reader) -> ColumnElement[bool]:
    """Return the condition that an entry mentions the person: it is the posting, or the edit that
    added the mention.
    """
    return exists().where(
        Mention.comment_id == comment_id(),
        or_(Mention.person_id == person.id, Mention.delegation_id.in_(person.delegation_ids)),
        or_(Entry.kind == "comment.posted", Mention.seq == Entry.seq),
    )


def concerned_by_edit(comment: Comment) -> list[str]:
    """Return whom an edit concerns, as names such as `person:7` and `delegation:3`, for open pages
    that are notified of it.

    Only the table of mentions says which edit added a mention. To do without an SQL statement, all
    who are mentioned are named; somebody mentioned before merely reads the comment once more.
    """
    supported_before = {s.delegation_id for s in comment.supports if s.wording < comment.wording}
    return [*mentioned_in(comment), *(f"delegation:{key}" for key in sorted(supported_before))]


def mentioned_in(comment: Comment) -> list[str]:
    """Return whom the comment's current wording mentions, as names such as `person:7`."""
    if comment.is_retracted:
        return []
    return [f"{kind}:{key}" for kind, key in sorted(mentioned(comment.body))]


def _supported_earlier_wording(person: Reader) -> ColumnElement[bool]:
    """Return the condition that the person's delegation supports an earlier wording of the entry's
    comment.
    """
    comment = aliased(Comment)
    return (
        select(Support.comment_id)
        .join(comment, comment.id == Support.comment_id)
        .where(
            Support.comment_id == comment_id(),
            Support.delegation_id.in_(person.delegation_ids),
            Support.wording < comment.wording,
        )
        .correlate(Entry)
        .exists()
    )


def with_read_marks(query: Select[Any], person: Reader) -> Select[Any]:
    return query.outerjoin(
        ReadMark, and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == person.id)
    )


def comment_id() -> ColumnElement[Any]:
    """Return the id of the entry's comment, or NULL: other targets may have names that are not
    numbers.
    """
    return case((Entry.target_kind == "comment", cast(Entry.target_id, Integer)))


# One thread


@dataclass(frozen=True)
class HeardTopic:
    """A topic with the data of one reader: their mark, the level at which they follow it, and the names of
    released comments in its thread whose originals they wrote.
    """

    id: int
    name: str
    seq: int
    mark: int
    level: str
    wrote: str | None


@dataclass(frozen=True)
class UnreadEntry:
    """An unread entry. `comment` is the name of its comment, or empty for a setting of the chair;
    `root` is the position of the top-level comment.
    """

    topic: str
    seq: int
    comment: str
    comment_id: int | None
    root: int | None


@dataclass(frozen=True)
class Unread:
    """Unread entries in order. `goes_on` is true if there are more than are listed."""

    all: Sequence[UnreadEntry] = ()
    goes_on: bool = False

    @cached_property
    def comment_ids(self) -> frozenset[int]:
        return frozenset(one.comment_id for one in self.all if one.comment_id is not None)

    @cached_property
    def first_root(self) -> int | None:
        """The position of the top-level comment that is, or holds, the first new one; None if
        nothing is new.
        """
        return min((one.root for one in self.all if one.root is not None), default=None)

    @property
    def has_chair_news(self) -> bool:
        return any(not one.comment for one in self.all)

    def entries_of(self, topic: str) -> Sequence[UnreadEntry]:
        return [one for one in self.all if one.topic == topic]


@dataclass(frozen=True)
class UnreadGist:
    """The data that a page shows about unread entries without listing them."""

    all: bool
    goes_on: bool
    has_chair_news: bool

    @classmethod
    def of(cls, unread: Unread) -> "UnreadGist":
        return cls(bool(unread.all), unread.goes_on, unread.has_chair_news)


def topics_heard(name: str, names: Collection[str], person: OneOfMany) -> dict[str, HeardTopic]:
    """Return the topics of these names, and the one of the thread, with the reader's marks. Topics
    that do not exist are left out.
    """
    rows = db.session.execute(
        _topics_heard(), {**parameters(person), "thread": name, "names": [name, *names]}
    )
    return {topic.name: topic for topic in (HeardTopic(*row) for row in rows)}


@cache
def _topics_heard() -> Executable:
    is_theirs = and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == ANY_READER.id)
    return (
        select(
            Topic.id,
            Topic.name,
            Topic.seq,
            func.coalesce(ReadMark.seq, 0),
            level_for(ANY_READER),
            _written_by_reader(),
        )
        .outerjoin(ReadMark, is_theirs)
        .where(Topic.name.in_(bindparam("names", expanding=True)))
    )


def marks_of_topics() -> Sequence[Any]:
    """Return further columns for `topics_below`: the other values of a `HeardTopic`, for the thread
    that the parameter names.
    """
    return (Topic.id, Topic.seq, _mark, _written_by_reader())


def _written_by_reader() -> ColumnElement[str | None]:
    """Return a subquery for the names of released comments that this reader wrote, and may retract
    while they read the originals.
    """
    original = aliased(Comment)
    return (
        select(func.aggregate_strings(Comment.name, " "))
        .select_from(Comment)
        .join(Release, Release.comment_id == Comment.id)
        .join(original, original.id == Release.original_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(
            Thread.name == bindparam("thread"),
            original.person_id == ANY_READER.id,
            original.audience.in_(ANY_READER.audiences),
        )
        .scalar_subquery()
    )


def unread_in(
    topics: Collection[HeardTopic], person: OneOfMany, audiences: frozenset[str]
) -> Unread:
    """Return the unread entries of one thread in these audiences. If there are none, it needs no
    SQL statement.
    """
    above = [topic.id for topic in topics if topic.seq > topic.mark]
    if not above:
        return Unread()
    rows = db.session.execute(
        _unread_in(), {**parameters(person), "topics": above, "read": list(audiences)}
    ).all()
    entries_above = [
        UnreadEntry(topic, seq, name or "", key, top) for topic, seq, name, key, top in rows
    ]
    return Unread(entries_above[:LISTED], goes_on=len(entries_above) > LISTED)


@cache
def _unread_in() -> Select[Any]:
    parent = aliased(Comment)
    root = func.coalesce(parent.position, Comment.position)
    columns = (Topic.name, Entry.seq, Comment.name, Comment.id, root)
    read: Any = bindparam("read", expanding=True)
    last = _last_listed()
    return (
        entries(ANY_READER, *columns, audiences=read)
        .join(last, last.c.id == Topic.id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .where(Entry.seq <= func.coalesce(last.c.seq, Topic.seq))
        .order_by(Entry.at, Entry.seq)
        .limit(LISTED + 1)
    )


def _last_listed() -> CTE:
    """Return the last entry of each topic that is listed, or NULL if there are fewer, so that the
    query looks no further.
    """
    return _news_at("last_listed", Entry.seq, LISTED)


def _news_at(name: str, order: SQLColumnExpression[Any], offset: int) -> CTE:
    """Return a CTE with, for each topic, the entry that has `offset` unread entries before it in
    this order, or NULL if there are fewer.

    It is materialized, since SQLite would otherwise compute it again for each entry.
    """
    news = (
        select(Entry.seq)
        .where(Entry.topic_id == Topic.id, is_news(ANY_READER))
        .order_by(order)
        .limit(1)
        .offset(offset)
        .correlate(Topic, ReadMark)
        .scalar_subquery()
    )
    topics = with_read_marks(select(Topic.id, news.label("seq")), ANY_READER)
    named: Any = bindparam("topics", expanding=True)
    return topics.where(Topic.id.in_(named)).cte(name).prefix_with("MATERIALIZED")


def first_beyond(followed: CTE, limit: int) -> CTE:
    """Return, for each topic of which a follower is to be told, the first entry after this many, or
    NULL if there are fewer, so that a query looks no further.
    """
    news = (
        select(Entry.seq)
        .where(
            Entry.topic_id == Topic.id,
            Entry.seq > followed.c.mark,
            happened_since(followed),
            is_news(ANY_READER),
        )
        .order_by(Entry.seq)
        .limit(1)
        .offset(limit)
        .correlate(Topic, ReadMark, followed)
        .scalar_subquery()
    )
    topics = (
        select(Topic.id, news.label("seq"))
        .select_from(followed)
        .join(Topic, Topic.id == followed.c.id)
    )
    return with_read_marks(topics, ANY_READER).cte("last_told").prefix_with("MATERIALIZED")


@dataclass(frozen=True)
class Story:
    """The unread entries of one topic in order, each with who caused it, the same for all readers."""

    entries: Sequence[tuple[UnreadEntry, int | None]] = ()
    last_particular: int = 0
    """The number of the last entry that concerns only some readers."""

    _above: dict[int, Unread] = field(default_factory=dict, compare=False)

    def unread_above(self, mark: int, person: OneOfMany) -> Unread:
        """Return the unread entries above the mark, as `unread_in` does, if none of them concerns
        only some readers. Readers who caused none of the entries share one result.
        """
        if person.id in self._actors:
            return self._unread(mark, person.id)
        if mark not in self._above:
            self._above[mark] = self._unread(mark)
        return self._above[mark]

    @cached_property
    def _actors(self) -> frozenset[int | None]:
        return frozenset(actor for _entry, actor in self.entries)

    def _unread(self, mark: int, reader: int = 0) -> Unread:
        above = [entry for entry, actor in self.entries if entry.seq > mark and actor != reader]
        return Unread(above[:LISTED], goes_on=len(above) > LISTED)


def story_of(topic: HeardTopic) -> Story:
    rows = db.session.execute(_story(), {"topic": topic.id}).all()
    particular = (seq for kind, _actor, seq, *_ in rows if NEWS[kind] != "everybody")
    return Story(
        [
            (UnreadEntry(topic.name, seq, name or "", key, top), actor)
            for _kind, actor, seq, name, key, top in rows
        ],
        max(particular, default=0),
    )


@cache
def _story() -> Executable:
    parent = aliased(Comment)
    root = func.coalesce(parent.position, Comment.position)
    return (
        select(Entry.kind, Entry.actor_id, Entry.seq, Comment.name, Comment.id, root)
        .select_from(Entry)
        .outerjoin(Comment, Comment.id == comment_id())
        .outerjoin(parent, parent.id == Comment.parent_id)
        .where(Entry.topic_id == bindparam("topic"), Entry.kind.in_(sorted(NEWS)), Comment.stands)
        .order_by(Entry.at, Entry.seq)
    )


# All threads


@dataclass(frozen=True)
class TopicNews:
    """The unread entries of one topic: their number, and whether there are more.

    It also holds the last comment, the first that mentions the reader, the first whose wording
    differs from the one that their delegation supported, and whether the clause was moved to
    another standing.
    """

    topic: str
    title: str
    address: str
    count: int
    goes_on: bool
    calling: int
    latest_at: datetime
    last_comment: int | None
    first_call: int | None
    first_reworded: int | None
    is_moved: bool


@dataclass(frozen=True)
class TopicWithNews:
    id: int
    name: str
    latest_at: datetime


def topics_with_news(
    person: Person, *, parents_like: tuple[str, ...], audiences: frozenset[str]
) -> list[TopicWithNews]:
    """Return the topics with unread entries, each with the time of the latest, but for those of
    which the person wants to be told nothing. It looks at one entry of each topic and counts no
    comments.
    """
    rows = db.session.execute(
        _topics_with_news(parents_like),
        {**parameters(person), "reader_audiences": list(audiences)},
    )
    return [TopicWithNews(*row) for row in rows if row.latest_at is not None]


@cache
def _topics_with_news(parents_like: tuple[str, ...]) -> Select[Any]:
    latest_at: Any = (
        select(Entry.at)
        .where(Entry.topic_id == Topic.id, is_news(ANY_READER))
        .order_by(Entry.seq.desc())
        .limit(1)
        .correlate(Topic, ReadMark)
        .scalar_subquery()
        .label("latest_at")
    )
    columns: tuple[Any, ...] = (Topic.id, Topic.name, latest_at)
    return with_read_marks(select(*columns), ANY_READER).where(
        or_(*(Topic.parent.like(each) for each in parents_like)),
        Topic.audience.in_(ANY_READER.audiences),
        Topic.seq > _mark,
        level_for(ANY_READER) != FollowLevel.NOTHING,
    )


def news_of_topics(topics: Collection[int], person: Person) -> list[TopicNews]:
    """Return one row for each topic with unread entries. A comment that was posted and edited
    counts once, and so do the chair's settings.
    """
    rows = db.session.execute(_news_of_topics(), {**parameters(person), "topics": list(topics)})
    return [TopicNews(name, shown_title(name, title), *row) for name, title, *row in rows]


@cache
def _news_of_topics() -> Select[Any]:
    comment: Any = comment_id()
    earlier = _earlier_news()
    # Numbers are told apart in a fraction of the time that texts take.
    other = case((Entry.target_kind != "comment", Entry.target_kind + ":" + Entry.target_id))
    called = case((mentions_person(ANY_READER), comment))
    reworded = case(
        (and_(Entry.kind == "comment.edited", _supported_earlier_wording(ANY_READER)), comment)
    )
    return (
        with_read_marks(
            select(
                Topic.name,
                Topic.title,
                Topic.address,
                func.count(comment.distinct()) + func.count(other.distinct()),
                func.max(earlier.c.seq).is_not(None),
                func.count(called.distinct()),
                func.max(Entry.at),
                func.max(comment),
                func.min(called),
                func.min(reworded),
                func.max(case((Entry.kind == "clause.standing", 1), else_=0)) == 1,
            )
            .select_from(Entry)
            .join(Topic, Entry.topic_id == Topic.id)
            .join(earlier, earlier.c.id == Topic.id),
            ANY_READER,
        )
        .where(
            Topic.id.in_(bindparam("topics", expanding=True)),
            is_news(
                ANY_READER,
                looked_at=or_(
                    Entry.seq > func.coalesce(earlier.c.seq, 0),
                    Entry.kind != "comment.posted",
                    Entry.target_id.in_(_comments_that_mention(ANY_READER)),
                ),
            ),
        )
        .group_by(Topic.id, Topic.name, Topic.title, Topic.address)
    )


def _earlier_news() -> CTE:
    """Return, for each topic, the last unread entry that is no longer counted, or NULL if there are
    fewer.
    """
    return _news_at("earlier_news", Entry.seq.desc(), COUNTED)


def _comments_that_mention(person: Reader) -> Select[Any]:
    return select(cast(Mention.comment_id, String)).where(
        or_(Mention.person_id == person.id, Mention.delegation_id.in_(person.delegation_ids))
    )
