"""Who registered for a meeting, for its page, its list of participants and its letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import CATEGORY_NAMES, Category, Membership, Person
from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.meetings.registrations.models import Attendance, Registration


@dataclass(frozen=True)
class Attending:
    """How many people come, and how."""

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
    """A delegation or organization with its people; without a name: those who speak for none."""

    name: str
    category: Category | None
    registrations: Sequence[Registration]
    are_officers: bool = False

    @property
    def title(self) -> str:
        if self.are_officers:
            return _("Officers of the group")
        return self.name or _("Without an organization")

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
        """Whether the secretariat saw anybody; otherwise only the registrations tell who was there."""
        return self.attended.all > 0

    @property
    def there(self) -> list[Registration]:
        """As far as is known."""
        were_marked = self.were_marked
        return [each for each in self.registrations if each.was_there or not were_marked]


OFFICERS, NOT_MEMBERS, ALONE = -1, len(Category), len(Category) + 1
"""Where those stand who come for no delegation, beside the places of the categories."""


def participants_of(meeting: Meeting) -> Participants:
    """By delegation, in as many statements however many come.

    Officers come first, then delegations by category and name, other organizations, and those who come for none.
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
                are_officers=place == OFFICERS,
            )
            for (place, _name), rows in sorted(groups.items())
        ]
    )


def _place(registration: Registration) -> tuple[int, str]:
    """Names of organizations are typed, so case and blanks do not tell them apart."""
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
    """Everybody with an account who is not registered yet, by name."""
    registered = select(Registration.person_id).where(
        Registration.meeting_id == meeting.id, Registration.person_id.is_not(None)
    )
    people = db.session.scalars(
        select(Person)
        .where(Person.active, Person.id.not_in(registered))
        .options(selectinload(Person.memberships).joinedload(Membership.delegation))
    )
    return sorted(people, key=lambda person: fold(person.name))
