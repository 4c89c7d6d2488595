"""Queries for read marks and followed topics."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.chapters import DelegationChapter
from wgcop.accounts.models import Delegation, Membership, Person
from wgcop.accounts.regional import RegionalMembership
from wgcop.bodies.place_names import name_in_order
from wgcop.database import db
from wgcop.events.layers import LAYERS
from wgcop.events.models import Entry, Topic
from wgcop.events.titles import shown_title
from wgcop.following.models import Follow, FollowLevel, ReadMark, level_in_sql

_part = aliased(Entry)

EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""A moment before anything happened."""


def read_up_to(person_id: Any) -> ColumnElement[int]:
    """Return a SQL expression for the number up to which a person has read the topic of the
    surrounding statement. `person_id` may be a column.
    """
    mark = (
        select(ReadMark.seq)
        .where(ReadMark.topic_id == Topic.id, ReadMark.person_id == person_id)
        .correlate(Topic, Person)
        .scalar_subquery()
    )
    return func.coalesce(mark, 0)


def own_level(topic_name: str, person: Person) -> FollowLevel:
    """Return how much the person is told about the topic, which need not exist yet."""
    level = db.session.scalar(
        select(level_for(person)).select_from(Topic).where(Topic.name == topic_name)
    )
    return FollowLevel(level or FollowLevel.MENTIONS)


def own_levels(
    names: Collection[str], person: Person, audiences: frozenset[str]
) -> dict[str, FollowLevel]:
    """Return how much the person is told about each of these topics that they may hear."""
    rows = db.session.execute(
        select(Topic.name, level_for(person)).where(
            Topic.name.in_(names), Topic.audience.in_(audiences)
        )
    )
    return {name: FollowLevel(level) for name, level in rows}


@dataclass(frozen=True)
class FollowedTopic:
    """A topic that somebody follows, or of which they chose to be told less."""

    name: str
    title: str
    address: str
    level: FollowLevel
    took_part: bool


def followed_topics(person: Person, audiences: frozenset[str]) -> list[FollowedTopic]:
    """Return the topics that the person may hear and either chose a level for or took part in,
    except private layers, which go with their thread, and those that pages only listen to.
    """
    chosen = select(Follow.topic_id).where(Follow.person_id == person.id)
    took_part = select(Entry.topic_id).where(Entry.actor_id == person.id).correlate(None)
    rows = db.session.execute(
        select(
            Topic.name,
            Topic.title,
            Topic.address,
            level_for(person),
            Topic.id.not_in(chosen),
        )
        .where(
            Topic.id.in_(union(chosen, took_part)),
            Topic.audience.in_(audiences),
            or_(Topic.name.not_like("%@%"), Topic.name.like("%@members")),
        )
        .order_by(Topic.name)
    )
    topics = (
        FollowedTopic(name, shown_title(name, title), address, FollowLevel(level), took)
        for name, title, address, level, took in rows
    )
    return sorted(topics, key=lambda topic: name_in_order(topic.title))


def follows_anything(person: Person) -> bool:
    chosen = exists().where(Follow.person_id == person.id)
    took_part = exists().where(Entry.actor_id == person.id)
    return bool(db.session.scalar(select(or_(chosen, took_part))))


def followers_of_each(topic_names: Collection[str]) -> dict[str, list[Person]]:
    """Return the followers of many topics in a few SQL statements, with the same result as
    `followers_of` for each. Topics without followers are left out.
    """
    named = select(Topic.id, Topic.name).where(Topic.name.in_(topic_names)).subquery()
    chose = select(named.c.name, Follow.person_id, Follow.follows).join(
        Follow, Follow.topic_id == named.c.id
    )
    took_part = (
        select(named.c.name, Entry.actor_id)
        .join(Entry, Entry.topic_id == named.c.id)
        .where(Entry.actor_id.is_not(None))
        .distinct()
    )
    follows = dict.fromkeys(db.session.execute(took_part), True)
    follows |= {(name, person_id): is_on for name, person_id, is_on in db.session.execute(chose)}
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(Person.active, Person.id.in_({key for _, key in follows}))
        )
    }
    followers: dict[str, list[Person]] = {}
    for (name, person_id), is_on in sorted(follows.items()):
        if is_on and person_id in people:
            followers.setdefault(name, []).append(people[person_id])
    return followers


