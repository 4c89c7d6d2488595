"""Registering oneself or others for a meeting, taking a registration back, and marking attendance."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.accounts import delegation_names
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda.actions.announcements import tell_of_participants
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.things import thing_of_meeting
from wgcop.audit.actions import note
from wgcop.bodies.models import Meeting, MeetingSession, Moment
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.markup import has_visible
from wgcop.registration.letters import write_registered, write_taken_back
from wgcop.registration.marks import AttendanceMark, marks_of, over_all
from wgcop.registration.models import Attendance, Registration
from wgcop.registration.queries import registration_of, registrations_of
from wgcop.signing_in.actions.credentials import active_person


def register(
    meeting: Meeting, planned: Attendance, delegation: Delegation | None, *, by: Person
) -> Registration:
    """Register the person for the meeting, or change their way of attending. Raise Refused if the
    meeting is over.
    """
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
    """Register a person, once only: if they are registered already, their attendance and delegation
    are changed.
    """
    # The lock ensures that a form that is sent twice at once registers only one person.
    lock(meeting)
    registration = registration_of(meeting, person)
    if registration is None:
        registration = Registration(
            meeting=meeting, person=person, planned=planned, delegation=delegation, registered_by=by
        )
        db.session.add(registration)
        _note_for_another(registration, by=by)
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
    """Register somebody by name. If the e-mail address belongs to an account, that person is
    registered instead.

    If the organization has the name of a delegation of the workspace, they come for that
    delegation.
    """
    lock(meeting)
    name = name.strip()
    if not has_visible(name):
        raise Invalid(_("Enter the name of the participant."))
    delegation = delegation_names.find(organization, all_delegations()) if organization else None
    if email and (person := active_person(email)):
        return _register_by_address(meeting, person, planned, delegation, by=by)
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
        if other is not registration and _who(other) == _who(registration):
            raise Refused(_("%(name)s is already registered.", name=name))
    db.session.add(registration)
    _note_for_another(registration, by=by)
    return _registered(registration, by=by)


def change_attendance(registration: Registration, planned: Attendance, *, by: Person) -> None:
    current = _current(registration)
    if current and current.planned != planned:
        current.planned = planned
        _registered(current, by=by)


def take_back(registration: Registration, *, by: Person) -> None:
    """Take back one's own registration, before the meeting is over. Raise Refused if their
    attendance has been marked.
    """
    if registration.meeting.moment == Moment.PAST:
        raise Refused(_("This meeting is over. The secretariat keeps its list of participants."))
    current = _current(registration)
    if current and (current.was_there or marks_of(current.meeting).has_any_of(current)):
        raise Refused(
            _(
                "The secretariat has marked whether you were there, so your registration stays. "
                "If that is wrong, write to the secretariat."
            )
        )
    remove_registration(registration, by=by)


def remove_registration(registration: Registration, *, by: Person) -> None:
    """Remove a registration. If somebody else has removed it already, nothing happens, because the
    same person may have registered again.
    """
    current = _current(registration)
    if current:
        tell_of_participants(current.meeting, by=by)
        write_taken_back(current)
        _note_for_another(current, "registration.removed", by=by)
        db.session.delete(current)


def mark_attendance(
    meeting: Meeting,
    marks: Mapping[int, Attendance | None],
    *,
    session: MeetingSession | None = None,
    others_as_registered: bool = False,
    by: Person,
) -> list[Registration]:
    """Mark who was present and how, by the ids of registrations: in `session`, or in the whole
    meeting if `session` is None.

    Each mark is kept, so that a correction leaves a trace. Anybody present in a session was at the
    meeting, and is marked only by sessions; a mark for the whole meeting counts for the others.
    `others_as_registered` marks everybody else as they registered. Return those who were not marked
    for the whole meeting because they were in a session.
    """
    if meeting.moment == Moment.COMING:
        raise Refused(_("You can mark attendance from the first day of the meeting."))
    # Marks are read under the lock, so that each correction is kept with what it corrects.
    lock(meeting)
    registrations, kept = _read_anew(meeting), marks_of(meeting)
    in_session = kept.in_session(session) if session else {}
    changed, in_sessions = 0, []
    for registration in registrations:
        before = in_session.get(registration.id) if session else registration.attended
        attended = marks.get(registration.id, before)
        if others_as_registered:
            attended = attended or registration.planned
        if attended == before:
            continue
        if session is None and kept.was_in_a_session(registration):
            in_sessions.append(registration)
            continue
        changed += 1
        db.session.add(
            AttendanceMark(
                registration=registration,
                session=session,
                before=before,
                attended=attended,
                marked_by=by,
            )
        )
        by_session, whole = kept.by_session(registration), attended
        if session:
            whole = kept.of_the_whole(registration)
            if whole and not kept.has_mark_of_the_whole(registration):
                # From before marks were stored. `attended`, which alone holds it, changes now.
                db.session.add(AttendanceMark(registration=registration, attended=whole))
            by_session = {k: v for k, v in by_session.items() if k != session.id}
            by_session |= {session.id: attended} if attended else {}
        registration.attended = over_all(by_session, whole)
    if changed:
        note("attendance.marked", by=by, of=thing_of_meeting(meeting), detail=str(changed))
    return in_sessions


def _read_anew(meeting: Meeting) -> Sequence[Registration]:
    """Read the registrations again under the lock, with what others have changed in the meantime."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.meeting_id == meeting.id)
        .execution_options(populate_existing=True)
    ).all()


def _register_by_address(
    meeting: Meeting,
    person: Person,
    planned: Attendance,
    delegation: Delegation | None,
    *,
    by: Person,
) -> Registration:
    """Register the person who owns the e-mail address: for the delegation that was named if they
    belong to it, otherwise for their first one.
    """
    if registration_of(meeting, person):
        raise Refused(_("%(name)s is already registered.", name=person.name))
    own = [membership.delegation for membership in person.memberships]
    if delegation not in own:
        delegation = next(iter(own), None)
    return register_person(meeting, person, planned, delegation, by=by)


def _who(registration: Registration) -> tuple[str, str]:
    return registration.who, delegation_names.fold(registration.comes_for)


def _current(registration: Registration) -> Registration | None:
    """Lock the meeting and return the registration as it is now, or None if it has been removed in
    the meantime.
    """
    lock(registration.meeting)
    return db.session.scalar(
        select(Registration)
        .where(Registration.id == registration.id)
        .execution_options(populate_existing=True)
    )


def _note_for_another(
    registration: Registration, deed: str = "registration.made", *, by: Person
) -> None:
    """Record in the audit trail a change made for another person; changes of one's own attendance
    are not recorded.
    """
    if registration.person is None or registration.person.id != by.id:
        note(deed, by=by, of=thing_of_meeting(registration.meeting))


def _registered(registration: Registration, *, by: Person) -> Registration:
    """Announce the registration, then write the letter: the calendar event in it carries the number
    of the announcement.
    """
    db.session.flush()
    tell_of_participants(registration.meeting, by=by)
    write_registered(registration)
    return registration
