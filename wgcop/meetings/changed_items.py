"""What became of the items of an agenda, in sentences, as a member may see it now."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.agenda.fields import CLAUSES, DOCUMENTS, FIELDS
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import clauses_of_ids
from wgcop.agenda.undoing.models import AgendaDeed, AgendaEdit
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.fields.comparing import changed_facts
from wgcop.fields.kinds import LongText
from wgcop.resolutions.search_names import citations

OF_NOTE = ("note", "note_for")
"""The fields that only those are told of who may read the note of the item."""
LISTED = tuple(each for each in (*FIELDS, CLAUSES, DOCUMENTS) if each.name != "title")


@dataclass(frozen=True)
class NamedThings:
    """What the changes to items refer to: the citations of clauses and the documents by their ids,
    and the ids of the items whose note the reader may read. Documents without a number are left out,
    since not every member may read them.
    """

    clauses: Mapping[int, str]
    documents: Mapping[int, Contribution]
    notes: frozenset[int]

    def named(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of an item with names in place of ids."""
        return dict(kept) | {
            "clauses": [
                self.clauses[key] for key in kept.get("clauses", ()) if key in self.clauses
            ],
            "documents": [
                (_symbol(self.documents[key], pinned), "")
                for key, pinned in kept.get("documents", ())
                if key in self.documents
            ],
        }


def _symbol(document: Contribution, pinned: int | None) -> str:
    if pinned is None:
        return str(document.symbol)
    return str(document.symbol_in(document.current.language, pinned))


def things_named(changes: Iterable[AgendaEdit], audiences: frozenset[str]) -> NamedThings:
    """Return what these changes refer to, as these audiences may read it, in three SQL statements
    at most.
    """
    edits = [each for each in changes if each.deed == AgendaDeed.CHANGED]
    sides = [side for each in edits for side in (each.before, each.after)]
    clauses = {key for side in sides for key in side.get("clauses", ())}
    documents = {key for side in sides for key, _pinned in side.get("documents", ())}
    noted = {
        key for each in edits for key in each.items if not each.after.keys().isdisjoint(OF_NOTE)
    }
    return NamedThings(
        _citations(clauses) if clauses else {},
        _documents(documents) if documents else {},
        _with_note_for(audiences, noted) if noted else frozenset(),
    )


def _citations(ids: Iterable[int]) -> dict[int, str]:
    wids = {clause.id: clause.wid for clause in clauses_of_ids(list(ids))}
    called = citations(sorted(wids.values()))
    return {key: called.get(wid, wid) for key, wid in wids.items()}


def _documents(ids: Iterable[int]) -> dict[int, Contribution]:
    rows = db.session.scalars(
        select(Contribution)
        .where(Contribution.id.in_(ids), Contribution.number.is_not(None))
        .options(selectinload(Contribution.revisions))
    )
    return {each.id: each for each in rows}


def _with_note_for(audiences: frozenset[str], ids: Iterable[int]) -> frozenset[int]:
    rows = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id.in_(ids))
        .options(joinedload(AgendaItem.meeting).joinedload(Meeting.group))
    )
    return frozenset(item.id for item in rows if item.note_audience in audiences)


def in_words(change: AgendaEdit, things: NamedThings) -> str:
    """Return the change in words, or an empty string if its reader may see none of it."""
    if change.deed == AgendaDeed.CHANGED:
        return " ".join(_of_changed(change, things))
    if change.deed == AgendaDeed.ADDED and len(change.items) > 1:
        return _("“%(title)s” and the items after it were added.", title=change.title)
    return str(_DEEDS[change.deed]()) % {"title": change.title}


def _of_changed(change: AgendaEdit, things: NamedThings) -> Sequence[str]:
    facts = list(_of_facts(change, things))
    before, after = change.before.get("title"), change.after.get("title")
    if before and after:
        return [_("From “%(from)s” to “%(to)s”.", **{"from": before, "to": after}), *facts]
    return [_("“%(title)s” was changed.", title=change.title), *facts] if facts else []


def _of_facts(change: AgendaEdit, things: NamedThings) -> Iterator[str]:
    """Yield each field in a sentence. A note is not repeated: who read it before may be others than
    those who read it now.
    """
    before, after = things.named(change.before), things.named(change.after)
    for field in LISTED:
        if field.name in OF_NOTE and things.notes.isdisjoint(change.items):
            continue
        for fact in changed_facts([field], before, after, {}):
            if isinstance(field.kind, LongText):
                yield _("“%(field)s” has changed.", field=fact.name)
            elif fact.before != fact.after:
                yield fact.in_a_sentence


_DEEDS: Mapping[AgendaDeed, Callable[[], str]] = {
    AgendaDeed.ADDED: lambda: _("“%(title)s” was added."),
    AgendaDeed.COPIED: lambda: _("Items were copied from “%(title)s”."),
    AgendaDeed.MOVED: lambda: _("“%(title)s” was moved."),
    AgendaDeed.REMOVED: lambda: _("“%(title)s” was removed."),
    AgendaDeed.CLOSED: lambda: _("“%(title)s” was closed."),
    AgendaDeed.TAKEN_UP: lambda: _("“%(title)s” was taken up."),
}
