"""Undoing what an editor did to an agenda, as long as nobody has changed the same thing since."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.actions.places import keep_the_floor, possible_places, rearrange
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.models import AgendaClause, AgendaDocument, AgendaItem
from wgcop.agenda.outline import AgendaOutline
from wgcop.agenda.queries import clauses_of_ids, items_of, outline_of
from wgcop.agenda.undoing.models import AgendaDeed, AgendaEdit
from wgcop.agenda.undoing.queries import change_since
from wgcop.agenda.undoing.rows import ITEMS, Row, pointers_to, put_back, rows_of
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.errors import Refused

MOVABLE = ("parent_id", "position", "version", "taken_up_at")
"""The columns of an item that others change without touching what its editor wrote."""

Undoing = Callable[[AgendaEdit, Mapping[int, AgendaItem]], Callable[[], None]]
"""Undo a change of these items, and return what remains to be done once everybody has been told."""

_undoings: dict[AgendaDeed, Undoing] = {}


def undoes(*deeds: AgendaDeed) -> Callable[[Undoing], Undoing]:
    """Undo changes of these kinds, which are not made by this module, with the decorated function."""

    def keep(undoing: Undoing) -> Undoing:
        _undoings.update(dict.fromkeys(deeds, undoing))
        return undoing

    return keep


def keep_added(
    items: Collection[AgendaItem],
    *,
    by: Person,
    deed: AgendaDeed = AgendaDeed.ADDED,
    title: str = "",
) -> None:
    first = next(iter(items))
    _keep(
        first.meeting,
        deed,
        items,
        title=title or first.title,
        after={"rows": _written(rows_of(items))},
        by=by,
    )


def keep_changed(item: AgendaItem, before: Mapping[str, Any], *, by: Person) -> None:
    """Keep the change to an item, so that it can be undone. `before` is what `values_of` returned
    before the change. If nothing differs, nothing is kept.
    """
    after = values_of(item)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        _keep(
            item.meeting,
            AgendaDeed.CHANGED,
            [item],
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            by=by,
        )


def keep_moved(item: AgendaItem, before: AgendaOutline, *, by: Person) -> None:
    _keep(item.meeting, AgendaDeed.MOVED, [item], before=_place(item.id, before), by=by)


def keep_removed(branch: Collection[AgendaItem], outline: AgendaOutline, *, by: Person) -> None:
    """Keep a branch and its place, so that the removal can be undone. Call this before the items
    are removed.
    """
    first = next(iter(branch))
    before = _place(first.id, outline)
    before |= {"rows": rows_of(branch), "pointers": pointers_to(branch)}
    _keep(first.meeting, AgendaDeed.REMOVED, branch, before=before, by=by)


def values_of(item: AgendaItem) -> dict[str, Any]:
    """Return what the form of an item holds, as values that JSON can store."""
    facts = ItemFacts.of(item)
    # Nothing is None, as it is where an earlier version of the program kept it or reads it.
    kept = {name: None if getattr(facts, name) is None else v for name, v in facts.kept().items()}
    return kept | {
        "clauses": [link.clause_id for link in item.clause_links],
        "documents": [
            [link.contribution_id, link.revision_number]
            for link in sorted(item.document_links, key=lambda link: link.contribution_id)
        ],
    }


def undo(change: AgendaEdit, *, by: Person) -> None:
    """Restore the agenda as it was before the change; what others changed elsewhere stays. Raise
    Refused if the same thing has changed since, or if the change was undone already.
    """
    meeting = change.meeting
    # What has happened since is read under the lock, so that nothing comes in between.
    lock(meeting)
    db.session.refresh(change)
    if change.undone_at:
        raise Refused(_("This has already been undone."))
    if since := change_since(change):
        refuse(since, by)
    items, finish = items_of(meeting), _nothing_remains
    match change.deed:
        case AgendaDeed.ADDED | AgendaDeed.COPIED:
            _take_away(change, items)
            _note(change, "item.removed", by=by)
        case AgendaDeed.CHANGED:
            _write_again(change, items)
        case AgendaDeed.MOVED:
            _move_back(change, items)
        case AgendaDeed.REMOVED:
            _bring_back(change, items)
            _note(change, "item.brought-back", by=by)
        case deed:
            finish = _undoings[deed](change, items)
    change.undone_at = clock.now()
    tell_agenda(meeting, by=by)
    finish()


def _nothing_remains() -> None:
    pass


def refuse(since: AgendaEdit, by: Person) -> NoReturn:
    raise Refused(why_not(since, by))


def why_not(since: AgendaEdit, by: Person) -> str:
    if since.by_id == by.id:
        return _("You have changed “%(title)s” again since. Undo that first.", title=since.title)
    return _(
        "%(name)s has changed “%(title)s” since, so this cannot be undone. Change it by hand.",
        name=since.by.name,
        title=since.title,
    )


def _note(change: AgendaEdit, deed: str, *, by: Person) -> None:
    """Note the undoing in the audit trail. The numbers come from the change, because an item that
    was added no longer exists.
    """
    of = Thing("item", change.items[0], change.meeting.title)
    note(deed, by=by, of=of, detail=str(len(change.items)))


def _keep(
    meeting: Meeting,
    deed: AgendaDeed,
    items: Collection[AgendaItem],
    *,
    by: Person,
    title: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    db.session.add(
        AgendaEdit(
            meeting=meeting,
            by=by,
            deed=deed,
            title=title or next(iter(items)).title,
            items=[item.id for item in items],
            before=dict(before or {}),
            after=dict(after or {}),
        )
    )


def _place(item: int, outline: AgendaOutline) -> dict[str, Any]:
    parent, position = outline.place_of(item)
    siblings = outline.below(parent)
    after = siblings[position - 1] if position else None
    return {"parent": parent, "after": after, "position": position}


def _put(item: int, place: Mapping[str, Any], outline: AgendaOutline) -> AgendaOutline:
    """Return the outline with the item placed after its former predecessor or, if that one is gone,
    at its former position.
    """
    siblings = [each for each in outline.below(place["parent"]) if each != item]
    if place["after"] in siblings:
        at = siblings.index(place["after"]) + 1
    else:
        at = min(place["position"], len(siblings))
    with possible_places():
        return outline.into(item, place["parent"], at=at)


def _move_back(change: AgendaEdit, items: dict[int, AgendaItem]) -> None:
    [item] = change.items
    _require_place(change, items)
    if item not in items:
        raise Refused(_("“%(title)s” is no longer on the agenda.", title=change.title))
    moved = _put(item, change.before, outline_of(items))
    keep_the_floor(change.meeting, items)
    rearrange(items.values(), moved)


def _bring_back(change: AgendaEdit, items: dict[int, AgendaItem]) -> None:
    _require_place(change, items)
    put_back(change.before["rows"], change.before["pointers"])
    items = items_of(change.meeting)
    moved = _put(change.items[0], change.before, outline_of(items))
    keep_the_floor(change.meeting, items)
    rearrange(items.values(), moved)


def _require_place(change: AgendaEdit, items: Mapping[int, AgendaItem]) -> None:
    if change.before["parent"] is not None and change.before["parent"] not in items:
        raise Refused(
            _(
                "The item that contained “%(title)s” is no longer on the agenda.",
                title=change.title,
            )
        )


def _take_away(change: AgendaEdit, items: dict[int, AgendaItem]) -> None:
    """Delete the items that were added. Raise Refused if any was edited since, or if others have
    added an item below them.
    """
    outline = outline_of(items)
    added = [item for item, _depth in outline.walk() if item in set(change.items)]
    below = {each for item in added for each in outline.branch(item)}
    now = _written(rows_of([items[item] for item in change.items if item in items]))
    if below != set(change.items) or now != change.after["rows"]:
        raise Refused(
            _(
                "“%(title)s” has been edited since it was added, so this cannot be undone. Remove it by hand.",
                title=change.title,
            )
        )
    for item in reversed(added):
        db.session.delete(items.pop(item))
        outline = outline.without(item)
    rearrange(items.values(), outline)


def _write_again(change: AgendaEdit, items: Mapping[int, AgendaItem]) -> None:
    [item] = (items.get(each) for each in change.items)
    if item is None:
        raise Refused(_("“%(title)s” is no longer on the agenda.", title=change.title))
    now = values_of(item)
    if any(now[name] != value for name, value in change.after.items()):
        raise Refused(
            _(
                "“%(title)s” has been changed since, so this cannot be undone. Change it by hand.",
                title=item.title,
            )
        )
    before = change.before
    for field in FIELDS:
        if field.name in before:
            setattr(item, field.name, field.kind.read(before[field.name], {}))
    if "clauses" in before:
        by_id = {clause.id: clause for clause in clauses_of_ids(before["clauses"])}
        links = {link.clause_id: link for link in item.clause_links}
        item.clause_links = [
            links.get(key) or AgendaClause(clause=by_id[key])
            for key in before["clauses"]
            if key in by_id
        ]
        for position, link in enumerate(item.clause_links):
            link.position = position
    if "documents" in before:
        wordings = {document: wording for document, wording in before["documents"]}
        documents = select(Contribution).where(Contribution.id.in_(wordings))
        standing = {link.contribution_id: link for link in item.document_links}
        item.document_links = [
            standing.get(each.id)
            or AgendaDocument(contribution=each, revision_number=wordings[each.id])
            for each in db.session.scalars(documents.order_by(Contribution.id))
        ]
    item.version += 1


def _written(rows: Collection[Row]) -> list[Row]:
    """Return the rows without the columns in `MOVABLE`: what was written about the items, wherever
    they are now.
    """
    return [
        {
            "table": row["table"],
            "values": {
                name: value
                for name, value in row["values"].items()
                if not (row["table"] == ITEMS and name in MOVABLE)
            },
        }
        for row in rows
    ]
