"""Marking topics as read, following them, and the secret address of the inbox."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, cast, delete, func, literal, select

from wgcop import clock
from wgcop.accounts import secret_addresses
from wgcop.accounts.desks import tell_desks
from wgcop.accounts.models import Person
from wgcop.database import after_commit, db, retention
from wgcop.events.actions import write_recorded
from wgcop.events.models import Entry, Topic
from wgcop.events.queries import topics_for
from wgcop.following.delivery import tell_of_levels, tell_own_pages, tell_to_count
from wgcop.following.inbox_feed import InboxAddress
from wgcop.following.models import Follow, FollowLevel, ReadMark
from wgcop.following.queries import followers_of, told_since, unread_from_before


def mark_read(topic: Topic, seq: int, *, by: Person) -> ReadMark:
    """Raise the person's mark to `seq`. A mark never goes back, and never beyond the last entry."""
    mark = db.session.get(ReadMark, (by.id, topic.id)) or _first_mark(topic, by)
    _raise(mark, topic, seq)
    return mark


def mark_all_read(shown: Mapping[str, int], audiences: frozenset[str], *, by: Person) -> None:
    """Record that the inbox has shown the topics of these names, each up to the number that its
    page showed. They also count as read, unless the person has not read something from before they
    followed the topic. Topics outside these audiences are skipped.
    """
    topics = topics_for(shown.keys(), audiences)
    marks = {
        mark.topic_id: mark
        for mark in db.session.scalars(
            select(ReadMark).where(
                ReadMark.person_id == by.id, ReadMark.topic_id.in_([each.id for each in topics])
            )
        )
    }
    unread = unread_from_before([topic.id for topic in topics], by)
    for topic in topics:
        mark = marks.get(topic.id) or _first_mark(topic, by)
        told = min(shown[topic.name], topic.seq)
        mark.told = max(mark.told, told)
        if topic.id not in unread:
            _raise(mark, topic, told)
    after_commit(tell_to_count, by.id)


def _first_mark(topic: Topic, person: Person) -> ReadMark:
    mark = ReadMark(person_id=person.id, topic_id=topic.id, seq=0, told=0)
    db.session.add(mark)
    return mark


def _raise(mark: ReadMark, topic: Topic, seq: int) -> None:
    raised = max(mark.seq, min(seq, topic.seq))
    if raised > mark.seq:
        mark.seq = raised
        after_commit(tell_own_pages, (mark.person_id, topic.name, raised))


@retention.keeps(
    "marks",
    _l("Marks of what somebody has read, once their account has expired"),
    why=_l("To know what is new to them, if the account is extended."),
    days=365,
)
def end_marks(before: datetime) -> int:
    """Delete the marks of accounts that ended before this moment and were not reopened, and return
    their number. Active readers keep theirs, since without them everything would be new.
    """
    ended_at = select(func.max(Entry.at)).where(
        Entry.topic_id == Topic.id, Entry.kind == "person.deactivated"
    )
    gone = (
        select(Person.id)
        .join(Topic, Topic.name == literal("person:") + cast(Person.id, String))
        .where(Person.active.is_(False), ended_at.scalar_subquery() < before)
    )
    ended = db.session.execute(
        delete(ReadMark)
        .where(ReadMark.person_id.in_(gone))
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def follow(topic: Topic, level: FollowLevel = FollowLevel.EVERYTHING, *, by: Person) -> None:
    """Let the person follow the topic at this level, even if they took part in it.

    Nothing that happened before is news to somebody who begins to follow a topic. Whoever followed it
    already, as part of something wider, still finds what is unread since then.
    """
    write_recorded()  # a topic that has just been opened has its id from here on
    own = db.session.get(Follow, (by.id, topic.id))
    if own is None:
        since = told_since(topic, by) or clock.now()
        own = Follow(person_id=by.id, topic_id=topic.id, since=since)
        db.session.add(own)
    elif own.level != level:
        own.since = clock.now()
    own.level = level
    after_commit(tell_of_levels, by.id)
    tell_desks(f"delegation:{key}" for key in by.delegation_ids)


def follow_instead(old: Topic, new: Topic) -> list[int]:
    """Let everybody who follows the old topic also follow the new one, unless they have chosen
    about it already. Return the ids of the new followers.

    Earlier events on the new topic do not count as unread for them. What was recorded in this
    transaction is written first, so that it has its numbers.
    """
    write_recorded()
    chose = set(
        db.session.scalars(select(Follow.person_id).where(Follow.topic_id == new.id))
    ).union(person.id for person in followers_of(new.name))
    come = [person.id for person in followers_of(old.name) if person.id not in chose]
    have_read = set(
        db.session.scalars(
            select(ReadMark.person_id).where(
                ReadMark.topic_id == new.id, ReadMark.person_id.in_(come)
            )
        )
    )
    db.session.add_all(Follow(person_id=key, topic_id=new.id) for key in come)
    db.session.add_all(
        ReadMark(person_id=key, topic_id=new.id, seq=new.seq)
        for key in come
        if key not in have_read
    )
    return come


def follow_no_longer(topic: Topic, people: Collection[int]) -> None:
    """Undo `follow_instead`, except for people who have chosen otherwise since."""
    db.session.execute(
        delete(Follow).where(
            Follow.topic_id == topic.id, Follow.person_id.in_(people), Follow.follows
        )
    )


def open_inbox_feed(*, by: Person) -> str:
    """Make the secret part of the feed's address and return it."""
    return secret_addresses.make_address(InboxAddress, by=by)


def withdraw_inbox_feed(*, by: Person) -> None:
    secret_addresses.note_ended(by, close_inbox_feed(by), by=by)


@secret_addresses.hands_out
def close_inbox_feed(person: Person) -> int:
    """Delete the address and return how many addresses ended: 0 or 1."""
    return secret_addresses.end_address(InboxAddress, person)
