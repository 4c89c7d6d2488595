"""Makes the agenda of a drafting session from the proposal map."""

from collections.abc import Collection

from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.agenda.actions.items import NewItem, add_items
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.proposal_map.agenda_plan import ItemFor, planned_items
from wgcop.proposal_map.narrowing import ALL_THAT_STANDS
from wgcop.proposal_map.queries import items_with_clauses, proposal_map
from wgcop.resolutions.models import Clause, Edition


def make_items(
    meeting: Meeting,
    edition: Edition,
    chosen: Collection[int],
    *,
    item_for: ItemFor,
    parent: AgendaItem | None = None,
    by: Person,
) -> list[AgendaItem]:
    """Add items for the chosen clauses, with the documents that bring proposals on them. A clause
    that stands on the agenda already gets no other item: two officers may choose it at once.
    """
    # What stands on the agenda is read under the lock, so that nothing comes in between.
    lock(meeting)
    table = proposal_map(edition, ALL_THAT_STANDS)
    missing = set(chosen) - set(items_with_clauses(meeting))
    planned = planned_items(table, missing, item_for=item_for, of=edition.name)
    if not planned:
        return []
    clauses = {
        each.id: each for each in db.session.scalars(select(Clause).where(Clause.id.in_(missing)))
    }
    papers = {
        each.id: each
        for each in db.session.scalars(
            select(Contribution).where(
                Contribution.id.in_({paper.id for each in planned for paper in each.papers})
            )
        )
    }
    return add_items(
        meeting,
        [
            NewItem(
                ItemFacts(title=each.title, kind=ItemKind.CLAUSES),
                [clauses[row.clause.id] for row in each.rows],
                [papers[paper.id] for paper in each.papers],
            )
            for each in planned
        ],
        parent=parent,
        before_the_end=parent is None,
        by=by,
    )
