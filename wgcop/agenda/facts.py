"""The fields that people fill in for an agenda item."""

from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Self

from flask_babel import gettext as _

from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.models import AgendaItem
from wgcop.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """The fields of an item that people fill in on one form and save together.

    Each field has the name of an attribute of `AgendaItem` and of a field of `ItemForm`. The form
    is filled from these facts and the actions save them field by field, so that none is forgotten
    on the way.
    """

    title: str
    planned_minutes: int | None = None
    fixed_on: date | None = None
    fixed_at: time | None = None
    kind: ItemKind | None = None
    presenter: str = ""
    note: str = ""
    note_for: NoteReaders = NoteReaders.EVERYBODY

    @classmethod
    def of(cls, item: AgendaItem) -> Self:
        return cls(**{field.name: getattr(item, field.name) for field in fields(cls)})

    def checked(self) -> Self:
        """Return the facts as they are saved, without stray spaces. Raise Invalid if there is no
        title.
        """
        title = " ".join(self.title.split())
        if not title:
            raise Invalid(_("An agenda item needs a title."))
        presenter = " ".join(self.presenter.split())
        return replace(self, title=title, presenter=presenter, note=self.note.strip())
