"""The cuts of rolling texts: which wording of which document is a cut of which resolution."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.bodies.models import Meeting
from wgcop.contributions.revisions import Revision
from wgcop.database import Base
from wgcop.resolutions.models import Resolution


class RollingCut(Base):
    """The rolling text as it stood at a moment: a wording of a temporary document. Later cuts of the
    same resolution in the same meeting are revisions of that document.
    """

    __tablename__ = "rolling_cut"
    __table_args__ = (Index("ix_rolling_cut_of", "resolution_id", "meeting_id"),)

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"))
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(40), unique=True)
    """The key of the form with which it was cut. A form that is sent twice makes one cut."""

    revision: Mapped[Revision] = relationship()
    resolution: Mapped[Resolution] = relationship()
    meeting: Mapped[Meeting] = relationship()
