"""Record that an entry was confirmed, or that it has ended."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.initiatives.actions import keep_version, note
from wgcop.initiatives.confirming.models import ConfirmationReminder, ReminderStage
from wgcop.initiatives.models import Initiative
from wgcop.search import outbox


def confirm(initiative: Initiative, *, seen: date | None, by: Person) -> None:
    """Confirm that the entry is still correct.

    `seen` is the due date that the page or the letter showed. If two people confirm the entry, the
    second one is told so.
    """
    _take(initiative, seen)
    initiative.confirm(by=by)
    keep_version(initiative, "confirmed", by=by)
    note(initiative, "initiative.confirmed", by=by)


def say_it_ended(initiative: Initiative, ended: str, *, seen: date | None, by: Person) -> None:
    """Record when the initiative ended. The entry also counts as confirmed, since everything else
    was still correct.
    """
    _take(initiative, seen)
    initiative.ended = ended
    initiative.ended_note = ""
    initiative.changed_at = clock.now()
    initiative.confirm(by=by)
    keep_version(initiative, "ended", by=by)
    note(initiative, "initiative.edited", by=by)


def note_asked(entries: Collection[Initiative]) -> None:
    """Record that letters were written about these entries.

    Overdue entries are also put into the search index again, because becoming overdue changes no
    row of an entry.
    """
    for entry in entries:
        stage = ReminderStage.OVERDUE if entry.is_unconfirmed else ReminderStage.DUE
        db.session.add(
            ConfirmationReminder(initiative_id=entry.id, confirm_by=entry.confirm_by, stage=stage)
        )
    outbox.note(db.session, [entry.search_key for entry in entries if entry.is_unconfirmed])


def _take(initiative: Initiative, seen: date | None) -> None:
    db.session.refresh(initiative, with_for_update={"of": Initiative})
    if not initiative.is_accepted:
        raise Refused(_("This entry is not in the registry, so there is nothing to confirm."))
    if initiative.confirm_by != seen:
        raise Outdated(_("Somebody else has confirmed this entry in the meantime."))
