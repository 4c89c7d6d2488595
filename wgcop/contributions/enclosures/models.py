"""A file that goes with one wording of a paper."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, undefer

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.contributions.enclosures.checking import MEDIA_TYPES, CheckedFile
from wgcop.database import FILES, WORDS, Base, drawn_id
from wgcop.search.records import KindNames, Record, Searchable

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision

_KIND_NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "odt": _l("OpenDocument text"),
    "ods": _l("OpenDocument spreadsheet"),
    "odp": _l("OpenDocument presentation"),
    "png": "PNG",
    "jpeg": "JPEG",
    "txt": _l("Plain text"),
    "csv": "CSV",
}


class Enclosure(Searchable, Base):
    """A file that goes with one wording of a paper. `file` is the SHA-256 of its content. A new
    revision begins with copies of the files of the wording before it.
    """

    __tablename__ = "contribution_enclosure"
    search_kind = "attached-file"
    search_names = KindNames(
        one=_l("Attached file"),
        many=_l("Attached files"),
        all_of=lambda count: ngettext(
            "All %(num)d attached file", "All %(num)d attached files", count
        ),
        aliases=("file", "attachment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), index=True
    )
    file: Mapped[str] = mapped_column(String(64), index=True, info=FILES)
    name: Mapped[str] = mapped_column(String(200), info=WORDS)
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text, deferred=True, info=WORDS)
    """The text that search finds the file by. None until a background job has read the file."""
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    revision: Mapped["Revision"] = relationship(back_populates="enclosures")
    added_by: Mapped[Person] = relationship()

    @classmethod
    def of(cls, checked: CheckedFile, file: str, *, name: str, by: Person) -> "Enclosure":
        return cls(
            file=file, name=name, kind=checked.kind, size=len(checked.data), added_by_id=by.id
        )

    def copy(self) -> "Enclosure":
        copied = ("file", "name", "kind", "size", "text", "added_by_id", "added_at")
        return Enclosure(**{name: getattr(self, name) for name in copied})

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]

    @property
    def type_name(self) -> str:
        return str(_KIND_NAMES[self.kind])

    @property
    def size_name(self) -> str:
        if self.size < 1_000_000:
            return _("%(size)s kB", size=format_decimal(max(1, round(self.size / 1000))))
        return _("%(size)s MB", size=format_decimal(round(self.size / 1_000_000, 1)))

    @property
    def url(self) -> str:
        return f"/contributions/{self.revision.contribution_id}/files/{self.id}"

    def search_record(self) -> Record | None:
        """Return the search record of a file of the latest wording, otherwise None. The files of a
        revision that is still a draft are not found.
        """
        contribution = self.revision.contribution
        if self.revision is not contribution.current:
            return None
        symbol = contribution.symbol
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=f"{symbol}: {self.name}" if symbol else self.name,
            text=self.text or "",
            url=f"{contribution.url}#files",
            year=contribution.meeting.starts_on.year,
            language=self.revision.language,
            body=contribution.meeting.group.code,
            source=self.revision.source,
            symbol=str(symbol or ""),
            also_called=(" ".join(re.split(r"[\W_]+", self.name)),),
            audience=contribution.audience,
            date=self.added_at,
        )

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(joinedload(cls.revision), undefer(cls.text))
