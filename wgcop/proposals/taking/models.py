"""The proposals that were taken into papers which have no number yet."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.contributions.models import Contribution
from wgcop.database import Base
from wgcop.proposals.models import Proposal


class TakenProposal(Base):
    """A proposal that was taken into a draft. `block_id` is the quotation with its words.

    Whether it still stands there, the text of the draft alone says. With the next wording that
    members read, the proposal becomes that of the paper, and the row goes.
    """

    __tablename__ = "proposal_in_draft"

    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    block_id: Mapped[str] = mapped_column(String(8))

    proposal: Mapped[Proposal] = relationship()
    contribution: Mapped[Contribution] = relationship()
