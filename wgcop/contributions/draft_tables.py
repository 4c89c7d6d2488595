"""The tables of the steps and the kept versions of drafts."""

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.contributions.revisions import Revision
from wgcop.database import Base
from wgcop.writing.models import (
    Places,
    StepColumns,
    VersionColumns,
    VersionWriterColumns,
    WritingColumns,
)


class Writing(WritingColumns, Base):
    __tablename__ = "draft_writing"

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )
    places: Mapped[Places | None] = mapped_column(JSON(none_as_null=True))
    """The places of the words that comments quote. If None, they are found by the words before the
    next step.
    """


class DraftStep(StepColumns, Base):
    __tablename__ = "draft_step"

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )


class DraftVersion(VersionColumns, Base):
    """A version of a draft, kept for as long as the paper."""

    __tablename__ = "draft_version"

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )

    revision: Mapped[Revision] = relationship()
    writers: Mapped[list["DraftVersionWriter"]] = relationship(
        cascade="all, delete-orphan",
        order_by="DraftVersionWriter.person_id",
    )


class DraftVersionWriter(VersionWriterColumns, Base):
    __tablename__ = "draft_version_writer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["revision_id", "number"],
            ["draft_version.revision_id", "draft_version.number"],
            ondelete="CASCADE",
        ),
    )

    revision_id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
