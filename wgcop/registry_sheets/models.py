"""An uploaded table, stored from its preview to its confirmation."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.reading.reasons import Reason
from wgcop.registry_sheets.table import RegistryTable, TableRow


class RegistryImport(Base):
    """An import. `rows` holds the number and the cells of each row, `digests` the plan of its
    first preview; both are emptied when it is done.
    """

    __tablename__ = "registry_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200), info=WORDS)
    columns: Mapped[list[str]] = mapped_column(JSON, info=WORDS)
    rows: Mapped[list[Any]] = mapped_column(JSON, info=WORDS)
    notes: Mapped[list[Any]] = mapped_column(JSON, info=WORDS)
    digests: Mapped[dict[str, str]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    done_at: Mapped[datetime | None]
    added: Mapped[list[int]] = mapped_column(JSON, default=list)
    changed: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The ids of the entries that were changed."""

    by: Mapped[Person | None] = relationship()

    @property
    def url(self) -> str:
        return f"/initiatives/imports/{self.id}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def table(self) -> RegistryTable:
        return RegistryTable(
            tuple(self.columns),
            tuple(
                TableRow(number, dict(zip(self.columns, cells, strict=True)))
                for number, cells in self.rows
            ),
            tuple(Reason.from_list(note) for note in self.notes),
        )

    @table.setter
    def table(self, table: RegistryTable) -> None:
        self.columns = list(table.columns)
        self.rows = [
            [row.number, [row.cells.get(name, "") for name in table.columns]] for row in table.rows
        ]
        self.notes = [note.as_list() for note in table.notes]
