"""Finds the documents related to a document: attached to it, replaced by it, or replacing it; and
the unnumbered papers of its source.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, union
from sqlalchemy.orm import lazyload, selectinload

from wgcop.contributions.drafters import Drafter
from wgcop.contributions.links import RevisionClause
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.queries.narrowing import is_latest
from wgcop.contributions.queries.visibility import visible_to
from wgcop.contributions.quoting import quoting
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.resolutions.models import Clause


def attached_to(contribution: Contribution, audiences: frozenset[str]) -> Sequence[Contribution]:
    """Return the numbered addenda and corrigenda of a document, with what their lines show."""
    return db.session.scalars(
        visible_to(
            audiences, Contribution.parent_id == contribution.id, Contribution.number.is_not(None)
        ).order_by(Contribution.symbol_order)
    ).all()


@dataclass(frozen=True)
class Replacements:
    """The documents that replace a document or are replaced by it, as far as this reader may see
    them.
    """

    replaces: Contribution | None
    replaced_by: list[Contribution]


def replacements(contribution: Contribution, audiences: frozenset[str]) -> Replacements:
    """Return the replacements in one SQL statement, without their wordings. A draft that would
    replace a document is left out.
    """
    others = db.session.scalars(
        visible_to(
            audiences,
            Contribution.number.is_not(None),
            or_(
                Contribution.id == contribution.replaces_id,
                and_(
                    Contribution.replaces_id == contribution.id,
                    Contribution.state != PaperState.WITHDRAWN,
                ),
            ),
        )
        .options(lazyload(Contribution.revisions))
        .order_by(Contribution.accepted_at, Contribution.id)
    ).all()
    return Replacements(
        next((other for other in others if other.id == contribution.replaces_id), None),
        [other for other in others if other.replaces_id == contribution.id],
    )


def documents_about(
    clause_ids: Collection[int], audiences: frozenset[str], *conditions: ColumnElement[bool]
) -> dict[int, list[Contribution]]:
    """Return, by the ids of these clauses, the documents whose latest wordings name or quote them.
    It takes two SQL statements.
    """
    if not clause_ids:
        return {}
    naming = (
        select(RevisionClause.clause_id, Revision.contribution_id)
        .join(Revision, RevisionClause.revision_id == Revision.id)
        .where(RevisionClause.clause_id.in_(clause_ids), is_latest())
    )
    about = union(naming, quoting(Clause.id.in_(clause_ids))).subquery()
    pairs = db.session.execute(
        visible_to(
            audiences,
            Contribution.number.is_not(None),
            Contribution.state != PaperState.WITHDRAWN,
            *conditions,
        )
        .join(about, about.c.contribution_id == Contribution.id)
        .add_columns(about.c.clause_id)
        .options(
            selectinload(Contribution.revisions).options(
                lazyload(Revision.clause_links), lazyload(Revision.question_links)
            )
        )
        .order_by(Contribution.symbol_order)
    ).all()
    documents: dict[int, list[Contribution]] = {}
    for document, clause_id in pairs:
        documents.setdefault(clause_id, []).append(document)
    return documents


def unissued_beside(contribution: Contribution, revision: Revision) -> frozenset[str]:
    """Return the record ids of papers without a number that have a source or a drafter in common
    with this wording.
    """
    sources, drafters = revision.sources, [drafter.person_id for drafter in contribution.drafters]
    in_common = or_(
        Source.delegation_id.in_(
            [source.delegation_id for source in sources if source.delegation_id]
        ),
        Source.office_id.in_([source.office_id for source in sources if source.office_id]),
    )
    rows = db.session.scalars(
        select(Contribution.id).where(
            Contribution.number.is_(None),
            or_(
                Contribution.revisions.any(Revision.sources.any(in_common)),
                Contribution.drafters.any(Drafter.person_id.in_(drafters)),
            ),
        )
    )
    return frozenset(f"{Contribution.search_kind}:{paper_id}" for paper_id in rows)
