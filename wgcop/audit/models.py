"""The rows of the trail, its end, the points up to which it was shortened, and network addresses."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.audit.chain import Content
from wgcop.database import Base


class AuditRow(Base):
    """One deed. It holds no word that a delegation wrote, and people by their numbers only, so that
    a person can be erased.

    The database refuses to change a row, and to delete one that no checkpoint covers. Numbers have
    no gap.
    """

    __tablename__ = "audit_row"
    __table_args__ = (Index("ix_audit_row_of_kind_of_id", "of_kind", "of_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    deed: Mapped[str] = mapped_column(String(60), index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    through: Mapped[str] = mapped_column(String(20))
    of_kind: Mapped[str] = mapped_column(String(40))
    of_id: Mapped[str] = mapped_column(String(300))
    of_name: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(String(300))
    checksum: Mapped[str] = mapped_column(String(64))

    @property
    def content(self) -> Content:
        return Content(*(getattr(self, name) for name in Content._fields))


class AuditHead(Base):
    """The last row, sealed with the key of the installation. This one row is locked to add to the
    trail.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class AuditCheckpoint(Base):
    """A point up to which all rows were deleted. The chain continues from its checksum."""

    __tablename__ = "audit_checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    checksum: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class AuditOrigin(Base):
    """The network address from which a deed came. It is not part of the chain, since it is kept for
    a shorter time.
    """

    __tablename__ = "audit_origin"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(45))
