"""The offer to undo what an editor of an agenda did last, in words."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.models import Person
from wgcop.agenda.actions.undoing import why_not
from wgcop.agenda.undoing.models import AgendaDeed, AgendaEdit
from wgcop.agenda.undoing.queries import change_since, last_change
from wgcop.bodies.models import Meeting


@dataclass(frozen=True)
class UndoOffer:
    """A description of the editor's last change, and the reason why it cannot be undone, if there
    is one.
    """

    change: AgendaEdit
    words: str
    obstacle: str = ""


def undo_offer(meeting: Meeting, by: Person) -> UndoOffer | None:
    """Return the offer for the editor's last change, or None, in two SQL statements."""
    change = last_change(meeting, by)
    if change is None:
        return None
    since = change_since(change)
    return UndoOffer(change, _words(change), why_not(since, by) if since else "")


def _words(change: AgendaEdit) -> str:
    title = change.title
    match change.deed:
        case AgendaDeed.ADDED:
            if len(change.items) == 1:
                return _("You added “%(title)s”.", title=title)
            return ngettext(
                "You added %(num)d item, the first of them “%(title)s”.",
                "You added %(num)d items, the first of them “%(title)s”.",
                len(change.items),
                title=title,
            )
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
        case AgendaDeed.CLOSED:
            return _("You closed “%(title)s”.", title=title)
        case AgendaDeed.TAKEN_UP:
            return _("You took up “%(title)s”.", title=title)
        case AgendaDeed.CONCLUDED:
            return _("You recorded an outcome of “%(title)s”.", title=title)
