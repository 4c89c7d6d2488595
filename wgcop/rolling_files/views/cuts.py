"""Cutting the rolling text as a temporary document: the preview, and the act itself."""

from uuid import uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.resolutions.models import Edition
from wgcop.rolling_files import actions, policy, queries
from wgcop.rolling_files.next_cut import next_cut
from wgcop.rolling_files.views.blueprint import bp
from wgcop.rolling_files.views.reading import readable_edition
from wgcop.web import commit_and_show, require


@bp.get("/resolutions/<slug>/rolling-text/cut")
def confirm_cut(slug: str) -> ResponseReturnValue:
    edition, meetings = _cuttable(slug)
    return _confirmation(edition, meetings, _chosen(meetings, request.args.get("meeting")))


@bp.post("/resolutions/<slug>/rolling-text/cut")
def make_cut(slug: str) -> ResponseReturnValue:
    edition, meetings = _cuttable(slug)
    meeting = _chosen(meetings, request.form.get("meeting"))
    if meeting is None:
        return _confirmation(edition, meetings, None), 422
    key = request.form.get("key", "")[:40] or uuid4().hex
    try:
        cut = actions.cut_rolling_text(
            edition, meeting, key=key, seen=request.form.get("seen"), by=current_person()
        )
    except Outdated as outdated:
        db.session.rollback()
        edition, meetings = _cuttable(slug)
        chosen = _chosen(meetings, request.form.get("meeting"))
        return _confirmation(edition, meetings, chosen, outdated), 409
    return commit_and_show(cut.revision.url, _("Cut as %(symbol)s.", symbol=cut.revision.symbol))


def _cuttable(slug: str) -> tuple[Edition, list[Meeting]]:
    """Return the edition, and the meetings for which the reader can cut its rolling text."""
    edition = readable_edition(slug)
    require(policy.can_cut_somewhere(current_person()))
    return edition, queries.meetings_to_cut_for(policy.groups_that_cut(current_person()))


def _chosen(meetings: list[Meeting], asked: str | None) -> Meeting | None:
    """Return the meeting that is asked for if it is one of these; the next one if none is."""
    if not asked:
        return meetings[0] if meetings else None
    return next((each for each in meetings if each.slug == asked), None)


def _confirmation(
    edition: Edition,
    meetings: list[Meeting],
    meeting: Meeting | None,
    outdated: Exception | None = None,
) -> str:
    return render_template(
        "rolling_files/cut.html",
        edition=edition,
        meetings=meetings,
        meeting=meeting,
        current=next_cut(edition, meeting) if meeting else None,
        outdated=outdated,
        key=uuid4().hex,
    )