def followers_of(topic_name: str) -> Sequence[Person]:
    """Return all active people who follow the topic, by choice or because they took part."""
    topic = select(Topic.id).where(Topic.name == topic_name).scalar_subquery()

    def chose(follows: bool) -> ColumnElement[bool]:
        return exists().where(
            Follow.topic_id == topic, Follow.person_id == Person.id, Follow.follows.is_(follows)
        )

    took_part = exists().where(Entry.topic_id == topic, Entry.actor_id == Person.id)
    return db.session.scalars(
        select(Person)
        .where(Person.active, or_(chose(True), and_(took_part, ~chose(False))))
        .order_by(Person.id)
    ).all()


def followed_by_delegation(
    delegation: Delegation, audiences: Collection[str], *, most: int
) -> list[tuple[str, str]]:
    """Return title and address of what members of the delegation follow, by choice or because they
    took part, among the topics for these audiences. It does not say who follows what.
    """
    members = (
        select(Membership.person_id)
        .join(Membership.person)
        .where(Membership.delegation_id == delegation.id, Person.active)
    )
    chose = exists().where(
        Follow.topic_id == Topic.id, Follow.person_id.in_(members), Follow.follows.is_(True)
    )
    declined = exists().where(
        Follow.topic_id == Entry.topic_id,
        Follow.person_id == Entry.actor_id,
        Follow.follows.is_(False),
    )
    took_part = exists().where(Entry.topic_id == Topic.id, Entry.actor_id.in_(members), ~declined)
    rows = db.session.execute(
        select(func.min(Topic.name), Topic.title, Topic.address)
        .where(Topic.audience.in_(audiences), Topic.title != "", or_(chose, took_part))
        .group_by(Topic.title, Topic.address)
        .order_by(Topic.title)
        .limit(most)
    )
    return [(shown_title(name, title), address) for name, title, address in rows]


def is_followed_by(person: Reader) -> ColumnElement[bool]:
    """Return the condition that the person is told everything about the topic."""
    return level_for(person) == FollowLevel.EVERYTHING


def level_for(person: Reader) -> ColumnElement[str]:
    """Return a SQL expression for the level at which a person follows the topic of the surrounding
    statement: the one that they chose for it or, for the private layer of a thread, for the thread;
    everything if they took part, or if it is their own topic; the one that they chose for its
    parent, such as the resolution of a clause. Otherwise they are told about mentions and replies.
    """
    concerns_them = or_(_own_entries(person).exists(), _is_own_topic(person))
    return func.coalesce(
        _choice(Follow.level, person),
        _choice_at(_name_of_thread(), Follow.level, person),
        case((concerns_them, level_in_sql(FollowLevel.EVERYTHING))),
        _choice_at(Topic.parent, Follow.level, person),
        level_in_sql(FollowLevel.MENTIONS),
    )


def since_for(person: Reader) -> ColumnElement[datetime | None]:
    """Return a SQL expression for the time from which a follower is told about the topic of the
    surrounding statement: the time at which they chose to follow it or its thread or, without such
    a choice, first took part or followed its parent, whichever was earlier. It is the beginning of
    time for their own topic, and NULL if they do not follow it.
    """
    took_part = _own_entries(person).with_only_columns(func.min(_part.at)).scalar_subquery()
    followed_parent = _choice_at(Topic.parent, case((Follow.follows, chosen_at())), person)
    return func.coalesce(
        _choice(chosen_at(), person),
        _choice_at(_name_of_thread(), chosen_at(), person),
        case((_is_own_topic(person), _ever())),
        case((followed_parent < took_part, followed_parent)),
        took_part,
        followed_parent,
    )


def chosen_at() -> ColumnElement[datetime]:
    """Return a SQL expression for the time of a choice. Choices made before their times were stored
    count as older than everything.
    """
    return func.coalesce(Follow.since, _ever())


def _ever() -> ColumnElement[datetime]:
    return literal(EVER, Follow.since.type)


def told_since(topic: Topic, person: Person) -> datetime | None:
    """Return since when the person has been told everything about the topic, or None if they are
    not told everything.
    """
    return db.session.scalar(
        select(since_for(person))
        .select_from(Topic)
        .where(Topic.id == topic.id, is_followed_by(person))
    )


