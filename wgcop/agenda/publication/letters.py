"""Letters about a published agenda, to people who come to the meeting or belong to its group."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import structlog
from flask_babel import gettext as _
from sqlalchemy import or_, select

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Membership, Office, Person
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.i18n import days, written_to

log = structlog.get_logger(__name__)


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
    address: str
    name: str
    language: str
    note: str
    """A description of the changes, for members."""


def write_published(published: PublishedAgenda, *, by: Person) -> None:
    """Write one letter to each address, except to `by`. A letter that cannot be written is logged;
    everything else stays in the transaction.
    """
    if published.meeting.moment == Moment.PAST:
        return
    try:
        # A savepoint, so that an error in a letter does not undo the publication.
        with db.session.begin_nested():
            readers = {each.address: each for each in _readers(published)}
            for reader in readers.values():
                if reader.address and reader.address != by.email:
                    _write(published, reader)
    except Exception:
        log.exception("letters_failed", agenda=published.id)


def _write(published: PublishedAgenda, reader: Reader) -> None:
    meeting, symbol = published.meeting, published.revision.symbol
    with written_to(reader.language):
        words = [
            _("Dear %(name)s,", name=reader.name),
            _(
                "the agenda of %(meeting)s, %(days)s, is published as %(symbol)s.",
                meeting=meeting.title,
                days=days((meeting.starts_on, meeting.ends_on)),
                symbol=symbol,
            )
            if published.is_first
            else _(
                "the agenda of %(meeting)s has changed. It is published as %(symbol)s.",
                meeting=meeting.title,
                symbol=symbol,
            ),
            reader.note,
            address(published.url),
        ]
        subject = _("Agenda: %(meeting)s", meeting=meeting.title)
        mail.write(reader.address, subject[:300], "\n\n".join(filter(None, words)) + "\n")


def _readers(published: PublishedAgenda) -> Iterator[Reader]:
    """Yield the recipients. People who follow the document have already been notified of its
    revision.
    """
    revision = published.revision
    told = {person.id for person in followers_of(revision.contribution.topic)}
    attendees = (each for coming in _coming for each in coming(published.meeting))
    for each in attendees:
        if each.person_id not in told:
            note = revision.note if each.person_id else ""
            yield Reader(each.address, each.name, each.language, note)
    for person in _people_of(published.meeting.group):
        if person.id not in told:
            yield Reader(person.email, person.name, person.language, revision.note)


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
