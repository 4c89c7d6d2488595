"""What is new to a reader: each feature registers one source of it, and pages ask all sources here."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import ColumnElement, Executable, Select, func, literal, select, true, union_all

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.queries import is_followed_by, read_up_to
from wgcop.history.models import Entry, Topic

EXTENSION = "news"

MOST_ENTRIES = 200
"""The most unread entries of one source that are read. A person who comes back after a year needs
the tables, not a list.
"""

MOST_THINGS = 8


@dataclass(frozen=True, kw_only=True)
class News:
    """A thing to which something new has happened. A feature whose rows show more extends this.

    `thing` names it for programs, such as `initiative:7`, and `kind` is that of the event, as in
    history. `url` leads to the first new event. `words` tell the reader, in their language, what
    happened or how the thing stands now. `at` is empty if only the search index knows the time.
    """

    thing: str
    kind: str
    at: datetime | None
    url: str
    title: str
    words: str = ""
    symbol: str = ""
    count: int = 1


@dataclass(frozen=True)
class TargetEvents:
    """What others did to one target since the reader last looked: the kinds of the events, the
    latest first, and the time of the latest.
    """

    target_kind: str
    target_id: int
    kinds: Sequence[str]
    at: datetime

    def as_news(self, *, url: str, title: str, words: str, symbol: str = "") -> News:
        return News(
            thing=f"{self.target_kind}:{self.target_id}",
            kind=self.kinds[0],
            at=self.at,
            url=url,
            title=title,
            words=words,
            symbol=symbol,
        )


@dataclass(frozen=True)
class Asked:
    """The question to one source. `heard` are the audiences of the person, with the circles in
    which there may be something new. `happened` is empty for a source that names no entries.
    """

    person: Person
    heard: frozenset[str]
    happened: Sequence[TargetEvents] = ()


@dataclass(frozen=True)
class NewsSource:
    """The news of one feature.

    `tell` returns the rows that this person may read now, latest first; its number of statements
    must not grow with the number of rows. `entries` returns the conditions of its entries in
    history: `tell` is given those that the person has not read, in topics that they follow.
    A source that knows its news from elsewhere leaves this out; its `may_have` is the condition,
    for `ANY_READER`, without which it has nothing.
    """

    name: str
    heading: LazyString
    tell: Callable[[Asked], Iterable[News]]
    entries: Callable[[], Sequence[ColumnElement[bool]]] | None = None
    may_have: Callable[[], ColumnElement[bool]] = true

    def may_have_news(self) -> ColumnElement[bool]:
        if self.entries is None:
            return self.may_have()
        return (
            select(Topic.id)
            .join(Entry, Entry.topic_id == Topic.id)
            .where(*self.entries(), *_unread_by_follower())
            .exists()
        )


@dataclass(frozen=True)
class SourceNews:
    """The news of one source. `marks` gives, for each topic, the number up to which it is read once
    this was read.
    """

    source: NewsSource
    rows: Sequence[News] = ()
    marks: Mapping[str, int] = field(default_factory=dict)


def init_app(app: Flask, sources: Iterable[NewsSource]) -> None:
    app.extensions[EXTENSION] = {source.name: source for source in sources}


def sources() -> Mapping[str, NewsSource]:
    registered: Mapping[str, NewsSource] = current_app.extensions[EXTENSION]
    return registered


def news_of(
    person: Person, heard: frozenset[str], among: Collection[str] | None = None
) -> dict[str, SourceNews]:
    """Return the news of each source by its name, or only of the sources `among` these. Whatever
    happens in history is read in one statement for all of them.
    """
    asked = [each for name, each in sources().items() if among is None or name in among]
    happened, marks = _read_happened(person, tuple(each.name for each in asked if each.entries))
    return {
        each.name: SourceNews(
            each,
            list(each.tell(Asked(person, heard, happened.get(each.name, ())))),
            marks.get(each.name, {}),
        )
        for each in asked
    }


def _read_happened(
    person: Person, names: tuple[str, ...]
) -> tuple[dict[str, Sequence[TargetEvents]], dict[str, dict[str, int]]]:
    """Return what happened for each source, and the marks of each."""
    if not names:
        return {}, {}
    marks: dict[str, dict[str, int]] = {}
    events: dict[str, dict[tuple[str, int], list[tuple[str, datetime]]]] = {}
    for name, topic, seq, kind, target_kind, target, at in db.session.execute(
        _happened(names), parameters(person)
    ):
        marks.setdefault(name, {})[topic] = seq
        things = events.setdefault(name, {})
        things.setdefault((target_kind, int(target)), []).append((kind, at))
    happened: dict[str, Sequence[TargetEvents]] = {
        name: [
            TargetEvents(*target, [kind for kind, _at in of_one], of_one[0][1])
            for target, of_one in islice(things.items(), MOST_THINGS)
        ]
        for name, things in events.items()
    }
    return happened, marks


@cache
def _happened(names: tuple[str, ...]) -> Executable:
    """Select what the named sources ask of history, latest first, each up to the limit."""
    each = [select(_latest(sources()[name]).subquery()) for name in names]
    rows = union_all(*each).subquery()
    columns = (rows.c.source, rows.c.topic, rows.c.last, rows.c.kind)
    return select(*columns, rows.c.target_kind, rows.c.target_id, rows.c.at).order_by(
        rows.c.at.desc(), rows.c.topic, rows.c.seq.desc()
    )


def _latest(source: NewsSource) -> Select[*tuple[Any, ...]]:
    conditions = source.entries() if source.entries else ()
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
        .where(*conditions, *_unread_by_follower())
        .order_by(Entry.at.desc(), Topic.name, Entry.seq.desc())
        .limit(MOST_ENTRIES)
    )


def _unread_by_follower() -> Sequence[ColumnElement[bool]]:
    return (
        Topic.audience.in_(ANY_READER.audiences),
        is_followed_by(ANY_READER),
        Entry.seq > read_up_to(ANY_READER.id),
        func.coalesce(Entry.actor_id, 0) != ANY_READER.id,
    )
