"""The sessions of a meeting and the breaks between them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.agenda.sessions import SessionTimes, usual_sessions
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Invalid, Outdated
from wgcop.meetings import actions
from wgcop.meetings.forms.sessions import SessionsForm
from wgcop.web import commit_and_show, found_or_404, require


@bp.get("/<slug>/sessions")
def sessions(slug: str) -> ResponseReturnValue:
    """Show the form of the sessions. If the meeting has none yet, the form proposes the usual ones."""
    meeting = _arranged(slug)
    known = [SessionTimes(s.day, s.starts_at, s.ends_at, s.name) for s in meeting.sessions]
    return _page(meeting, SessionsForm.of(None, meeting, known or usual_sessions(meeting)))


@bp.post("/<slug>/sessions")
def set_sessions(slug: str) -> ResponseReturnValue:
    meeting = _arranged(slug)
    form = SessionsForm.of(request.form, meeting, [])
    if not form.validate():
        return _page(meeting, form), 422
    version = request.form.get("version", 0, type=int)
    try:
        actions.set_sessions(meeting, form.filled, version=version, by=current_person())
    except Invalid as invalid:
        db.session.rollback()
        return _page(_arranged(slug), form, str(invalid)), 422
    except Outdated as outdated:
        db.session.rollback()
        meeting = _arranged(slug)
        form.version.data = str(meeting.version)
        return _page(meeting, form, str(outdated)), 409
    return commit_and_show(
        f"{meeting.url}#agenda", _("The sessions were saved. The times of the agenda follow them.")
    )


def _arranged(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_arrange(current_person(), meeting.group))
    return meeting


def _page(meeting: Meeting, form: SessionsForm, problem: str = "") -> str:
    return render_template("meetings/sessions.html", meeting=meeting, form=form, problem=problem)
