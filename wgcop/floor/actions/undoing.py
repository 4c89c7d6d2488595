"""Undoes the chair's changes to the items on the floor, such as an accidental click."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.actions.undoing import undoes
from wgcop.agenda.models import AgendaDocument, AgendaItem, Decision, ItemCall
from wgcop.agenda.queries import items_of
from wgcop.agenda.undoing.models import ON_THE_FLOOR, AgendaDeed, AgendaEdit
from wgcop.bodies.models import Meeting
from wgcop.database import Base, db
from wgcop.errors import Refused
from wgcop.floor.models import FloorRequest, RequestState
from wgcop.floor.queries import current_break

Row = TypeVar("Row", bound=Base)
HAS_FLOOR = (RequestState.SPEAKING, RequestState.INTERRUPTED)


@contextmanager
def undoable(deed: AgendaDeed, item: AgendaItem, *, by: Person) -> Iterator[None]:
    """Record all changes to the floor in the body of the `with` statement as one change that can be
    undone.
    """
    meeting = item.meeting
    # Both snapshots are taken under the lock, so that their difference is this change alone.
    lock(meeting)
    before = _stand(meeting)
    yield
    after = _stand(meeting)
    moved = [key for key in after["items"] if after["items"][key] != before["items"].get(key)]
    if not moved and after["decisions"] == before["decisions"]:
        return
    db.session.add(
        AgendaEdit(
            meeting=meeting,
            by=by,
            deed=deed,
            title=item.title,
            items=sorted({item.id, *map(int, moved)}),
            before={
                "items": {key: before["items"][key] for key in moved},
                "speakers": before["speakers"],
                "following": [each for each in before["following"] if each not in after["following"]],
            },
            after={
                "items": {key: after["items"][key] for key in moved},
                "calls": [each for each in after["calls"] if each not in before["calls"]],
                "decisions": [each for each in after["decisions"] if each not in before["decisions"]],
            },
        )
    )  # fmt: skip


@undoes(*ON_THE_FLOOR)
def take_back(change: AgendaEdit, items: Mapping[int, AgendaItem]) -> Callable[[], None]:
    """Put the items back on the floor as they were, and return the data that gives the floor back
    to those who had it. Raise Refused if somebody has moved the meeting on since.
    """
    now = _items(items)
    decided = [db.session.get(Decision, key) for key in change.after["decisions"]]
    stands = all(each is not None and each in each.item.conclusions for each in decided)
    if not stands or any(now.get(key) != then for key, then in change.after["items"].items()):
        raise Refused(
            _("The meeting has moved on since, so this cannot be undone. Take the item up again.")
        )
    for key, values in change.before["items"].items():
        item, at = items[int(key)], values["taken_up_at"]
        item.closed, item.taken_up_at = values["closed"], at and datetime.fromisoformat(at)
    for decision in filter(None, decided):
        decision.withdrawn_at = clock.now()
    for link in _of_ids(AgendaDocument, change.before["following"]):
        link.revision_number = None
    for call in _of_ids(ItemCall, change.after["calls"]):
        db.session.delete(call)
    return partial(give_back_floor, change)


def give_back_floor(change: AgendaEdit) -> None:
    """Give the floor back to those who had it, once their item is on the floor again. Their timer
    runs again; during a break it stays stopped.
    """
    meeting = change.meeting
    speakers: dict[str, str] = change.before["speakers"]
    for asked in _of_ids(FloorRequest, map(int, speakers)):
        if asked.state != RequestState.SPOKEN:
            continue
        if speakers[str(asked.id)] == RequestState.INTERRUPTED:
            asked.interrupt()
            continue
        asked.take_floor(allowed=None)
        if current_break(meeting):
            asked.timer = asked.timer.held_at(clock.now())


def _of_ids(model: type[Row], keys: Iterable[int]) -> list[Row]:
    return [each for key in keys if (each := db.session.get(model, key)) is not None]


def _stand(meeting: Meeting) -> dict[str, Any]:
    """Return the state of the items on the floor, as values that JSON can store."""
    db.session.flush()
    items = items_of(meeting)
    of_items = FloorRequest.item_id.in_(items)
    speaking = select(FloorRequest).where(of_items, FloorRequest.state.in_(HAS_FLOOR))
    following = select(AgendaDocument.id).where(
        AgendaDocument.item_id.in_(items), AgendaDocument.revision_number.is_(None)
    )
    decided = select(Decision.id).where(
        Decision.item_id.in_(items), Decision.withdrawn_at.is_(None)
    )
    called = select(ItemCall.id).where(ItemCall.item_id.in_(items))
    return {
        "items": _items(items),
        "speakers": {str(each.id): str(each.state) for each in db.session.scalars(speaking)},
        "following": list(db.session.scalars(following)),
        "decisions": list(db.session.scalars(decided)),
        "calls": list(db.session.scalars(called)),
    }


def _items(items: Mapping[int, AgendaItem]) -> dict[str, Any]:
    return {
        str(item.id): {
            "closed": item.closed,
            "taken_up_at": item.taken_up_at and item.taken_up_at.isoformat(),
        }
        for item in items.values()
    }
