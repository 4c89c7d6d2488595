"""Lets newcomers begin with nothing unread: they can read what was said before they came, but it is
not new to them.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    event,
    exists,
    insert,
    join,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from wgcop.accounts.models import Membership, Person
from wgcop.accounts.regional import RegionalMembership
from wgcop.events.layers import OF_DELEGATION, OF_REGIONAL_GROUP
from wgcop.events.models import Topic
from wgcop.following.models import ReadMark


@event.listens_for(Session, "after_flush")
def _begin(session: Session, _: Any) -> None:
    """Mark topics as read, each kind in one SQL statement: the public ones for new people, those of
    a delegation and its regional groups for its new members, and those of a group for a Member
    State that joins it.
    """
    people = [each.id for each in session.new if isinstance(each, Person)]
    members = [each.id for each in session.new if isinstance(each, Membership)]
    if people:
        of_all = Topic.audience == "members"
        _mark(session, _topics(Person, Person.id, of_all).where(Person.id.in_(people)))
    joined = [each.id for each in session.new if isinstance(each, RegionalMembership)]
    if members:
        within = literal(OF_DELEGATION) + cast(Membership.delegation_id, String)
        of_theirs = or_(Topic.audience == within, Topic.audience.like(within + ".%"))
        topics = _topics(Membership, Membership.person_id, of_theirs)
        _mark(session, topics.where(Membership.id.in_(members)))
    if members or joined:
        in_group = Membership.delegation_id == RegionalMembership.delegation_id
        of_group = Topic.audience == literal(OF_REGIONAL_GROUP) + RegionalMembership.group_key
        which = or_(Membership.id.in_(members), RegionalMembership.id.in_(joined))
        both = join(Membership, RegionalMembership, in_group)
        topics = _topics(both, Membership.person_id, of_group).where(which)
        _mark(session, topics.distinct())


def _topics(reader: Any, person_id: Any, is_heard: ColumnElement[bool]) -> Select[Any]:
    has_mark = exists().where(ReadMark.topic_id == Topic.id, ReadMark.person_id == person_id)
    return (
        select(person_id, Topic.id, Topic.seq, literal(0))
        .select_from(reader)
        .join(Topic, and_(is_heard, Topic.seq > 0))
        .where(~has_mark)
    )


def _mark(session: Session, topics: Select[Any]) -> None:
    columns = ["person_id", "topic_id", "seq", "told"]
    session.connection().execute(insert(ReadMark).from_select(columns, topics))
