"""The notes of an item on pages: for members once they are published, before that for their writers
only.
"""

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from wgcop import paper
from wgcop.contributions.queries import quoted_clauses
from wgcop.database import db
from wgcop.paper.html import Surroundings, to_html
from wgcop.records.notes.desk import NOTES
from wgcop.records.notes.models import ItemNotes, NotesVersion
from wgcop.writing import versions


@dataclass(frozen=True)
class ShownNotes:
    """The notes as one reader sees them. `notes` is None if the item has no notes that this reader
    may read.
    """

    item_id: int
    notes: ItemNotes | None

    @property
    def dom_id(self) -> str:
        return f"notes-{self.item_id}"

    @property
    def body(self) -> Markup:
        if self.notes is None or not self.notes.has_words:
            return Markup("")
        return self.body_of(self.notes.text)

    def body_of(self, text: paper.Node) -> Markup:
        """Return the HTML for a part of a page that has headings of its own. Of pictures, only the
        description is shown.
        """
        around = Surroundings(
            clauses=quoted_clauses(text), headings_from=3, prefix=f"{self.dom_id}-"
        )
        return to_html(text, around)


def notes_of(item_id: int) -> ItemNotes | None:
    return db.session.scalar(select(ItemNotes).where(ItemNotes.item_id == item_id))


def notes_for(item_id: int, audiences: frozenset[str], *, may_write: bool) -> ShownNotes | None:
    """Return the notes for a reader, or None for people who never read notes."""
    if not may_write and "members" not in audiences:
        return None
    notes = notes_of(item_id)
    may_read = notes is not None and (may_write or notes.is_published)
    return ShownNotes(item_id, notes if may_read else None)


def published_notes(item_ids: Collection[int]) -> dict[int, ItemNotes]:
    """Return the published notes that are not empty, by item id, in one SQL statement."""
    rows = db.session.scalars(
        select(ItemNotes).where(
            ItemNotes.item_id.in_(item_ids), ItemNotes.published_at.is_not(None)
        )
    )
    return {row.item_id: row for row in rows if row.has_words}


def versions_of(item_id: int, *, page: int) -> versions.VersionsPage:
    """Return a page of the kept versions, for the writers of the notes, newest first."""
    return versions.versions_of(item_id, page=page, desk=NOTES)


def version_of(item_id: int, number: int) -> NotesVersion | None:
    version: NotesVersion | None = versions.version_of(item_id, number, desk=NOTES)
    return version
