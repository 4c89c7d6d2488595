"""The inbox of a person: what others did in what they follow since they last looked, by thing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import CTE, Executable, Select, func, literal, select, union_all

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.news import (
    MOST_ENTRIES,
    Asked,
    EventsByTarget,
    News,
    NewsSource,
    TargetEvents,
    TopicEvent,
    TopicShown,
    all_sources,
    events_of,
)
from wgcop.following.queries import EVER, happened_since, unread_topics

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class InboxGroup:
    """A thing with the news about it. `marks` are the numbers up to which its topics are read once
    its rows were read, and `goes_on` says that there is more which the page does not show.
    """

    name: str
    title: str
    address: str
    rows: Sequence[News]
    marks: Mapping[str, int] = field(default_factory=dict)
    goes_on: bool = False

    @property
    def at(self) -> datetime:
        return max((row.at for row in self.rows if row.at), default=LONG_AGO)


@dataclass(frozen=True)
class Inbox:
    """The groups, what is addressed to the reader first and then latest first."""

    groups: Sequence[InboxGroup] = ()
    goes_on: bool = False
    """Whether there is more than the page shows."""

    @property
    def count(self) -> str:
        """The number of things as the head of a page shows it; empty if there are none."""
        return f"{len(self.groups)}{'+' if self.goes_on else ''}" if self.groups else ""

    @property
    def key(self) -> str:
        """A value that differs once something else is new."""
        told = [(group.name, len(group.rows), sorted(group.marks.items())) for group in self.groups]
        return blake2b(repr(told).encode(), digest_size=8).hexdigest()

    @property
    def marks(self) -> dict[str, int]:
        return {topic: seq for group in self.groups for topic, seq in group.marks.items()}


def inbox_of(person: Person, heard: frozenset[str], since: datetime = EVER) -> Inbox:
    """Return the inbox or, with `since`, what happened in it after that moment. The number of SQL
    statements does not grow with the contents.

    Events are read first. What other sources read later includes at least everything up to the
    numbers of these events, so no mark passes over anything that the page does not show.
    """
    registered = all_sources().values()
    happened, topics = _read_followed(person, tuple(s.name for s in registered if s.entries), since)
    rows: list[News] = []
    for source in registered:
        if source.entries:
            told: Iterable[News] = source.tell(
                Asked(person, heard, happened.get(source.name, ()), since)
            )
        elif source.tell_followed:
            told, shown = source.tell_followed(Asked(person, heard, since=since))
            for each in shown:
                topics[each.name] = _both(topics.get(each.name), each)
        else:
            continue
        rows.extend(told)
    groups = [_group(name, of_one, topics) for name, of_one in _by_thing(rows).items()]
    own_first = sorted(groups, key=lambda group: (group.name == person.topic, group.at))
    return Inbox(own_first[::-1], any(each.goes_on for each in topics.values()))


def _both(one: TopicShown | None, other: TopicShown) -> TopicShown:
    """Return how much of a topic is shown if two sources report it: only as far as both have shown
    it.
    """
    if one is None:
        return other
    return replace(other, up_to=min(one.up_to, other.up_to), goes_on=one.goes_on or other.goes_on)


def _by_thing(rows: Iterable[News]) -> dict[str, list[News]]:
    """Return the rows by the name of their thing. Rows that share a topic are in one group, because
    the topic has one mark.
    """
    groups: dict[str, list[News]] = {}
    of_topic: dict[str, str] = {}
    for row in rows:
        things = list(dict.fromkeys(topic.partition("@")[0] for topic in row.topics))
        met = list(dict.fromkeys(of_topic[each] for each in things if each in of_topic))
        # The shortest name is that of the widest thing: the registry rather than one entry.
        name = min([*met, *things], key=len)
        joined = groups.setdefault(name, [])
        for other in met:
            if other != name:
                joined.extend(groups.pop(other))
        joined.append(row)
        for thing, group in of_topic.items():
            if group in met:
                of_topic[thing] = name
        of_topic.update(dict.fromkeys(things, name))
    return groups


def _group(name: str, rows: Sequence[News], topics: Mapping[str, TopicShown]) -> InboxGroup:
    named = dict.fromkeys(topic for row in rows for topic in row.topics)
    shown = [topics[each] for each in named if each in topics]
    widest = next((each for each in shown if each.name.partition("@")[0] == name), shown[0])
    return InboxGroup(
        name,
        widest.title,
        widest.address,
        sorted(rows, key=lambda row: row.at or LONG_AGO),
        {each.name: each.up_to for each in shown},
        any(each.goes_on for each in shown),
    )


def _read_followed(
    person: Person, names: tuple[str, ...], since: datetime
) -> tuple[dict[str, list[TargetEvents]], dict[str, TopicShown]]:
    """Return what happened for each source, and how much of each topic is read."""
    events: dict[str, EventsByTarget] = {}
    topics: dict[int, TopicShown] = {}
    rows = db.session.execute(
        _followed(names), {**parameters(person), "happened_since": since}
    ).all()
    for row in rows:
        topics[row.topic_id] = TopicShown(
            row.topic, shown_title(row.topic, row.title), row.address, row.end
        )
        things = events.setdefault(row.source, {})
        target = row.target_kind, row.target_id
        things.setdefault(target, []).append(TopicEvent(row.topic, row.kind, row.at))
    read = Counter(row.source for row in rows)
    ends = {row.source: row for row in rows}
    for source, end in ends.items():
        if read[source] >= MOST_ENTRIES:
            # Its entries come topic by topic: this topic may be cut off, and any below it left out.
            for key, topic in topics.items():
                if key <= end.topic_id:
                    up_to = min(topic.up_to, end.seq) if key == end.topic_id else 0
                    topics[key] = replace(topic, up_to=up_to, goes_on=True)
    happened = {
        source: [events_of(*target, of_one) for target, of_one in things.items()]
        for source, things in events.items()
    }
    return happened, {topic.name: topic for topic in topics.values()}


@cache
def _followed(names: tuple[str, ...]) -> Executable:
    """Select the events that the named sources ask for, each source up to the limit. They are
    ordered by topic and number, so that a mark on a topic never passes over an event that was cut
    off.
    """
    unread = unread_topics(ANY_READER)
    each = [select(_unread(all_sources()[name], unread).subquery()) for name in names]
    rows = union_all(*each).subquery()
    return select(*rows.c).order_by(rows.c.source, rows.c.topic_id.desc(), rows.c.seq)


def _unread(source: NewsSource, unread: CTE) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(source.name).label("source"),
            Topic.id.label("topic_id"),
            Topic.name.label("topic"),
            Topic.title,
            Topic.address,
            Topic.seq.label("end"),
            Entry.seq,
            Entry.kind,
            Entry.target_kind,
            Entry.target_id,
            Entry.at,
        )
        .select_from(unread)
        .join(Topic, Topic.id == unread.c.id)
        .join(Entry, Entry.topic_id == unread.c.id)
        .where(
            *source.of_entries(),
            Entry.seq > unread.c.mark,
            happened_since(unread),
            func.coalesce(Entry.actor_id, 0) != ANY_READER.id,
        )
        .order_by(Topic.id.desc(), Entry.seq)
        .limit(MOST_ENTRIES)
    )
