"""An import and its files. The files that wait are the queue; each records its outcome."""

import json
from datetime import datetime

from sqlalchemy import JSON, Dialect, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.database import FILES, WORDS, Base
from wgcop.errors import Refused
from wgcop.priorwork.imports.outcomes import OUTCOME_NAMES, ImportOutcome
from wgcop.priorwork.models import Document
from wgcop.reading.reasons import Reason

TRIES = 3
"""The number of attempts without an answer after which a file has failed, because the file itself
may be the cause.
"""


class StoredReason(TypeDecorator[Reason | None]):
    """A column for a reason, stored as JSON or empty. Plain text comes from before reasons could be
    translated.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Reason | None, dialect: Dialect) -> str:
        return json.dumps(value.as_list(), ensure_ascii=False) if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> Reason | None:
        if not value:
            return None
        return Reason.from_list(json.loads(value)) if value.startswith("[") else Reason(value)


class Import(Base):
    """An import of files. They belong to `body`, unless the table of facts names another one."""

    __tablename__ = "document_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[Person | None] = relationship(lazy="joined")
    files: Mapped[list["ImportFile"]] = relationship(
        back_populates="batch", order_by="ImportFile.id", cascade="all, delete-orphan"
    )

    @property
    def url(self) -> str:
        return f"/priorwork/imports/{self.id}"

    @property
    def topic(self) -> str:
        return f"import:{self.id}"


class ImportFile(Base):
    """A file of an import. `cells` and `line` are its row in the table of facts; `sha` is its
    content while it waits.
    """

    __tablename__ = "document_import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(
        ForeignKey("document_import.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(300), info=WORDS)
    sha: Mapped[str] = mapped_column(String(64), default="", info=FILES)
    cells: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info=WORDS)
    line: Mapped[int | None]
    outcome: Mapped[ImportOutcome] = mapped_column(default=ImportOutcome.WAITING, index=True)
    reason: Mapped[Reason | None] = mapped_column(StoredReason, nullable=False)
    tries: Mapped[int] = mapped_column(default=0)
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("document.id", ondelete="SET NULL"), index=True
    )

    batch: Mapped[Import] = relationship(back_populates="files")
    document: Mapped[Document | None] = relationship()

    @property
    def is_failed(self) -> bool:
        return self.outcome == ImportOutcome.FAILED

    @property
    def outcome_name(self) -> str:
        return str(OUTCOME_NAMES[self.outcome])

    def settle(
        self,
        outcome: ImportOutcome,
        reason: Reason | None = None,
        document: Document | None = None,
    ) -> None:
        if self.outcome != ImportOutcome.WAITING:
            raise Refused("This file already has an outcome.")
        self.outcome, self.reason, self.document = outcome, reason, document
        self.sha = ""
