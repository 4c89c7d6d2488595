"""Loads papers with everything that their pages show."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group
from sqlalchemy.orm.interfaces import ORMOption

from wgcop import paper
from wgcop.accounts.models import Membership, Person
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.links import RevisionClause
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries.visibility import visible_to
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.paper.html import QuotedClause
from wgcop.paper.tree import clauses_quoted
from wgcop.resolutions.models import Clause, Section, Wording
from wgcop.resolutions.queries import clauses_by_wid

PEOPLE: tuple[ORMOption, ...] = (
    selectinload(Contribution.drafters)
    .joinedload(Drafter.person)
    .selectinload(Person.memberships)
    .joinedload(Membership.delegation),
    selectinload(Contribution.revisions)
    .selectinload(Revision.sources)
    .options(
        joinedload(Source.delegation),
        joinedload(Source.office),
        joinedload(Source.answered_by),
        joinedload(Source.seen_by),
    ),
)
"""Load options for the drafters of a paper and its sources."""


def contribution_with_text(
    contribution_id: int, audiences: frozenset[str], *, with_requests: bool = False
) -> Contribution | None:
    """Return a paper with its texts, or None if this reader may not see it. `with_requests`
    includes a paper of which they may read only the draft.
    """
    return _with_text(audiences, Contribution.id == contribution_id, with_requests=with_requests)


def contributions_with_text(
    ids: Iterable[int], audiences: frozenset[str]
) -> Sequence[Contribution]:
    """Return several papers with their texts, in as many SQL statements as for one."""
    return db.session.scalars(
        visible_to(audiences, Contribution.id.in_(list(ids))).options(*_text())
    ).all()


def texts_of(revision_ids: Iterable[int]) -> dict[int, paper.Node]:
    rows = db.session.execute(
        select(Revision.id, Revision.text).where(Revision.id.in_(list(revision_ids)))
    )
    return {revision_id: text for revision_id, text in rows}


def _with_text(
    audiences: frozenset[str], *conditions: ColumnElement[bool], with_requests: bool = False
) -> Contribution | None:
    """Return a paper with everything that its page shows, in seven SQL statements."""
    return db.session.scalar(
        visible_to(audiences, *conditions, with_requests=with_requests)
        .options(*_text())
        .execution_options(populate_existing=True)
    )


def _text() -> tuple[ORMOption, ...]:
    return (
        joinedload(Contribution.delegation),
        joinedload(Contribution.parent),
        *PEOPLE,
        selectinload(Contribution.revisions).options(
            undefer_group("words"),
            joinedload(Revision.changed_by),
            joinedload(Revision.submitted_by),
            selectinload(Revision.enclosures),
            selectinload(Revision.clause_links)
            .joinedload(RevisionClause.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section)
            .joinedload(Section.edition),
        ),
    )


def quoted_clauses(*trees: paper.Node, site: str = "") -> dict[str, QuotedClause]:
    """Return the clauses that these texts quote, by the names that the texts use, with their
    addresses on `site`.
    """
    wids = clauses_quoted(*trees)
    return {
        clause.wid: QuotedClause(f"{site}{clause.place}", _cited(clause.wording))
        for clause in clauses_by_wid(wids)
    }


def _cited(wording: Wording) -> str:
    return f"{wording.citation} · {wording.section.edition.name}"
