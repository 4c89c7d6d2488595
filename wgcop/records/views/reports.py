"""The report of a meeting: composing it, and composing it again without losing later edits."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.policy import can_write
from wgcop.database import db
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import marked_html
from wgcop.paper.html import Surroundings
from wgcop.records import actions
from wgcop.records.gathering import report_of
from wgcop.records.material import material_of
from wgcop.records.models import MeetingReport
from wgcop.web import commit_and_show, current_audiences, found_or_404, require, site
from wgcop.web.downloads import name_download


@bp.get("/<slug>/report")
def report(slug: str) -> ResponseReturnValue:
    """Show the result of composing now. Looking at the page changes nothing."""
    meeting = reported_meeting(slug)
    composed = report_of(meeting)
    is_written = composed is not None and composed.contribution.is_being_written
    may_write = composed is not None and can_write(current_person(), composed.contribution)
    again = actions.recompose(composed) if composed and is_written and may_write else None
    changes = ""
    if again is not None and again.changes_anything:
        marked = compare(again.current, again.proposed).marked
        changes = marked_html(marked, Surroundings(headings_from=3, prefix="again-"))
    return render_template(
        "meetings/report.html",
        meeting=meeting,
        report=composed,
        is_coming=meeting.moment == Moment.COMING,
        again=again,
        changes=changes,
    )


@bp.post("/<slug>/report")
def compose_report(slug: str) -> ResponseReturnValue:
    meeting = reported_meeting(slug)
    contribution = actions.compose_report(meeting, by=current_person())
    db.session.commit()
    return redirect(f"{contribution.work_url}/edit", 303)


@bp.post("/<slug>/report/renewal")
def compose_again(slug: str) -> ResponseReturnValue:
    meeting = reported_meeting(slug)
    composed: MeetingReport = found_or_404(report_of(meeting))
    version = request.form.get("version", -1, type=int)
    actions.compose_again(composed, version=version, by=current_person())
    return commit_and_show(
        f"{composed.contribution.work_url}/edit",
        _("The report now includes what has happened since it was last composed."),
    )


@bp.get("/<slug>/material.zip")
def material(slug: str) -> ResponseReturnValue:
    """Send all material of a meeting as a ZIP while it is being made. It is for members, and
    contains what the reader may read.
    """
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_see_participants(current_audiences()))
    name, pieces = material_of(meeting, current_audiences(), site=site(is_trusted=True))
    answer = Response(pieces, mimetype="application/zip")
    name_download(answer, name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def reported_meeting(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_compose_report(current_person(), meeting))
    return meeting
