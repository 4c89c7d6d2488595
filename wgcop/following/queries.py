"""Which topics have something new for a reader."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.following.models import Follow, ReadMark
from wgcop.history.models import Entry, Topic

FOR_THOSE_WHO_TOOK_PART = frozenset({"thread.resolved"})
"""Kinds of entries that are no news to those who only read."""


def unread_topics(person: Person, *, parents: Collection[str]) -> set[str]:
    """Names of topics below `parents` with entries above the person's mark that are news to him."""
    entry, part = aliased(Entry), aliased(Entry)
    took_part = (
        exists().where(part.topic_id == entry.topic_id, part.actor_id == person.id).correlate(entry)
    )
    is_news = exists().where(
        entry.topic_id == Topic.id,
        entry.seq > func.coalesce(ReadMark.seq, 0),
        or_(entry.actor_id.is_(None), entry.actor_id != person.id),
        or_(entry.kind.not_in(FOR_THOSE_WHO_TOOK_PART), took_part),
    )
    return set(
        db.session.scalars(
            select(Topic.name)
            .outerjoin(
                ReadMark, and_(ReadMark.topic_id == Topic.id, ReadMark.person_id == person.id)
            )
            .where(
                Topic.parent.in_(parents),
                Topic.audience.in_(person.audiences),
                Topic.seq > func.coalesce(ReadMark.seq, 0),
                is_news,
            )
        )
    )


def read_marks(person: Person, topics: Collection[Topic]) -> dict[int, int]:
    """Topic id → number up to which the person has read."""
    rows = db.session.execute(
        select(ReadMark.topic_id, ReadMark.seq).where(
            ReadMark.person_id == person.id, ReadMark.topic_id.in_([topic.id for topic in topics])
        )
    )
    return {topic_id: seq for topic_id, seq in rows}


def followed_topics(person: Person, *, parents: Collection[str]) -> set[str]:
    """Names of topics below `parents` that the person follows: by saying so, or by having taken part."""
    return set(
        db.session.scalars(
            select(Topic.name).where(
                Topic.parent.in_(parents),
                Topic.audience.in_(person.audiences),
                is_followed_by(person),
            )
        )
    )


def follows(topic_name: str, person: Person) -> bool:
    return bool(
        db.session.scalar(select(Topic.id).where(Topic.name == topic_name, is_followed_by(person)))
    )


def is_followed_by(person: Person) -> ColumnElement[bool]:
    said = (
        select(Follow.follows)
        .where(Follow.topic_id == Topic.id, Follow.person_id == person.id)
        .correlate(Topic)
        .scalar_subquery()
    )
    took_part = (
        exists().where(Entry.topic_id == Topic.id, Entry.actor_id == person.id).correlate(Topic)
    )
    return or_(said.is_(True), and_(said.is_(None), took_part))
