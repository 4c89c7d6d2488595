"""Undoing one's own last change of an agenda."""

from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.identity import current_person
from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.meetings import actions, policy, queries
from wgcop.meetings.changes.models import AgendaChange, AgendaDeed
from wgcop.meetings.changes.queries import change_of, change_since, last_change
from wgcop.meetings.views import bp
from wgcop.web import found_or_404, is_fragment, require, wants_json


@dataclass(frozen=True)
class UndoOffer:
    """What the editor did last, and why it cannot be undone, if so."""

    change: AgendaChange
    words: str
    obstacle: str = ""


@bp.get("/<slug>/changes/last")
def last(slug: str) -> ResponseReturnValue:
    """A script puts it in place after each change of its editor."""
    meeting = _editable(slug)
    if not is_fragment():
        return redirect(f"{meeting.url}#agenda", 303)
    return render_template("meetings/_undo.html", meeting=meeting, undo=undo_offer(meeting))


@bp.post("/<slug>/changes/<int:change_id>/undoing")
def undo(slug: str, change_id: int) -> ResponseReturnValue:
    meeting = _editable(slug)
    change = found_or_404(change_of(meeting, change_id, current_person()))
    actions.undo(change, by=current_person())
    db.session.commit()
    if wants_json():
        return "", 204
    flash(_("Undone."), "success")
    return redirect(f"{meeting.url}#agenda", 303)


def _editable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def undo_offer(meeting: Meeting) -> UndoOffer | None:
    """In two statements."""
    change = last_change(meeting, current_person())
    if change is None:
        return None
    since = change_since(change)
    return UndoOffer(
        change, _words(change), actions.why_not(since, current_person()) if since else ""
    )


def _words(change: AgendaChange) -> str:
    title = change.title
    match change.deed:
        case AgendaDeed.ADDED:
            return _("You added “%(title)s”.", title=title)
        case AgendaDeed.COPIED:
            return ngettext(
                "You copied %(num)d item from “%(title)s”.",
                "You copied %(num)d items from “%(title)s”.",
                len(change.items),
                title=title,
            )
        case AgendaDeed.CHANGED:
            return _("You changed “%(title)s”.", title=title)
        case AgendaDeed.MOVED:
            return _("You moved “%(title)s”.", title=title)
        case AgendaDeed.REMOVED:
            return _("You removed “%(title)s”.", title=title)
