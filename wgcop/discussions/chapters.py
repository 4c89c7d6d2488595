"""Moves the discussions within a delegation to the audience of a chapter that is over.

The topic of each private layer keeps its entries, numbers and read marks under the name of the
chapter, and a new topic continues under its former name.
"""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, func, insert, literal, select, update
from sqlalchemy.orm import Session

from wgcop.accounts.chapters import closes_chapters
from wgcop.database import db
from wgcop.events.actions import write_recorded
from wgcop.events.chapters import earlier, layer_of
from wgcop.events.models import Entry, Topic
from wgcop.following.models import Follow
from wgcop.threads.models import Comment, Thread, topic_name

_comments = cast(Table, Comment.__table__)


@closes_chapters
def close(delegation_id: int, chapter: int) -> bool:
    """Close the chapter. Comments are locked before topics, as by whoever edits one."""
    before = earlier(delegation_id, chapter)
    within = layer_of(before)
    threads = db.session.scalars(
        select(Comment.thread_id).where(Comment.audience == within).distinct()
    ).all()
    if not threads:
        return False
    write_recorded()
    _move_comments(threads, within, before)
    divided = _locked_layers(threads, within)
    _move_comments(threads, within, before)  # what was said until the topics were locked
    _divide(divided, before)
    return True


def _move_comments(threads: Sequence[int], within: str, before: str) -> None:
    """Change the audience and the version of the comments: a person who is editing one is refused
    and can try again. The table is written directly, because the search records do not change.
    """
    db.session.connection().execute(
        update(_comments)
        .where(_comments.c.audience == within, _comments.c.thread_id.in_(threads))
        .values(audience=before, version=_comments.c.version + 1)
    )
    for each in list(db.session):
        if isinstance(each, Comment):
            db.session.expire(each)


def _locked_layers(threads: Sequence[int], within: str) -> Sequence[Topic]:
    """Lock the private topics of these threads, in the order in which topics are locked."""
    session: Session = db.session
    names = select(Thread.name + topic_name("", within)).where(Thread.id.in_(threads))
    return session.scalars(
        select(Topic)
        .where(Topic.name.in_(names), Topic.audience == within)
        .order_by(Topic.locking_order(session))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _divide(topics: Sequence[Topic], before: str) -> None:
    """Rename each topic to that of the chapter, and create a new one under its former name. The
    numbers continue there but leave one out, so that an open page notices that it has to load the
    thread again.
    """
    going_on = [
        Topic(
            name=topic.name,
            title=topic.title,
            address=topic.address,
            audience=topic.audience,
            parent=topic.parent,
            seq=topic.seq + 1,
        )
        for topic in topics
    ]
    for topic in topics:
        topic.name = topic_name(topic.name.rpartition("@")[0], before)
        topic.audience = before
    db.session.flush()
    db.session.add_all(going_on)
    db.session.flush()
    for topic, other in zip(topics, going_on, strict=True):
        _keep_following(topic, other)


def _keep_following(topic: Topic, other: Topic) -> None:
    """Let those who took part in the topic count as taking part in the new one since the same time,
    and copy the choices of how much people are told.
    """
    took_part = db.session.execute(
        select(Entry.actor_id, func.min(Entry.at))
        .where(Entry.topic_id == topic.id, Entry.actor_id.is_not(None))
        .group_by(Entry.actor_id)
        .order_by(Entry.actor_id)
    )
    for person_id, at in took_part:
        other.seq += 1
        db.session.add(
            Entry(
                topic=other,
                seq=other.seq,
                kind="chapter.begun",
                target_kind="person",
                target_id=str(person_id),
                actor_id=person_id,
                at=at,
            )
        )
    columns = (Follow.person_id, Follow.follows, Follow.silences, Follow.since)
    chosen = select(literal(other.id), *columns).where(Follow.topic_id == topic.id)
    names = ["topic_id", *(column.key for column in columns)]
    db.session.execute(insert(Follow).from_select(names, chosen))
