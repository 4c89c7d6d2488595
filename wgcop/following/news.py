"""What is new to a reader: each feature registers one source of it, and pages ask all sources here.

The home page shows the latest of it, and the inbox all that happened in what the reader follows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.queries import EVER, is_followed_by, may_be_followed_by, read_up_to

EXTENSION = "news"

MOST_ENTRIES = 200
"""The most unread entries of one source that are read. A person who comes back after a year needs
the tables, not a list.
"""

MOST_THINGS = 8

HeardSince = Mapping[datetime, frozenset[str]]
"""Moments, each with the audiences in which what happened after it is new to a reader."""

JUST_BEFORE = timedelta(seconds=5)
"""The time within which the rows of a change are written before the entry about it."""


@dataclass(frozen=True, kw_only=True)
class News:
    """A thing to which something new has happened. A feature whose rows show more extends this.

    `thing` names it for programs, such as `initiative:7`, and `kind` is that of the event, as in
    history. `url` leads to the first new event. `words` tell the reader, in their language, what
    happened or how the thing stands now, and `changes` gives the old and the new values. `at` is
    empty if only the search index knows the time. `topics` are the names of those in which it
    happened.
    """

    thing: str
    kind: str
    at: datetime | None
    url: str
    title: str
    words: str = ""
    symbol: str = ""
    count: int = 1
    changes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetEvents:
    """What others did to one target since the reader last looked: the kinds of the events, the
    latest first, the time of the latest, a time just before the first, and the topics in which it
    happened.
    """

    target_kind: str
    target: str
    kinds: Sequence[str]
    at: datetime
    since: datetime
    topics: tuple[str, ...] = ()

    @property
    def target_id(self) -> int:
        """The id of the row. Some targets name it together with a part of it, as in `12:3`."""
        return int(self.target.partition(":")[0])

    def as_news(
        self,
        *,
        url: str,
        title: str,
        words: str,
        symbol: str = "",
        changes: Iterable[str] = (),
    ) -> News:
        return News(
            thing=f"{self.target_kind}:{self.target}",
            kind=self.kinds[0],
            at=self.at,
            url=url,
            title=title,
            words=words,
            symbol=symbol,
            changes=tuple(changes),
            topics=self.topics,
        )


@dataclass(frozen=True)
class Asked:
    """The question to one source. `heard` are the audiences of the person, with the circles in
    which there may be something new. `happened` is empty for a source that names no entries. Only
    what happened after `since` is asked for.
    """

    person: Person
    heard: frozenset[str]
    happened: Sequence[TargetEvents] = ()
    since: datetime = EVER


@dataclass(frozen=True)
class TopicShown:
    """A topic of which a page shows something, and the number up to which it shows all of it. It
    `goes_on` if there is more than that.
    """

    name: str
    title: str
    address: str
    up_to: int
    goes_on: bool = False


Told = tuple[Iterable[News], Iterable[TopicShown]]


@dataclass(frozen=True)
class NewsSource:
    """The news of one feature.

    `tell` returns the rows that this person may read now, latest first; its number of statements
    must not grow with the number of rows. `entries` returns the conditions of its entries in
    history: `tell` is given those that the person has not read, in topics that they follow.
    `topics` are the beginnings of the names of all topics on which such entries are recorded, so
    that those of long discussions are not looked through.
    A source that knows its news from elsewhere leaves this out; its `may_have` is the condition,
    for `ANY_READER`, without which it has nothing. It is in the inbox if it has `tell_followed`,
    which returns its rows in the topics that the person follows, and how much of each topic they
    show.

    A source that is not `on_home` is in the inbox only.
    """

    name: str
    heading: LazyString
    tell: Callable[[Asked], Iterable[News]]
    entries: Callable[[], Sequence[ColumnElement[bool]]] | None = None
    topics: tuple[str, ...] = ()
    may_have: Callable[[], ColumnElement[bool]] = true
    tell_followed: Callable[[Asked], Told] | None = None
    on_home: bool = True

    def of_entries(self) -> Sequence[ColumnElement[bool]]:
        """Return the conditions on an entry and its topic by which it belongs to this source."""
        if self.entries is None:
            return ()
        names = [Topic.name.startswith(each, autoescape=True) for each in self.topics]
        return [or_(*names), *self.entries()]

    def may_have_news(self) -> ColumnElement[bool]:
        if self.entries is None:
            return self.may_have()
        return (
            select(Topic.id)
            .join(Entry, Entry.topic_id == Topic.id)
            .where(*self.of_entries(), *_unread_by_follower())
            .exists()
        )


@dataclass(frozen=True)
class SourceNews:
    """The news of one source. `marks` gives, for each topic, the number up to which it counts as
    read once this news is read.
    """

    source: NewsSource
    rows: Sequence[News] = ()
    marks: Mapping[str, int] = field(default_factory=dict)


def init_app(app: Flask, sources: Iterable[NewsSource]) -> None:
    app.extensions[EXTENSION] = {source.name: source for source in sources}


def all_sources() -> Mapping[str, NewsSource]:
    registered: Mapping[str, NewsSource] = current_app.extensions[EXTENSION]
    return registered


def sources() -> Mapping[str, NewsSource]:
    """Return the sources of the home page."""
    return {name: each for name, each in all_sources().items() if each.on_home}


def news_of(
    person: Person, heard: frozenset[str], among: Collection[str] | None = None
) -> dict[str, SourceNews]:
    """Return the news of each source by its name, or only of the sources `among` these. Whatever
    is recorded is read in one statement for all of them.
    """
    asked = [each for name, each in sources().items() if among is None or name in among]
    names = tuple(each.name for each in asked if each.entries)
    happened, marks = _read_happened(_happened(names), parameters(person)) if names else ({}, {})
    return {
        each.name: SourceNews(
            each,
            list(each.tell(Asked(person, heard, happened.get(each.name, ())))),
            marks.get(each.name, {}),
        )
        for each in asked
    }


def news_since(
    person: Person, since: HeardSince, among: Sequence[str]
) -> tuple[list[SourceNews], bool]:
    """Return what others did after these moments, as the sources `among` these report it, whether
    or not the person follows it or has read it. Also return whether that is all of it.
    """
    parts = [
        db.session.execute(
            _since(tuple(among)),
            {**parameters(person), "reader_audiences": list(audiences), "since": moment},
        ).all()
        for moment, audiences in since.items()
    ]
    rows = sorted(chain(*parts), key=lambda row: row.at, reverse=True)
    happened, _marks = _by_source(rows, most=MOST_ENTRIES)
    read = [number for part in parts for number in Counter(row.source for row in part).values()]
    heard = frozenset(chain(*since.values()))
    told = [
        SourceNews(each, list(each.tell(Asked(person, heard, happened.get(each.name, ())))))
        for each in (all_sources()[name] for name in among)
    ]
    return told, all(number < MOST_ENTRIES for number in read)


Happened = tuple[dict[str, Sequence[TargetEvents]], dict[str, dict[str, int]]]
"""What happened for each source, and the marks of each."""


def _read_happened(statement: Executable, values: Mapping[str, Any]) -> Happened:
    return _by_source(db.session.execute(statement, values).all(), most=MOST_THINGS)


def _by_source(rows: Iterable[Any], *, most: int) -> Happened:
    marks: dict[str, dict[str, int]] = {}
    events: dict[str, EventsByTarget] = {}
    for name, topic, seq, kind, target_kind, target, at in rows:
        marks.setdefault(name, {})[topic] = seq
        things = events.setdefault(name, {})
        things.setdefault((target_kind, target), []).append(TopicEvent(topic, kind, at))
    happened: dict[str, Sequence[TargetEvents]] = {
        name: [events_of(*target, of_one) for target, of_one in islice(things.items(), most)]
        for name, things in events.items()
    }
    return happened, marks


class TopicEvent(NamedTuple):
    topic: str
    kind: str
    at: datetime


EventsByTarget = dict[tuple[str, str], list[TopicEvent]]


def events_of(target_kind: str, target: str, events: Iterable[TopicEvent]) -> TargetEvents:
    in_order = sorted(events, key=lambda each: each.at, reverse=True)
    return TargetEvents(
        target_kind,
        target,
        [each.kind for each in in_order],
        in_order[0].at,
        in_order[-1].at - JUST_BEFORE,
        tuple(dict.fromkeys(each.topic for each in in_order)),
    )


@cache
def _happened(names: tuple[str, ...]) -> Executable:
    """Select what the named sources ask of the events, latest first, each up to the limit."""
    return _latest_of(names, _unread_by_follower())


@cache
def _since(names: tuple[str, ...]) -> Executable:
    """Select what happened after a moment, in the same way, whoever follows it."""
    others = func.coalesce(Entry.actor_id, 0) != ANY_READER.id
    moment = Entry.at > bindparam("since", type_=Entry.at.type)
    return _latest_of(names, (Topic.audience.in_(ANY_READER.audiences), moment, others))


def _latest_of(names: Iterable[str], conditions: Sequence[ColumnElement[bool]]) -> Executable:
    each = [select(_latest(all_sources()[name], conditions).subquery()) for name in names]
    rows = union_all(*each).subquery()
    columns = (rows.c.source, rows.c.topic, rows.c.last, rows.c.kind)
    return select(*columns, rows.c.target_kind, rows.c.target_id, rows.c.at).order_by(
        rows.c.at.desc(), rows.c.topic, rows.c.seq.desc()
    )


def _latest(
    source: NewsSource, conditions: Sequence[ColumnElement[bool]]
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(source.name).label("source"),
            Topic.name.label("topic"),
            Topic.seq.label("last"),
            Entry.seq,
            Entry.kind,
            Entry.target_kind,
            Entry.target_id,
            Entry.at,
        )
        .join(Entry, Entry.topic_id == Topic.id)
        .where(*source.of_entries(), *conditions)
        .order_by(Entry.at.desc(), Topic.name, Entry.seq.desc())
        .limit(MOST_ENTRIES)
    )


def _unread_by_follower() -> Sequence[ColumnElement[bool]]:
    return (
        Topic.id.in_(may_be_followed_by(ANY_READER)),
        Topic.audience.in_(ANY_READER.audiences),
        is_followed_by(ANY_READER),
        Entry.seq > read_up_to(ANY_READER.id),
        func.coalesce(Entry.actor_id, 0) != ANY_READER.id,
    )
