"""The people whom an item of an agenda concerns, since they or their delegations brought papers to it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaDocument, AgendaItem
from wgcop.contributions.letters import recipients
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db


def people_of(
    item: AgendaItem, *, whole_delegations: bool = False, without: Collection[int] = ()
) -> Sequence[Person]:
    """Return whoever brought papers to the item, or their whole delegations, leaving out the papers
    in `without`, in a number of SQL statements that does not grow with them.
    """
    papers = db.session.scalars(
        select(Contribution)
        .join(AgendaDocument, AgendaDocument.contribution_id == Contribution.id)
        .where(AgendaDocument.item_id == item.id, Contribution.id.not_in(without))
        .options(selectinload(Contribution.revisions).selectinload(Revision.sources))
    )
    return recipients(*papers, whole_delegations=whole_delegations)
