"""Drawing up an agenda: adding, changing, moving and removing its items."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda
from wgcop.agenda.actions.locks import lock, lock_item, require_standing
from wgcop.agenda.actions.places import keep_the_floor, possible_places, rearrange
from wgcop.agenda.actions.undoing import (
    keep_added,
    keep_changed,
    keep_moved,
    keep_removed,
    values_of,
)
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import AgendaClause, AgendaDocument, AgendaItem
from wgcop.agenda.on_record import anything_on_record
from wgcop.agenda.outline import Impossible, ItemMove
from wgcop.agenda.publication.queries import latest
from wgcop.agenda.queries import items_of, outline_of, report_before
from wgcop.agenda.things import thing_of_item
from wgcop.audit.actions import note
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class NewItem:
    """An item that is to be added. Without `documents`, it gets those that are usual for its kind."""

    facts: ItemFacts
    clauses: Collection[Clause] = ()
    documents: Collection[Contribution] = ()


def add_item(
    meeting: Meeting,
    facts: ItemFacts,
    *,
    parent: AgendaItem | None = None,
    clauses: Collection[Clause] = (),
    documents: Collection[Contribution] = (),
    before_the_end: bool = False,
    by: Person,
) -> AgendaItem:
    """Add one item, as `add_items` does."""
    new = NewItem(facts, clauses, documents)
    [item] = add_items(meeting, [new], parent=parent, before_the_end=before_the_end, by=by)
    return item


def add_items(
    meeting: Meeting,
    new: Sequence[NewItem],
    *,
    parent: AgendaItem | None = None,
    before_the_end: bool = False,
    by: Person,
) -> list[AgendaItem]:
    """Add items at the end of the agenda, or at the end below `parent`; with `before_the_end`, in
    front of any other business. They are undone as a whole.
    """
    # Places are counted under the lock, so that two new items do not get the same one.
    lock(meeting)
    items = items_of(meeting)
    if before_the_end:
        keep_the_floor(meeting, items)
    added = [_add(meeting, each, parent, items, before_the_end, by) for each in new]
    keep_added(added, by=by)
    tell_agenda(meeting, by=by)
    return added


def _add(
    meeting: Meeting,
    new: NewItem,
    parent: AgendaItem | None,
    items: dict[int, AgendaItem],
    before_the_end: bool,
    by: Person,
) -> AgendaItem:
    with possible_places():
        place = outline_of(items).next_below(parent.id if parent else None)
    item = AgendaItem(meeting=meeting, parent_id=place.parent, position=place.position)
    _write(item, new.facts)
    db.session.add(item)
    db.session.flush()
    ending = [each.id for each in items.values() if each.kind == ItemKind.OTHER]
    items[item.id] = item
    if before_the_end:
        rearrange(items.values(), outline_of(items).before_the_end(item.id, ending))
    _point_to_clauses(item, new.clauses)
    _take_up(item, new.documents or _expected(item), by=by)
    return item


def change_item(
    item: AgendaItem,
    facts: ItemFacts,
    *,
    clauses: Collection[Clause],
    documents: Collection[Contribution],
    version: int,
    by: Person,
) -> AgendaItem:
    # The version is compared under the lock, on the item as others left it.
    lock_item(item)
    if version != item.version:
        raise Outdated(_("Somebody else changed this item while you were writing."))
    before, kind = values_of(item), item.kind
    _write(item, facts)
    item.version += 1
    _point_to_clauses(item, clauses)
    _take_up(item, documents or (_expected(item) if item.kind != kind else ()), by=by)
    db.session.flush()
    keep_changed(item, before, by=by)
    tell_agenda(item.meeting, by=by)
    return item


def move_item(item: AgendaItem, step: ItemMove, *, by: Person) -> None:
    """Move an item one place up or down on its level, in below the item before it, or out of its
    parent. An impossible step changes nothing.
    """
    # The outline is read and written under the lock: two moves at once would mix up the places.
    lock(item.meeting)
    items = items_of(item.meeting)
    outline = outline_of(items)
    require_standing(item, items)
    moved = outline.step(item.id, step)
    if moved != outline:
        keep_the_floor(item.meeting, items)
        rearrange(items.values(), moved)
        keep_moved(item, outline, by=by)
        tell_agenda(item.meeting, by=by)


def place_item(
    item: AgendaItem, *, parent: AgendaItem | None, after: AgendaItem | None, by: Person
) -> None:
    """Move an item below `parent` (None: to the top level), after the item `after` or, if that is
    None, to the front. Raise Refused if there is no such place.
    """
    lock(item.meeting)
    items = items_of(item.meeting)
    outline = outline_of(items)
    require_standing(item, items)
    below = parent.id if parent else None
    with possible_places():
        if after is None:
            moved = outline.into(item.id, below, at=0)
        elif after.parent_id == below:
            moved = outline.after(item.id, after.id)
        else:
            raise Impossible
    if moved != outline:
        keep_the_floor(item.meeting, items)
        rearrange(items.values(), moved)
        keep_moved(item, outline, by=by)
        tell_agenda(item.meeting, by=by)


def remove_item(item: AgendaItem, *, by: Person) -> None:
    """Remove an item with everything below it. Raise Refused if the meeting has decided on any of
    these items or something is on record there.
    """
    meeting = item.meeting
    # The lock keeps anything from being put on record below an item that is being removed.
    lock(meeting)
    items = items_of(meeting, selectinload(AgendaItem.decisions))
    outline = outline_of(items)
    require_standing(item, items)
    branch = [items.pop(each) for each in outline.branch(item.id)]
    if obstacle := obstacle_to_removal(branch):
        raise Refused(obstacle)
    keep_removed(branch, outline, by=by)
    for each in reversed(branch):
        db.session.delete(each)
    rearrange(items.values(), outline.without(item.id))
    tell_agenda(meeting, by=by)
    note("item.removed", by=by, of=thing_of_item(item), detail=str(len(branch)))


def obstacle_to_removal(branch: Collection[AgendaItem]) -> str:
    """Return the reason why an item and those below it have to stay, or an empty string."""
    if any(each.decisions for each in branch):
        return _(
            "The meeting has decided on this item or on an item below it, so it cannot be removed."
        )
    if anything_on_record([each.id for each in branch]):
        return _(
            "There are action points, agreed words or statements on this item or on an item below it, "
            "so it cannot be removed."
        )
    return ""


def _write(item: AgendaItem, facts: ItemFacts) -> None:
    for name, value in vars(facts.checked()).items():
        setattr(item, name, value)


def _point_to_clauses(item: AgendaItem, clauses: Collection[Clause]) -> None:
    links = {link.clause_id: link for link in item.clause_links}
    item.clause_links = [links.get(clause.id) or AgendaClause(clause=clause) for clause in clauses]
    for position, link in enumerate(item.clause_links):
        link.position = position


def _expected(item: AgendaItem) -> list[Contribution]:
    """Return the documents that an item of this kind is about, unless its editor names others: the
    last report for an approval, the published agenda for an adoption.
    """
    match item.kind:
        case ItemKind.APPROVAL:
            report = report_before(item.meeting)
            return [report] if report else []
        case ItemKind.ADOPTION:
            published = latest(item.meeting)
            return [published.revision.contribution] if published else []
        case _:
            return []


def _take_up(item: AgendaItem, documents: Collection[Contribution], *, by: Person) -> None:
    """Set the documents of an item. Documents that the editor cannot see stay listed."""
    links = {link.contribution: link for link in item.document_links}
    hidden = [document for document in links if document.audience.isdisjoint(by.audiences)]
    item.document_links = [
        links.get(document) or AgendaDocument(contribution=document)
        for document in dict.fromkeys([*hidden, *documents])
    ]