def may_be_followed_by(person: Reader) -> CompoundSelect[int]:
    """Select the ids of all topics that the person may follow, and of hardly any other, so that a
    statement need not look at every topic.
    """
    chosen = select(Follow.topic_id).where(Follow.person_id == person.id, Follow.follows)
    above = aliased(Topic)
    below = (
        select(Topic.id)
        .join(above, above.name == Topic.parent)
        .where(above.id.in_(chosen))
        .correlate(None)
    )
    own_layer = cast(Membership.delegation_id, String)
    layers = (
        select(above.name + "@" + own_layer)
        .join(Membership, Membership.person_id == person.id)
        .where(above.id.in_(chosen))
        .correlate(None)
    )
    of_groups = (
        select(above.name + "@" + RegionalMembership.group_key)
        .join(Membership, Membership.person_id == person.id)
        .join(RegionalMembership, RegionalMembership.delegation_id == Membership.delegation_id)
        .where(above.id.in_(chosen))
        .correlate(None)
    )
    chapter = literal(".") + cast(DelegationChapter.number, String)
    chapters = (
        layers.with_only_columns(above.name + "@" + own_layer + chapter)
        .join(DelegationChapter, DelegationChapter.delegation_id == Membership.delegation_id)
        .correlate(None)
    )
    return union(
        chosen,
        select(Topic.id).where(Topic.name.in_(layers)).correlate(None),
        select(Topic.id).where(Topic.name.in_(of_groups)).correlate(None),
        select(Topic.id).where(Topic.name.in_(chapters)).correlate(None),
        select(Entry.topic_id).where(Entry.actor_id == person.id).correlate(None),
        below,
        select(Topic.id).where(_is_own_topic(person)).correlate(None),
    )


def unread_topics(person: Reader) -> CTE:
    """Return, for each topic that the person follows and about which they were not told everything,
    its id, the number up to which they have read it or were told, and the time from which they are
    told.

    It is materialized, since SQLite would otherwise compute it again for each entry.
    """
    mark = _told_up_to(person)
    return (
        select(Topic.id, mark.label("mark"), since_for(person).label("since"))
        .where(
            Topic.id.in_(may_be_followed_by(person)),
            Topic.audience.in_(person.audiences),
            Topic.seq > mark,
            is_followed_by(person),
        )
        .cte("unread_topics")
        .prefix_with("MATERIALIZED")
    )


def _told_up_to(person: Reader) -> ColumnElement[int]:
    mark = (
        select(case((ReadMark.told > ReadMark.seq, ReadMark.told), else_=ReadMark.seq))
        .where(ReadMark.topic_id == Topic.id, ReadMark.person_id == person.id)
        .correlate(Topic)
        .scalar_subquery()
    )
    return func.coalesce(mark, 0)


def unread_from_before(topic_ids: Collection[int], person: Person) -> set[int]:
    """Return those of these topics in which the person has not read something that happened before
    they followed them. The inbox does not show it.
    """
    return set(
        db.session.scalars(
            select(Topic.id)
            .join(Entry, Entry.topic_id == Topic.id)
            .where(
                Topic.id.in_(topic_ids),
                Entry.seq > read_up_to(person.id),
                Entry.at < since_for(person),
                func.coalesce(Entry.actor_id, 0) != person.id,
            )
            .distinct()
        )
    )


def happened_since(unread: CTE) -> ColumnElement[bool]:
    """Return the condition that an entry is not older than the time from which the person follows
    its topic, and is newer than the parameter `happened_since` of the statement.
    """
    of_topic = or_(unread.c.since.is_(None), Entry.at >= unread.c.since)
    return and_(of_topic, Entry.at > bindparam("happened_since", EVER, type_=Entry.at.type))


def _choice(column: Any, person: Reader) -> ColumnElement[Any]:
    return (
        select(column)
        .where(Follow.topic_id == Topic.id, Follow.person_id == person.id)
        .correlate(Topic)
        .scalar_subquery()
    )


def _choice_at(name: Any, column: Any, person: Reader) -> ColumnElement[Any]:
    """Return the choice for another topic, whose name is an expression over this one."""
    other = aliased(Topic)
    return (
        select(column)
        .join(other, other.id == Follow.topic_id)
        .where(other.name == name, Follow.person_id == person.id)
        .correlate(Topic)
        .scalar_subquery()
    )


def _name_of_thread() -> ColumnElement[str]:
    """Return the name of the thread to which a private layer belongs, and of any other topic its
    own name.
    """
    ending: ColumnElement[str] = Topic.audience  # type: ignore[assignment]
    for layer in LAYERS:
        ending = func.replace(ending, layer, "@")
    return func.replace(Topic.name, ending, "")


def _own_entries(person: Reader) -> Select[int]:
    """Select the entries by which the person took part in the topic of the surrounding statement."""
    return (
        select(_part.seq)
        .where(_part.topic_id == Topic.id, _part.actor_id == person.id)
        .correlate(Topic)
    )


def _is_own_topic(person: Reader) -> ColumnElement[bool]:
    return Topic.name == literal("person:") + cast(person.id, String)
