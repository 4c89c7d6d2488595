"""Beginning and saving the notes of an item, and publishing them to members."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_of_notes
from wgcop.agenda.actions.locks import lock_item
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.things import thing_of_item
from wgcop.audit.actions import note
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.records.notes.desk import NOTES
from wgcop.records.notes.models import ItemNotes
from wgcop.writing.reasons import Declined, message
from wgcop.writing.saving import TextContested, keep_version, restore, save_text


@dataclass
class NotesContested(Exception):
    """Raised when somebody else has changed the same paragraphs. `joined` contains both texts, to
    be saved on `version`.
    """

    stored: paper.Node
    joined: paper.Node
    version: int


def begin_notes(item: AgendaItem, text: paper.Node | None = None, *, by: Person) -> ItemNotes:
    """Return the notes of the item, or create them with `text`."""
    # The lock ensures that two people who begin at once write the same notes.
    lock_item(item)
    notes = db.session.scalar(select(ItemNotes).where(ItemNotes.item_id == item.id))
    if notes is None:
        text = text or paper.empty()
        notes = ItemNotes(item=item, text=text, plain=paper.plain(text), changed_by=by)
        db.session.add(notes)
        db.session.flush()
    return notes


def save_notes(
    notes: ItemNotes, text: paper.Node | None, *, version: int | None, by: Person
) -> None:
    """Save a text that was typed on the basis of `version`, merged with what others have written
    since. If `text` is None, keep the current text, which arrived in steps, as a version.
    """
    try:
        if text is None:
            keep_version(db.session, notes.item_id, by=by.id, desk=NOTES)
        else:
            save_text(db.session, notes.item_id, text, version=version, by=by.id, desk=NOTES)
    except TextContested as contested:
        raise NotesContested(contested.stored, contested.joined, contested.version) from contested
    except Declined as declined:
        raise Refused(message(declined.reason)) from declined
    db.session.refresh(notes)


def restore_notes(notes: ItemNotes, number: int, *, by: Person) -> None:
    """Restore the text of an earlier version as a new one. The text that it replaces is kept as a
    version too.
    """
    try:
        restore(db.session, notes.item_id, number, by=by.id, desk=NOTES)
    except Declined as declined:
        raise Refused(message(declined.reason)) from declined


def stored_notes(notes: ItemNotes) -> tuple[int, paper.Node]:
    """Return version and text, read together because others may be writing."""
    return NOTES.stored_text(db.session, notes.item_id)


def publish_notes(notes: ItemNotes, *, by: Person) -> None:
    """Publish the notes: from now on members read them, including later changes."""
    if not notes.has_words:
        raise Refused(_("There is nothing in the notes yet."))
    if not notes.is_published:
        notes.published_at = clock.now()
        tell_of_notes(notes.item, by=by)
        note("notes.published", by=by, of=thing_of_item(notes.item))


def close_notes(notes: ItemNotes, *, by: Person) -> None:
    """Withdraw the notes from members, so that only their writers can read them."""
    if notes.is_published:
        notes.published_at = None
        tell_of_notes(notes.item, by=by)
        note("notes.withdrawn", by=by, of=thing_of_item(notes.item))
