"""Undoes one's own last change to an agenda."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.agenda import actions, policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.agenda.undo_offers import undo_offer
from wgcop.agenda.undoing.models import ON_THE_FLOOR
from wgcop.agenda.undoing.queries import change_of
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.web import found_or_404, is_fragment, require, wants_json


@bp.get("/<slug>/changes/last")
def last(slug: str) -> ResponseReturnValue:
    """Return the offer to undo the last change, for a script that shows it after each change that
    an editor makes.
    """
    meeting = _editable(slug)
    if not is_fragment():
        return redirect(f"{meeting.url}#agenda", 303)
    return render_template(
        "meetings/_undo.html", meeting=meeting, undo=undo_offer(meeting, current_person())
    )


@bp.post("/<slug>/changes/<int:change_id>/undoing")
def undo(slug: str, change_id: int) -> ResponseReturnValue:
    meeting = _editable(slug)
    change = found_or_404(change_of(meeting, change_id, current_person()))
    actions.undo(change, by=current_person())
    db.session.commit()
    if wants_json():
        return "", 204
    flash(_("Undone."), "success")
    return redirect(
        meeting.room_url if change.deed in ON_THE_FLOOR else f"{meeting.url}#agenda", 303
    )


def _editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting
