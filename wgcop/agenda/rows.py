"""The lines of an agenda as they are shown."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from wgcop.agenda.fields import NEEDED
from wgcop.agenda.models import AgendaDocument, AgendaItem, Decision
from wgcop.agenda.schedule import TimeSlot
from wgcop.agenda.sessions import ShownSession
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.fields.field import Field, Needed, missing
from wgcop.numbering.symbol import Symbol
from wgcop.resolutions.models import Wording


@dataclass(frozen=True)
class AgendaPaper:
    """A document under an item, in the revision that is under discussion."""

    contribution: Contribution
    revision: Revision
    is_pinned: bool
    """Whether this revision is pinned: it stays under discussion, even if later ones follow."""

    @classmethod
    def of(cls, link: AgendaDocument) -> Self:
        return cls(link.contribution, link.revision, link.revision_number is not None)

    @property
    def symbol(self) -> Symbol | None:
        return self.contribution.symbol_of(self.revision)

    @property
    def title(self) -> str:
        return self.revision.title or self.contribution.title

    @property
    def source(self) -> str:
        return self.revision.source

    @property
    def url(self) -> str:
        return self.contribution.url if self.newer is None else self.revision.url

    @property
    def newer(self) -> Revision | None:
        """The latest revision of the document, or None if that is under discussion itself."""
        latest = self.contribution.current
        return latest if latest is not self.revision else None


@dataclass(frozen=True)
class AgendaRow:
    """One line of an agenda: an item with its number, times, clauses, documents and conclusions."""

    item: AgendaItem
    number: str
    slot: TimeSlot
    day: date | None
    """The day that begins with this line; None on the other lines of the day."""
    session: ShownSession | None
    """The session that begins with this line; None on its other lines."""
    clauses: tuple[Wording, ...]
    papers: tuple[AgendaPaper, ...]
    note: str
    """The note, or an empty string for those who may not read it. Notes for officers are shown only
    on the item's own page.
    """
    conclusions: tuple[Decision, ...]
    matter: Wording | AgendaPaper | None
    """The clause or document that is on the floor whenever the item is."""
    children: tuple["AgendaRow", ...]

    @property
    def address(self) -> str:
        """The address to which the pages of people who follow the chair move while the item is on
        the floor.
        """
        match self.matter:
            case Wording(clause=clause):
                return clause.place
            case AgendaPaper(url=url):
                return url
            case _:
                return self.item.url

    @property
    def documents(self) -> tuple[Contribution, ...]:
        return tuple(paper.contribution for paper in self.papers)

    @property
    def lacks(self) -> list[tuple[Field, Needed]]:
        """The fields that the editors should still fill in, with the reasons. A heading needs none
        of its own, and a closed item stays as it is.

        Documents need no presenter, because their sources present them; a report does.
        """
        if self.children or self.item.closed:
            return []
        shown = {
            "planned_minutes": self.slot.minutes,
            "clauses": self.clauses,
            "documents": self.papers,
        }
        return missing(
            NEEDED, lambda name: shown[name] if name in shown else getattr(self.item, name)
        )

    @property
    def is_incomplete(self) -> bool:
        """Whether the agenda marks it. An item that nobody presents is not marked."""
        return any(field.name != "presenter" for field, _needed in self.lacks)
