"""Registering for a meeting, the list of participants, and the registrations that the secretariat
keeps.
"""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.queries import all_delegations
from wgcop.agenda import policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.bodies.models import Meeting, MeetingSession, Moment
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.i18n import comma
from wgcop.reading.tables import as_csv
from wgcop.registration import actions
from wgcop.registration.forms import OtherRegistrationForm, RegistrationForm, marks_in
from wgcop.registration.issued import issued_list
from wgcop.registration.marks import marks_of
from wgcop.registration.models import ATTENDANCE_NAMES, Attendance, Registration
from wgcop.registration.queries import (
    Participants,
    participants_of,
    people_to_register,
    registration_by_id,
    registration_of,
    registrations_of,
)
from wgcop.web import commit_and_show, current_audiences, found_or_404, require, uncached

COLUMNS = (
    "delegation", "category", "name", "email", "registered", "attended", "registered_on", "registered_by",
)  # fmt: skip


@bp.get("/<slug>/registration")
def registration(slug: str) -> ResponseReturnValue:
    meeting = open_to_registration(slug)
    return _own_page(meeting, _own_form(meeting, None))


@bp.post("/<slug>/registration")
def register(slug: str) -> ResponseReturnValue:
    meeting = open_to_registration(slug)
    form = _own_form(meeting, request.form)
    if not form.validate():
        return _own_page(meeting, form), 422
    person = current_person()
    actions.register(meeting, Attendance(form.planned.data), form.delegation_of(person), by=person)
    return commit_and_show(
        meeting,
        _("You are registered. The calendar event is sent by e-mail.")
        if current_app.config["MAIL_URL"]
        else _("You are registered. “Add to calendar” gives you the event for your calendar."),
    )


@bp.post("/<slug>/registration/withdrawal")
def take_back_registration(slug: str) -> ResponseReturnValue:
    meeting = open_to_registration(slug)
    own = registration_of(meeting, current_person())
    if own is None:
        raise Refused(_("You are not registered for this meeting."))
    actions.take_back(own, by=current_person())
    return commit_and_show(meeting, _("You are no longer registered."))


@bp.get("/<slug>/participants")
def participants(slug: str) -> ResponseReturnValue:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_see_participants(current_audiences()))
    return render_template(
        "meetings/participants.html",
        meeting=meeting,
        participants=participants_of(meeting),
        marks=marks_of(meeting),
        may_keep=policy.can_keep_participants(current_person()),
        may_register=meeting.moment != Moment.PAST,
        may_issue=policy.can_issue_participants(current_person(), meeting),
        issued=issued_list(meeting),
    )


@bp.get("/<slug>/participants.csv")
def participants_table(slug: str) -> ResponseReturnValue:
    meeting = kept_meeting(slug)
    marks = marks_of(meeting)
    columns = (*COLUMNS, *(f"{each.day} {each.starts_at:%H:%M}" for each in meeting.sessions))
    rows = [
        (*row, *(marks.in_session(session).get(each.id) or "" for session in meeting.sessions))
        for each, row in _rows(participants_of(meeting))
    ]
    answer = Response(as_csv(columns, rows), mimetype="text/csv")
    name = f"{meeting.slug}-participants.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return uncached(answer)


@bp.get("/<slug>/participants/new")
def new_participant(slug: str) -> ResponseReturnValue:
    meeting = kept_meeting(slug)
    return _other_page(meeting, OtherRegistrationForm.of(None, people_to_register(meeting)))


@bp.post("/<slug>/participants/new")
def add_participant(slug: str) -> ResponseReturnValue:
    meeting, by = kept_meeting(slug), current_person()
    form = OtherRegistrationForm.of(request.form, people_to_register(meeting))
    if not form.validate():
        return _other_page(meeting, form), 422
    planned = Attendance(form.planned.data)
    try:
        if form.chosen:
            person, delegation = form.chosen
            added = actions.register_person(meeting, person, planned, delegation, by=by)
        else:
            added = actions.register_other(
                meeting,
                form.name.data,
                planned,
                organization=form.organization.data,
                email=form.email.data,
                by=by,
            )
    except Refused as error:
        db.session.rollback()
        form.name.errors = [str(error)]
        return _other_page(meeting, form), 422
    return commit_and_show(
        url_for("meetings.participants", slug=slug),
        _("%(name)s, who has an account with this e-mail address, is registered.", name=added.who)
        if added.person and not form.chosen
        else _("%(name)s is registered.", name=added.who),
    )


