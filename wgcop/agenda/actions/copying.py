"""Taking over the agenda of an earlier meeting as the draft of another one."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.actions.undoing import keep_added
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import NoteReaders
from wgcop.agenda.models import AgendaClause, AgendaDocument, AgendaItem
from wgcop.agenda.queries import items_of, outline_of
from wgcop.agenda.undoing.models import AgendaDeed
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Refused


@dataclass(frozen=True, kw_only=True)
class WhatToCopy:
    """The things that are copied besides titles, order, durations, kinds and presenters."""

    clauses: bool = True
    fixed_starts: bool = True
    notes: bool = False
    documents: bool = False


def copy_agenda(
    source: Meeting, target: Meeting, what: WhatToCopy, *, by: Person
) -> list[AgendaItem]:
    """Copy the agenda of `source` to the end of the draft of `target`, and return the new items.
    The copy can be undone as a whole. Raise Refused if the target's agenda is published or the
    source's is empty.
    """
    # The lock keeps others from publishing the draft or adding an item while items are copied to
    # it.
    lock(target)
    db.session.refresh(target)
    if target.agenda_published:
        raise Refused(
            _("This agenda is published. An earlier agenda can be copied only into a draft.")
        )
    originals = items_of(
        source,
        selectinload(AgendaItem.clause_links),
        selectinload(AgendaItem.document_links).joinedload(AgendaDocument.contribution),
        joinedload(AgendaItem.meeting),
    )
    if not originals:
        raise Refused(_("There is nothing on the agenda of “%(meeting)s”.", meeting=source.title))
    outline = outline_of(originals)
    behind = len(outline_of(items_of(target)).below(None))
    copies: dict[int, AgendaItem] = {}
    for key, _depth in outline.walk():
        parent, position = outline.place_of(key)
        copy = AgendaItem(
            meeting=target,
            parent_id=copies[parent].id if parent else None,
            position=position if parent else behind + position,
        )
        facts = _facts(originals[key], target, what, by)
        for name, value in vars(facts).items():
            setattr(copy, name, value)
        if what.clauses:
            copy.clause_links = [
                AgendaClause(clause_id=link.clause_id, position=link.position)
                for link in originals[key].clause_links
            ]
        if what.documents:
            copy.document_links = [
                AgendaDocument(contribution=link.contribution, revision_number=link.revision_number)
                for link in originals[key].document_links
                if link.contribution.audience & by.audiences
            ]
        db.session.add(copy)
        db.session.flush()  # the items below it need its id
        copies[key] = copy
    items = list(copies.values())
    keep_added(items, by=by, deed=AgendaDeed.COPIED, title=source.title)
    tell_agenda(target, by=by)
    return items


def _facts(original: AgendaItem, target: Meeting, what: WhatToCopy, by: Person) -> ItemFacts:
    """Return the facts of a copy. A fixed start moves to the same day of the new meeting, at the
    same time by the clock of the new place; if there is no such day, it is dropped.
    """
    facts = ItemFacts.of(original)
    if not what.notes or not _note_may_come(original, target, by):
        facts = facts.but(note="", note_for=NoteReaders.EVERYBODY)
    day = None
    if what.fixed_starts and facts.fixed_on:
        day = target.starts_on + (facts.fixed_on - original.meeting.starts_on)
        if not timedelta(0) <= day - target.starts_on <= target.ends_on - target.starts_on:
            day = None
    return facts.but(fixed_on=day, fixed_at=facts.fixed_at if day else None)


def _note_may_come(original: AgendaItem, target: Meeting, by: Person) -> bool:
    """Return whether the note is copied. A note for the officers of one group is not for those of
    another, and nobody can copy a note that they may not read.
    """
    for_other_officers = (
        original.note_for == NoteReaders.OFFICERS and original.meeting.group_id != target.group_id
    )
    return bool(original.note_read_by(by.audiences)) and not for_other_officers
