"""The rows of positions on proposals, of delegations and of regional groups."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import RegionalGroup, groups_named
from wgcop.database import Base
from wgcop.positions.models import HeldPosition, Holder
from wgcop.positions.policy import TAKE_POSITIONS
from wgcop.positions.stances import WITHIN_GROUP, Layer
from wgcop.proposals.models import Proposal
from wgcop.threads.models import MEMBERS


class ProposalPosition(HeldPosition, Base):
    """A position of a delegation on a proposal, or that of the regional group with this key."""

    __tablename__ = "proposal_position"
    __table_args__ = (
        Index(
            "ix_proposal_position_of", "proposal_id", "delegation_id", "group_key", "layer", "id"
        ),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    group_key: Mapped[str] = mapped_column(String(20), default="", server_default="")

    proposal: Mapped[Proposal] = relationship()
    delegation: Mapped[Delegation | None] = relationship()

    redacts: ClassVar[str] = "proposal-position"
    belongs_to = ("proposal_id", "delegation_id", "group_key")

    @property
    def thing(self) -> Proposal:
        return self.proposal

    @property
    def holder(self) -> Holder:
        if self.delegation is not None:
            return self.delegation
        [group] = groups_named(self.group_key)
        return group

    @property
    def holder_name(self) -> str:
        return self.holder.code if isinstance(self.holder, RegionalGroup) else self.holder.name

    @property
    def layer_name(self) -> str:
        within_group = self.delegation_id is None and self.layer == Layer.WITHIN
        return str(WITHIN_GROUP) if within_group else super().layer_name

    @property
    def audience(self) -> str:
        return MEMBERS if self.layer == Layer.RELEASED else self.holder.audience

    @property
    def url(self) -> str:
        in_group = f"/groups/{self.group_key}" if self.group_key else ""
        return f"{self.proposal.url}/positions{in_group}"


def latest_on_proposals(*which: Any) -> Select[ProposalPosition]:
    """Select the last row of each holder, proposal and layer among those that `which` names."""
    last = (
        select(func.max(ProposalPosition.id))
        .where(*which)
        .group_by(
            ProposalPosition.proposal_id,
            ProposalPosition.delegation_id,
            ProposalPosition.group_key,
            ProposalPosition.layer,
        )
    )
    return (
        select(ProposalPosition)
        .outerjoin(ProposalPosition.delegation)
        .where(
            ProposalPosition.id.in_(last),
            or_(ProposalPosition.delegation_id.is_(None), Delegation.category.in_(TAKE_POSITIONS)),
        )
    )