@bp.post("/<slug>/participants/<int:registration_id>")
def change_participant(slug: str, registration_id: int) -> ResponseReturnValue:
    """Change the way in which a participant attends."""
    registration = kept_registration(slug, registration_id)
    planned = request.form.get("planned", "")
    if planned in list(ATTENDANCE_NAMES):
        actions.change_attendance(registration, Attendance(planned), by=current_person())
        db.session.commit()
    return redirect(url_for("meetings.participants", slug=slug), 303)


@bp.get("/<slug>/participants/<int:registration_id>/removal")
def confirm_removal_of_participant(slug: str, registration_id: int) -> ResponseReturnValue:
    return render_template(
        "meetings/remove_participant.html", registration=kept_registration(slug, registration_id)
    )


@bp.post("/<slug>/participants/<int:registration_id>/removal")
def remove_participant(slug: str, registration_id: int) -> ResponseReturnValue:
    registration = kept_registration(slug, registration_id)
    name = registration.who
    actions.remove_registration(registration, by=current_person())
    return commit_and_show(
        url_for("meetings.participants", slug=slug),
        _("%(name)s is no longer registered.", name=name),
    )


@bp.get("/<slug>/attendance")
def attendance(slug: str) -> ResponseReturnValue:
    """Show the attendance of the whole meeting, or of the session in `?session=`."""
    meeting = kept_meeting(slug)
    session = chosen_session(meeting, request.args)
    marks = marks_of(meeting)
    participants = participants_of(meeting)
    return render_template(
        "meetings/attendance.html",
        meeting=meeting,
        session=session,
        participants=participants,
        attended=marks.in_session(session)
        if session
        else {each.id: each.attended for each in participants.registrations},
        marks=marks,
        corrections=marks.corrections,
    )


@bp.post("/<slug>/attendance")
def mark_attendance(slug: str) -> ResponseReturnValue:
    """Save the attendance. `as_registered` marks everybody without a mark as they registered."""
    meeting = kept_meeting(slug)
    session = chosen_session(meeting, request.form)
    in_sessions = actions.mark_attendance(
        meeting,
        marks_in(request.form, registrations_of(meeting)),
        session=session,
        others_as_registered="as_registered" in request.form,
        by=current_person(),
    )
    names = comma().join(each.who for each in in_sessions)
    db.session.commit()
    flash(_("The attendance is saved."), "success")
    if names:
        flash(
            _(
                "Counted as present because of a session: %(names)s. To change that, change "
                "the marks of the sessions.",
                names=names,
            ),
            "warning",
        )
    return redirect(url_for("meetings.participants", slug=slug), 303)


def chosen_session(meeting: Meeting, sent: MultiDict[str, str]) -> MeetingSession | None:
    """Return the chosen session, or None for the whole meeting. Answer 404 for a session that no
    longer exists, so that it is not taken for the whole meeting.
    """
    if not sent.get("session"):
        return None
    number = sent.get("session", 0, type=int)
    return found_or_404(
        next((session for session in meeting.sessions if session.id == number), None)
    )


def open_to_registration(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_register(current_person()))
    return meeting


def kept_meeting(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_keep_participants(current_person()))
    return meeting


def kept_registration(slug: str, registration_id: int) -> Registration:
    return found_or_404(registration_by_id(kept_meeting(slug), registration_id))


def _own_form(meeting: Meeting, data: object) -> RegistrationForm:
    capacity = current_capacity()
    speaking_for = capacity.delegation.id if capacity and capacity.delegation else None
    own = registration_of(meeting, current_person())
    return RegistrationForm.of(data, current_person(), own, speaking_for)


def _own_page(meeting: Meeting, form: RegistrationForm) -> str:
    return render_template(
        "meetings/registration.html",
        meeting=meeting,
        form=form,
        registration=registration_of(meeting, current_person()),
    )


def _other_page(meeting: Meeting, form: OtherRegistrationForm) -> str:
    return render_template(
        "meetings/new_participant.html", meeting=meeting, form=form, delegations=all_delegations()
    )


def _rows(participants: Participants) -> list[tuple[Registration, tuple[str, ...]]]:
    return [
        (
            each,
            (
                each.comes_for,
                each.delegation.category if each.delegation else "",
                each.who,
                each.person.email if each.person else each.email,
                each.planned,
                each.attended or "",
                each.registered_at.isoformat(timespec="minutes"),
                each.registered_by.name if each.registered_by else "",
            ),
        )
        for each in participants.registrations
    ]
