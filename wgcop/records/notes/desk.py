"""The writing desk of notes, where the officers of a group write the notes of an agenda item
together.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.accounts.models import Office
from wgcop.agenda.actions.announcements import tell_of_notes
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.records.notes.models import (
    ItemNotes,
    NotesStep,
    NotesVersion,
    NotesVersionWriter,
    NotesWriting,
)
from wgcop.search import outbox
from wgcop.writing.desks import Manuscript, OpenManuscript, WritingDesk, sign_up
from wgcop.writing.reasons import Declined, DeclineReason

_WRITERS = (
    select(
        Office.person_id,
        NotesWriting.version,
        NotesWriting.kept,
        NotesWriting.kept_at,
        NotesWriting.changed_at,
    )
    .select_from(ItemNotes)
    .join(AgendaItem, AgendaItem.id == ItemNotes.item_id)
    .join(Meeting, Meeting.id == AgendaItem.meeting_id)
    .join(Office, Office.group_id == Meeting.group_id)
    .outerjoin(NotesWriting, NotesWriting.item_id == ItemNotes.item_id)
    .order_by(Office.id)
)
"""The people who may write the notes: a row for each office in the group that meets."""


class NotesDesk(WritingDesk):
    """The writing desk of notes. The document is the agenda item, whose id is also that of the row
    with the text.
    """

    name = "notes"
    key = "item_id"
    text = ItemNotes
    writing = NotesWriting
    step = NotesStep
    version = NotesVersion
    version_writer = NotesVersionWriter

    def open(
        self, session: Session, document: int, person_id: int, *, lock: bool = False
    ) -> OpenManuscript:
        """Open the notes for a writer. Raise Declined unless they hold an office in the group that
        meets; `policy.can_write_notes` checks the same for pages.
        """
        if lock:
            self.lock(session, document)
        rows = session.execute(_WRITERS.where(ItemNotes.item_id == document)).all()
        if all(row.person_id != person_id for row in rows):
            raise Declined(DeclineReason.FORBIDDEN)
        last = rows[0]
        return OpenManuscript(
            self,
            document,
            document,
            tuple(dict.fromkeys(row.person_id for row in rows)),
            last.version or 0,
            last.kept or 0,
            last.kept_at,
            last.changed_at,
        )

    def lock(self, session: Session, document: int) -> None:
        row = select(ItemNotes.item_id).where(ItemNotes.item_id == document)
        session.execute(row.with_for_update(key_share=True))

    def document_of(self, session: Session, revision: int) -> int:
        return revision

    def was_changed(self, session: Session, manuscript: Manuscript) -> None:
        """Do nothing: no page follows the notes change by change."""

    def was_kept(self, session: Session, manuscript: Manuscript) -> None:
        """Update the search record and, if the notes are published, tell members of the text
        written up to this pause.
        """
        outbox.note(session, [f"{ItemNotes.search_kind}:{manuscript.document}"])
        notes = session.get_one(ItemNotes, manuscript.document)
        if notes.is_published:
            tell_of_notes(notes.item)


NOTES = NotesDesk()
sign_up(NOTES)
