"""The agenda item under which a contribution is to be discussed."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.db import db
from wgcop.meetings import actions, queries
from wgcop.meetings.models import AgendaDocument, AgendaItem


def items_of(contribution: Contribution) -> list[AgendaItem]:
    """Where the paper stands on its meeting's agenda."""
    found = db.session.scalars(
        select(AgendaItem)
        .join(AgendaDocument, AgendaDocument.item_id == AgendaItem.id)
        .where(
            AgendaDocument.contribution_id == contribution.id,
            AgendaItem.meeting_id == contribution.meeting_id,
        )
        .options(joinedload(AgendaItem.meeting))
        .order_by(AgendaDocument.id)
    )
    return list(found)


def numbered_items_of(contribution: Contribution) -> list[tuple[str, str]]:
    """`("2.1 Awareness campaigns", address)`."""
    items = items_of(contribution)
    if not items:
        return []
    names = dict(queries.items_to_choose(contribution.meeting))
    return [(names[item.id], item.url) for item in items]


def choices(meeting: Meeting) -> list[tuple[int, str]]:
    return queries.items_to_choose(meeting)


def choose(contribution: Contribution, item_id: int, *, by: Person) -> None:
    """The one item that the form names; 0 for none. What the secretariat placed besides it goes too."""
    for item in items_of(contribution):
        if item.id != item_id:
            actions.detach_document(item, contribution, by=by)
    chosen = queries.item_of(contribution.meeting, item_id) if item_id else None
    if chosen is not None:
        actions.attach_document(chosen, contribution, by=by)


def tell(contribution: Contribution, *, by: Person) -> None:
    """The agenda that it stands on shows it differently now."""
    if items_of(contribution):
        actions.tell_of_document(contribution.meeting, contribution, by=by)
