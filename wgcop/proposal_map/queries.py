"""Reads the proposal map of an edition: what all members read, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.bodies.groups import AGENDA_EDITORS
from wgcop.bodies.models import Meeting, Moment
from wgcop.brackets.queries import open_counts_of
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.positions.queries import words_of_clauses
from wgcop.proposal_map.narrowing import MapNarrowing
from wgcop.proposal_map.table import (
    MapDelegation,
    MapPaper,
    MappedProposal,
    ProposalMap,
    map_of,
)
from wgcop.proposals.adopted import adopted_among
from wgcop.proposals.decisions import agreed_in, decisions_at
from wgcop.proposals.models import Proposal
from wgcop.proposals.on_the_table import texts_on_table
from wgcop.proposals.queries import IN_ORDER
from wgcop.proposals.words import accepted
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.reading import text_of


def proposal_map(edition: Edition, narrowing: MapNarrowing) -> ProposalMap:
    """Return the map, in eight SQL statements, or nine if a new clause is proposed."""
    read = text_of(edition.id)
    ids = [clause.id for clause in read.clauses]
    if not ids:
        return ProposalMap()
    # An earlier edition shows the same map: proposals are about the words of the latest one.
    decisions, proposals = decisions_at(ids), _released_on(ids)
    words = words_of_clauses(ids, agreed_in(decisions))
    standing: list[Any] = [each for each in proposals if not each.is_withdrawn]
    adopted = adopted_among(standing, words)
    return map_of(
        read.sections,
        [replace(each, is_adopted=each.id in adopted) for each in proposals],
        words=words,
        more_to_decide={*open_counts_of(ids), *texts_on_table(ids)},
        decisions=decisions,
        narrowing=narrowing,
    )


def _released_on(clause_ids: Collection[int]) -> list[MappedProposal]:
    rows = db.session.execute(
        select(
            Proposal.id,
            Proposal.clause_id,
            Proposal.symbol,
            Proposal.reference,
            Proposal.base,
            Proposal.text,
            Proposal.withdrawn_at,
            Proposal.version,
            Proposal.changed_at,
            Proposal.is_before_edition,
            Proposal.contribution_id,
            Delegation.id,
            Delegation.name,
            Delegation.category,
            Delegation.region,
            Proposal.sources,
        )
        .join(Proposal.delegation)
        .where(Proposal.clause_id.in_(clause_ids), Proposal.released_at.is_not(None))
        .order_by(*IN_ORDER)
    ).all()
    papers = _papers({row.contribution_id for row in rows if row.contribution_id})
    return [
        MappedProposal(
            id=row[0],
            clause_id=row.clause_id,
            symbol=row.symbol,
            reference=row.reference,
            base=row.base,
            words="" if row.symbol.suppresses else accepted(row.text),
            withdrawn_at=row.withdrawn_at,
            version=row.version,
            changed_at=row.changed_at,
            is_before_edition=row.is_before_edition,
            delegation=MapDelegation(row[11], row.name, row.category, row.region),
            paper=papers.get(row.contribution_id),
            sources=tuple(row.sources),
        )
        for row in rows
    ]


def _papers(ids: Collection[int]) -> dict[int, MapPaper]:
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Contribution).where(Contribution.id.in_(ids)).options(lazyload("*"))
    )
    return {
        each.id: MapPaper(each.id, str(each.issued_symbol), each.url, each.symbol_order)
        for each in rows
    }


def mapped_at(meeting: Meeting) -> Sequence[Edition]:
    """Return the latest editions of the resolutions on which a meeting works: those of which its
    agenda has clauses, or its documents propose words.
    """
    on_agenda = (
        select(Clause.resolution_id)
        .join(AgendaClause, AgendaClause.clause_id == Clause.id)
        .join(AgendaItem, AgendaItem.id == AgendaClause.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    in_documents = (
        select(Clause.resolution_id)
        .join(Proposal, Proposal.clause_id == Clause.id)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .where(Contribution.meeting_id == meeting.id, Proposal.released_at.is_not(None))
    )
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.id.in_(_latest()),
            or_(Edition.resolution_id.in_(on_agenda), Edition.resolution_id.in_(in_documents)),
        )
        .options(joinedload(Edition.resolution))
        .order_by(Edition.slug)
    ).all()


def editions_with_proposals() -> Sequence[Edition]:
    """Return the latest editions of the resolutions on which proposals stand for all members."""
    proposed = (
        select(Clause.resolution_id)
        .join(Proposal, Proposal.clause_id == Clause.id)
        .where(Proposal.released_at.is_not(None), Proposal.withdrawn_at.is_(None))
    )
    return db.session.scalars(
        select(Edition)
        .where(Edition.id.in_(_latest()), Edition.resolution_id.in_(proposed))
        .options(joinedload(Edition.resolution))
        .order_by(Edition.slug)
    ).all()


def items_with_clauses(meeting: Meeting) -> dict[int, AgendaItem]:
    """Return the item of the agenda that has each clause, by the id of the clause; the first one if
    there are several.
    """
    found: dict[int, AgendaItem] = {}
    for clause_id, item in db.session.execute(
        select(AgendaClause.clause_id, AgendaItem)
        .join(AgendaClause.item)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaClause.id)
    ):
        found.setdefault(clause_id, item)
    return found


def meetings_to_prepare(audiences: frozenset[str]) -> list[Meeting]:
    """Return the meetings that are not over and whose agendas a reader with these audiences edits,
    the next one first. Whoever edits none causes no SQL statement.
    """
    if not any(each.startswith(AGENDA_EDITORS) for each in audiences):
        return []
    yesterday = clock.now().date() - timedelta(days=1)  # days end later in other places
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.ends_on >= yesterday)
        .options(joinedload(Meeting.group))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return [
        each
        for each in rows
        if each.group.agenda_editors in audiences and each.moment != Moment.PAST
    ]


def _latest() -> Select[Any]:
    return select(func.max(Edition.id)).group_by(Edition.resolution_id)
