"""Letters to the owners of action points: when they become owners, and when a task is due."""

from collections.abc import Iterable, Sequence

import structlog
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.i18n import day, written_to
from wgcop.outcomes.action_points import ActionPoint

log = structlog.get_logger(__name__)


def write_assigned(point: ActionPoint, people: Iterable[Person]) -> None:
    """Write a letter to each new owner. A letter that cannot be written is logged; everything else
    stays in the transaction.
    """
    try:
        # A savepoint, so that an error in a letter does not undo the action point.
        with db.session.begin_nested():
            for person in people:
                with written_to(person.language):
                    subject = _("An action point of %(meeting)s", meeting=point.item.meeting.title)
                    words = [
                        _("Dear %(name)s,", name=person.name),
                        _(
                            "%(meeting)s recorded an action point for %(owner)s:",
                            meeting=point.item.meeting.title,
                            owner=point.owner.name,
                        ),
                        *_lines(point),
                    ]
                    mail.write(person.email, subject[:300], "\n\n".join(words) + "\n")
    except Exception:
        log.exception("letters_failed", action_point=point.id)


def write_reminder(person: Person, points: Sequence[ActionPoint]) -> None:
    """Write one letter about all action points that are due."""
    with written_to(person.language):
        subject = ngettext(
            "%(num)d action point is due", "%(num)d action points are due", len(points)
        )
        words = [_("Dear %(name)s,", name=person.name)]
        for point in points:
            words += _lines(point)
        mail.write(person.email, f"WG-COP: {subject}", "\n\n".join(words) + "\n")


def _lines(point: ActionPoint) -> list[str]:
    due = [_("Due on %(day)s.", day=day(point.due_on))] if point.due_on else []
    return [point.text, *due, address(point.url)]
