"""Queries for registrations, for the meeting's page, the list of participants and letters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import CATEGORY_NAMES, Category, Delegation, Membership, Person
from wgcop.bodies.models import Meeting
from wgcop.bodies.place_names import name_in_order, state_in_words
from wgcop.database import db
from wgcop.registration.models import Attendance, Registration


@dataclass(frozen=True)
class Attending:
    """The numbers of people attending in person and remotely."""

    in_person: int = 0
    remote: int = 0

    @property
    def all(self) -> int:
        return self.in_person + self.remote

    @property
    def ways(self) -> tuple[int, int]:
        return self.in_person, self.remote

    @classmethod
    def of(cls, kinds: Iterable[Attendance | None]) -> "Attending":
        kinds = list(kinds)
        return cls(kinds.count(Attendance.IN_PERSON), kinds.count(Attendance.REMOTE))


@dataclass(frozen=True)
class ParticipantGroup:
    """A delegation or organization with its people. Without a name, they are people who speak for
    none.
    """

    name: str
    category: Category | None
    registrations: Sequence[Registration]
    place: int

    @property
    def are_officers(self) -> bool:
        return self.place == OFFICERS

    @property
    def title(self) -> str:
        if self.are_officers:
            return _("Officers of the group")
        return state_in_words(self.name) or _("Without an organization")

    @property
    def in_order(self) -> tuple[int, tuple[bytes, str]]:
        """What lists are sorted by, in the reader's language."""
        return self.place, name_in_order(self.title)

    @property
    def category_name(self) -> str:
        return str(CATEGORY_NAMES[self.category]) if self.category else ""

    @property
    def registered(self) -> Attending:
        return Attending.of(each.planned for each in self.registrations)


@dataclass(frozen=True)
class Participants:
    groups: Sequence[ParticipantGroup]

    @property
    def registrations(self) -> list[Registration]:
        return [each for group in self.groups for each in group.registrations]

    @property
    def registered(self) -> Attending:
        return Attending.of(each.planned for each in self.registrations)

    @property
    def attended(self) -> Attending:
        return Attending.of(each.attended for each in self.registrations)

    @property
    def were_marked(self) -> bool:
        """Whether the secretariat marked anybody as present. If not, only the registrations show
        who was there.
        """
        return self.attended.all > 0

    @property
    def there(self) -> list[Registration]:
        """The people who were present: those marked as present or, if nobody is, everybody who
        registered and is not marked as absent.
        """
        if self.were_marked:
            return [each for each in self.registrations if each.was_there]
        return [each for each in self.registrations if each.attended is None]

    @property
    def present(self) -> Attending:
        """The numbers of these people by how they attended, as marked or else as registered."""
        return Attending.of(each.attended or each.planned for each in self.there)

    @property
    def only_absent_are_marked(self) -> bool:
        return not self.were_marked and any(each.attended for each in self.registrations)


OFFICERS, NOT_MEMBERS, ALONE = -1, len(Category), len(Category) + 1
"""The places of groups without a delegation, in an order with the places of the categories."""


def participants_of(meeting: Meeting) -> Participants:
    """Return the participants by delegation, in a number of SQL statements that does not depend on
    how many there are.

    Officers come first, then delegations by category and name, other organizations, and people who
    come for none.
    """
    groups: dict[tuple[int, str], list[Registration]] = {}
    for registration in registrations_of(meeting):
        groups.setdefault(_place(registration), []).append(registration)
    return Participants(
        [
            ParticipantGroup(
                rows[0].comes_for,
                rows[0].delegation.category if rows[0].delegation else None,
                sorted(rows, key=lambda row: (fold(row.who), row.id)),
                place,
            )
            for (place, _name), rows in sorted(groups.items())
        ]
    )


def _place(registration: Registration) -> tuple[int, str]:
    """Return the sort key of the group to which a registration belongs. Organizations are typed by
    hand, so names that differ only in case or spaces are one group.
    """
    name = fold(registration.comes_for)
    if registration.delegation:
        return list(Category).index(registration.delegation.category), name
    if name:
        return NOT_MEMBERS, name
    return OFFICERS if registration.is_of_officer else ALONE, ""


def registrations_of(meeting: Meeting) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(Registration.meeting_id == meeting.id)
        .options(
            joinedload(Registration.person).selectinload(Person.offices),
            joinedload(Registration.delegation),
        )
        .order_by(Registration.id)
    ).all()


def attendance_of(
    delegation: Delegation, meetings: Collection[Meeting]
) -> dict[int, list[Registration]]:
    """Return who is registered for the delegation at each of these meetings, by its id."""
    rows = db.session.scalars(
        select(Registration)
        .where(
            Registration.delegation_id == delegation.id,
            Registration.meeting_id.in_([each.id for each in meetings]),
        )
        .options(joinedload(Registration.person))
    )
    found: dict[int, list[Registration]] = {}
    for each in sorted(rows, key=lambda row: fold(row.who)):
        found.setdefault(each.meeting_id, []).append(each)
    return found


def registration_of(meeting: Meeting, person: Person) -> Registration | None:
    return db.session.scalar(
        select(Registration)
        .where(Registration.meeting_id == meeting.id, Registration.person_id == person.id)
        .options(joinedload(Registration.delegation))
    )


def registration_by_id(meeting: Meeting, registration_id: int) -> Registration | None:
    return db.session.scalar(
        select(Registration).where(
            Registration.meeting_id == meeting.id, Registration.id == registration_id
        )
    )


def number_registered(meeting: Meeting) -> Attending:
    counts = db.session.execute(
        select(Registration.planned, func.count())
        .where(Registration.meeting_id == meeting.id)
        .group_by(Registration.planned)
    )
    by_kind = {kind: number for kind, number in counts}
    return Attending(by_kind.get(Attendance.IN_PERSON, 0), by_kind.get(Attendance.REMOTE, 0))


def people_to_register(meeting: Meeting) -> list[Person]:
    """Return everybody with an account who is not registered yet, by name."""
    registered = select(Registration.person_id).where(
        Registration.meeting_id == meeting.id, Registration.person_id.is_not(None)
    )
    people = db.session.scalars(
        select(Person)
        .where(Person.active, Person.id.not_in(registered))
        .options(selectinload(Person.memberships).joinedload(Membership.delegation))
    )
    return sorted(people, key=lambda person: fold(person.name))
