"""Queries for read marks and followed topics."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Delegation, Membership, Person
from wgcop.database import db
from wgcop.following.models import Follow, ReadMark
from wgcop.history.models import Entry, Topic


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


def follows(topic_name: str, person: Person) -> bool:
    return bool(
        db.session.scalar(select(Topic.id).where(Topic.name == topic_name, is_followed_by(person)))
    )


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
) -> Sequence[Row[str, str]]:
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
    return db.session.execute(
        select(Topic.title, Topic.address)
        .where(Topic.audience.in_(audiences), Topic.title != "", or_(chose, took_part))
        .group_by(Topic.title, Topic.address)
        .order_by(Topic.title)
        .limit(most)
    ).all()


def is_followed_by(person: Reader) -> ColumnElement[bool]:
    choice = (
        select(Follow.follows)
        .where(Follow.topic_id == Topic.id, Follow.person_id == person.id)
        .correlate(Topic)
        .scalar_subquery()
    )
    took_part = (
        exists().where(Entry.topic_id == Topic.id, Entry.actor_id == person.id).correlate(Topic)
    )
    return or_(choice.is_(True), and_(choice.is_(None), took_part))
