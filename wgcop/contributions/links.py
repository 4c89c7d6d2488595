"""The clauses and the Questions that the cover of a wording names."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop.bodies.body import Body
from wgcop.database import Base
from wgcop.resolutions.models import Clause
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision


class RevisionClause(Searchable, Base):
    """A clause that a wording is about."""

    __tablename__ = "contribution_clause"
    __table_args__ = (UniqueConstraint("revision_id", "clause_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE")
    )
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    revision: Mapped["Revision"] = relationship(back_populates="clause_links")
    clause: Mapped[Clause] = relationship(lazy="joined", innerjoin=True)

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.revision.contribution_id}"] if self.revision else []


class RevisionQuestion(Searchable, Base):
    """A Question that a wording contributes to."""

    __tablename__ = "contribution_question"
    __table_args__ = (UniqueConstraint("revision_id", "body_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE")
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    revision: Mapped["Revision"] = relationship(back_populates="question_links")
    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.revision.contribution_id}"] if self.revision else []
