"""An entry is confirmed, or said to have ended, by whoever answers for it."""

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
    """`seen` is the date that the page or the letter showed: of two who confirm, the second one is told."""
    _take(initiative, seen)
    initiative.confirm(by=by)
    keep_version(initiative, "confirmed", by=by)
    note(initiative, "initiative.confirmed", by=by)


def say_it_ended(initiative: Initiative, ended: str, *, seen: date | None, by: Person) -> None:
    """All else was still correct, so that the entry counts as confirmed."""
    _take(initiative, seen)
    initiative.ended = ended
    initiative.ended_note = ""
    initiative.changed_at = clock.now()
    initiative.confirm(by=by)
    keep_version(initiative, "ended", by=by)
    note(initiative, "initiative.edited", by=by)


def note_asked(entries: Collection[Initiative]) -> None:
    """That letters were written. Search learns with the second one that an entry is unconfirmed: no row of it changes."""
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
