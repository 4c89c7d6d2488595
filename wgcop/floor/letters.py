"""Letters to those whose papers the meeting takes up next."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from wgcop import clock, mail
from wgcop.accounts.receiving import reader_now, write_wished
from wgcop.accounts.wishes import LetterKind
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaDocument, AgendaItem
from wgcop.agenda.queries import name_of_item
from wgcop.bodies.models import Moment
from wgcop.database import db, with_commit
from wgcop.floor import pushes
from wgcop.floor.concerned import people_of
from wgcop.floor.models import ItemFloor
from wgcop.mail import LetterWords, Message

SOURCE = "item"


def write_next(kept: ItemFloor) -> None:
    """Write once to whoever brought a paper to this item that it is next, and notify them and their
    delegations.
    """
    item = db.session.get(AgendaItem, kept.item_id)
    if item is None or kept.told_next_at is not None:
        return
    kept.told_next_at = clock.now()
    _tell(item)


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    placed = [each for each in session.new if isinstance(each, AgendaDocument)]
    with_commit(
        tell_latecomers,
        *((each.item_id, each.contribution_id) for each in placed),
        session=session,
    )


def tell_latecomers(session: Session, placed: Sequence[tuple[int, int]]) -> None:
    """Tell people who brought a paper to an item after the others had been told that it is next.
    People with another paper there were told before.
    """
    for item_id in dict.fromkeys(item_id for item_id, _paper in placed):
        kept, item = session.get(ItemFloor, item_id), session.get(AgendaItem, item_id)
        if kept is None or item is None or kept.told_next_at is None:
            continue
        if floor_now(item.meeting).next == item_id:
            _tell(item, late=frozenset(paper for of_item, paper in placed if of_item == item_id))


def _tell(item: AgendaItem, *, late: Collection[int] = ()) -> None:
    """Write to the people of the item, and notify them and their delegations. With `late`, tell
    only people who have no other paper there.
    """
    told = _told(item, late, whole_delegations=True)
    called = people_of(item, whole_delegations=True)
    pushes.notify_next(item, [each.id for each in called if each.id not in told])
    written = _told(item, late, whole_delegations=False)
    people = [each for each in people_of(item) if each.id not in written]
    if people:
        write_wished(
            LetterKind.ITEMS,
            people,
            "floor/next",
            source=SOURCE,
            about={"item": item.id},
            page=item.url,
            meeting=item.meeting,
            item=name_of_item(item),
        )


def _told(item: AgendaItem, late: Collection[int], *, whole_delegations: bool) -> frozenset[int]:
    """Return the ids of those who were told of the item before these papers came."""
    if not late:
        return frozenset()
    before = people_of(item, whole_delegations=whole_delegations, without=late)
    return frozenset(each.id for each in before)


@mail.renews(SOURCE)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written, unless the item is over or its reader is no longer
    concerned by it.
    """
    person = reader_now(message)
    item = db.session.get(AgendaItem, message.about["item"])
    if person is None or item is None or item.closed or item.meeting.moment != Moment.NOW:
        return None
    if all(each.id != person.id for each in people_of(item)):
        return None
    return LetterWords(message.subject, message.text)
