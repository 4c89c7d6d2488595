"""Letters about a published agenda, to people who come to the meeting or belong to its group."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import or_, select

from wgcop.accounts.models import Membership, Office, Person
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.letters import READER, Addressed, Recipient, apart, write


class Attendee(NamedTuple):
    """A person who comes to a meeting; `person_id` is None for those without an account."""

    person_id: int | None
    address: str
    name: str
    language: str


Coming = Callable[[Meeting], Iterable[Attendee]]
"""A function that returns the people who come to a meeting."""

_coming: list[Coming] = []


def writes_to(coming: Coming) -> Coming:
    """Write also to the people whom the decorated function returns."""
    _coming.append(coming)
    return coming


class Reader(NamedTuple):
    to: Addressed
    note: str
    """A description of the changes, for members."""


def write_published(published: PublishedAgenda, *, by: Person) -> None:
    """Write one letter to each address, except to `by`."""
    meeting = published.meeting
    if meeting.moment == Moment.PAST:
        return
    letter, page = "agenda/published", published.url
    with apart(letter, page=page):
        readers = {reader.to.email: reader for reader in _readers(published)}
        for to, note in readers.values():
            if to.email and to.email != by.email:
                write(
                    to,
                    letter,
                    page=page,
                    source=READER if note else "",
                    meeting=meeting,
                    published=published,
                    note=note,
                )


def _readers(published: PublishedAgenda) -> Iterator[Reader]:
    """Yield the recipients. People who follow the document have already been notified of its
    revision.
    """
    revision = published.revision
    told = {person.id for person in followers_of(revision.contribution.topic)}
    attendees = (each for coming in _coming for each in coming(published.meeting))
    for attendee in attendees:
        if attendee.person_id not in told:
            note = revision.note if attendee.person_id else ""
            yield Reader(Recipient(attendee.address, attendee.name, attendee.language), note)
    for person in _people_of(published.meeting.group):
        if person.id not in told:
            yield Reader(person, revision.note)


def _people_of(group: Group) -> list[Person]:
    """Return the officers of a group and its named members. A group that is open to all names no
    members.
    """
    named = select(GroupMember).where(GroupMember.group_id == group.id).subquery()
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.active,
                or_(
                    Person.offices.any(Office.group_id == group.id),
                    Person.id.in_(select(named.c.person_id)),
                    Person.memberships.any(
                        Membership.delegation_id.in_(select(named.c.delegation_id))
                    ),
                ),
            )
            .order_by(Person.id)
        )
    )
