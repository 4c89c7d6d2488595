"""Registering for a meeting, oneself or others, taking it back, and marking who was there."""

from collections.abc import Mapping

from flask_babel import gettext as _

from wgcop.accounts import delegation_names
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import all_delegations
from wgcop.bodies.models import Meeting, Moment
from wgcop.db import db
from wgcop.errors import Invalid, Refused
from wgcop.meetings.actions.announcements import tell_of_participants
from wgcop.meetings.actions.locks import lock
from wgcop.meetings.registrations.letters import write_registered, write_taken_back
from wgcop.meetings.registrations.models import Attendance, Registration
from wgcop.meetings.registrations.queries import registration_of, registrations_of


def register(
    meeting: Meeting, planned: Attendance, delegation: Delegation | None, *, by: Person
) -> Registration:
    """Says that one attends, or that one attends in another way now."""
    if meeting.moment == Moment.PAST:
        raise Refused(_("This meeting is over. The secretariat can still add who was there."))
    return register_person(meeting, by, planned, delegation, by=by)


def register_person(
    meeting: Meeting,
    person: Person,
    planned: Attendance,
    delegation: Delegation | None,
    *,
    by: Person,
) -> Registration:
    """Once for each person: who is registered already is registered in this way now."""
    # Whoever sends the form twice at once must not be registered twice.
    lock(meeting)
    registration = registration_of(meeting, person)
    if registration is None:
        registration = Registration(
            meeting=meeting, person=person, planned=planned, delegation=delegation, registered_by=by
        )
        db.session.add(registration)
    elif (registration.planned, registration.delegation) == (planned, delegation):
        return registration
    registration.planned, registration.delegation = planned, delegation
    return _registered(registration, by=by)


def register_other(
    meeting: Meeting,
    name: str,
    planned: Attendance,
    *,
    organization: str = "",
    email: str = "",
    by: Person,
) -> Registration:
    """Somebody without an account. The name of a delegation of the workspace stands for that delegation."""
    lock(meeting)
    name = name.strip()
    if not name:
        raise Invalid(_("Write the name of the participant."))
    delegation = delegation_names.find(organization, all_delegations()) if organization else None
    registration = Registration(
        meeting=meeting,
        name=name,
        planned=planned,
        delegation=delegation,
        organization="" if delegation else organization.strip(),
        email=email.strip(),
        registered_by=by,
    )
    for other in registrations_of(meeting):
        same = (other.name, other.comes_for) == (name, registration.comes_for)
        if same and other is not registration:
            raise Refused(_("%(name)s is registered already.", name=name))
    db.session.add(registration)
    return _registered(registration, by=by)


def change_attendance(registration: Registration, planned: Attendance, *, by: Person) -> None:
    if registration.planned != planned:
        lock(registration.meeting)
        registration.planned = planned
        _registered(registration, by=by)


def take_back(registration: Registration, *, by: Person) -> None:
    """One's own, until the meeting ends."""
    if registration.meeting.moment == Moment.PAST:
        raise Refused(_("This meeting is over. The secretariat keeps its list of participants."))
    remove_registration(registration, by=by)


def remove_registration(registration: Registration, *, by: Person) -> None:
    meeting = registration.meeting
    lock(meeting)
    write_taken_back(registration)
    db.session.delete(registration)
    tell_of_participants(meeting, by=by)


def mark_attendance(meeting: Meeting, marks: Mapping[int, Attendance | None]) -> None:
    """Who was really there, and how; by the ids of registrations."""
    if meeting.moment == Moment.COMING:
        raise Refused(_("Who was there can be marked from the first day of the meeting."))
    lock(meeting)
    for registration in registrations_of(meeting):
        if registration.id in marks:
            registration.attended = marks[registration.id]


def _registered(registration: Registration, *, by: Person) -> Registration:
    db.session.flush()
    write_registered(registration)
    tell_of_participants(registration.meeting, by=by)
    return registration
