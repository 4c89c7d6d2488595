"""Issuing the list of participants as a document of the meeting: the preview, and the act itself."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.registration import actions
from wgcop.registration.issued import list_to_issue
from wgcop.web import commit_and_show, found_or_404, require


@bp.get("/<slug>/participants/list")
def confirm_list(slug: str) -> ResponseReturnValue:
    return _confirmation(_issuable(slug))


@bp.post("/<slug>/participants/list")
def issue_list(slug: str) -> ResponseReturnValue:
    meeting = _issuable(slug)
    try:
        issued = actions.issue_participants(
            meeting, seen=request.form.get("seen"), by=current_person()
        )
    except Refused as refused:
        db.session.rollback()
        return _confirmation(_issuable(slug), refused), 409
    return commit_and_show(
        url_for("meetings.participants", slug=slug),
        _("Issued as %(symbol)s.", symbol=issued.symbol),
    )


def _issuable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_issue_participants(current_person(), meeting))
    return meeting


def _confirmation(meeting: Meeting, refused: Refused | None = None) -> str:
    return render_template(
        "meetings/issue_list.html",
        meeting=meeting,
        current=list_to_issue(meeting),
        refused=refused,
        is_outdated=isinstance(refused, Outdated),
    )
