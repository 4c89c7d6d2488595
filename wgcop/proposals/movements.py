"""Reads how others have moved against the positions of a delegation on proposals, and its own."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.positions.movements import MovementsReader
from wgcop.positions.placed import PlacedPosition
from wgcop.positions.stances import Layer, Stance
from wgcop.proposals.models import Proposal, with_clause
from wgcop.proposals.position_rows import ProposalPosition, latest_on_proposals
from wgcop.resolutions.models import Clause


class _OnProposals(MovementsReader):
    """Those on proposals that are withdrawn are left out: nobody has to answer them any more."""

    kind = "proposal"
    table = ProposalPosition
    column = "seen_on_proposals"
    have_table = False

    def rows_of(
        self, delegation: Delegation, resolution_id: int | None
    ) -> Select[ProposalPosition]:
        query = select(ProposalPosition).where(ProposalPosition.delegation_id == delegation.id)
        if resolution_id is not None:
            query = query.join(ProposalPosition.proposal).join(Proposal.clause)
            query = query.where(Clause.resolution_id == resolution_id)
        return query

    def thing_id_of(self, position: ProposalPosition) -> int:
        return position.proposal_id

    def own(
        self, delegation: Delegation, resolution_id: int | None, thing_id: int | None
    ) -> Iterable[tuple[int, int, Layer, Stance | None, int]]:
        query = (
            select(
                ProposalPosition.proposal_id,
                Clause.resolution_id,
                ProposalPosition.layer,
                ProposalPosition.stance,
                ProposalPosition.id,
            )
            .join(ProposalPosition.proposal)
            .join(Proposal.clause)
            .where(ProposalPosition.delegation_id == delegation.id, Proposal.withdrawn_at.is_(None))
            .order_by(ProposalPosition.id)
        )
        if thing_id is not None:
            query = query.where(ProposalPosition.proposal_id == thing_id)
        if resolution_id is not None:
            query = query.where(Clause.resolution_id == resolution_id)
        return db.session.execute(query)

    def released_after(
        self, number: int, things: Collection[int], others_than: Delegation
    ) -> list[PlacedPosition]:
        rows = db.session.execute(
            latest_on_proposals(
                ProposalPosition.proposal_id.in_(things),
                ProposalPosition.layer == Layer.RELEASED,
                ProposalPosition.delegation_id != others_than.id,
                ProposalPosition.id > number,
            ).with_only_columns(
                ProposalPosition.id,
                ProposalPosition.proposal_id,
                ProposalPosition.delegation_id,
                Delegation.name,
                ProposalPosition.layer,
                ProposalPosition.stance,
                ProposalPosition.reason,
                ProposalPosition.words,
                ProposalPosition.at,
            )
        )
        return list(map(PlacedPosition._make, rows))

    def released_until(
        self, number: int, things: Collection[int], delegations: Collection[int]
    ) -> Iterable[tuple[int, int, int, Stance | None, str, bool]]:
        rows = db.session.execute(
            select(
                ProposalPosition.proposal_id,
                ProposalPosition.delegation_id,
                ProposalPosition.id,
                ProposalPosition.stance,
                ProposalPosition.reason,
            )
            .where(
                ProposalPosition.layer == Layer.RELEASED,
                ProposalPosition.proposal_id.in_(things),
                ProposalPosition.delegation_id.in_(delegations),
                ProposalPosition.id <= number,
            )
            .order_by(ProposalPosition.id)
        )
        return [
            (proposal_id, delegation_id or 0, number, stance, reason, False)
            for proposal_id, delegation_id, number, stance, reason in rows
        ]

    def called(self, things: Collection[int]) -> Mapping[int, tuple[str, str]]:
        rows = db.session.scalars(
            select(Proposal)
            .where(Proposal.id.in_(things))
            .options(joinedload(Proposal.delegation), *with_clause())
        )
        in_order = sorted(rows, key=lambda each: (each.clause.wording.reading_order, each.id))
        return {each.id: (each.title, f"{each.url}/positions") for each in in_order}


ON_PROPOSALS = _OnProposals()
