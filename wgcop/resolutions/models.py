"""Resolutions as works with editions. A clause remains the same clause in every edition, even when
its wording changes.
"""

import enum
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import JSON, ForeignKey, Select, String, Text, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, query_expression, relationship

from wgcop import clock
from wgcop.database import Base
from wgcop.resolutions.typeset import is_same_wording
from wgcop.search.records import KindNames, Record, Searchable
from wgcop.web.joining import mark

LONGEST_SUPPRESSING = 300
LONGEST_WID = 250
"""The longest name of a clause, in characters."""


class InstrumentKind(enum.StrEnum):
    RESOLUTION = "resolution"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"


class SectionKind(enum.StrEnum):
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"


class Resolution(Base):
    """A resolution as a work, such as `wtdc-67`. Every edition is a wording of it."""

    __tablename__ = "resolution"

    id: Mapped[int] = mapped_column(primary_key=True)
    work: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[InstrumentKind]
    number: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(String(200))
    suppressed_by: Mapped[str] = mapped_column(
        String(LONGEST_SUPPRESSING), default="", server_default=""
    )
    """The conference or text that suppressed the resolution; empty while it is in force."""
    suppressed_on: Mapped[date | None]

    editions: Mapped[list["Edition"]] = relationship(back_populates="resolution")
    clauses: Mapped[list["Clause"]] = relationship(back_populates="resolution")

    @property
    def is_suppressed(self) -> bool:
        return self.suppressed_on is not None

    @property
    def dom_id(self) -> str:
        """The id of the part of a page that says whether it is in force."""
        return f"in-force-{self.id}"

    @property
    def suppression_mark(self) -> str:
        """A mark of what is recorded now, by which a form says what it showed."""
        return mark([self.suppressed_by, self.suppressed_on])


class Edition(Searchable, Base):
    """One adopted wording of a resolution, such as `67-hyderabad-2010`."""

    __tablename__ = "edition"
    search_kind = "resolution"
    search_names = KindNames(
        one=_l("Resolution"),
        many=_l("Resolutions"),
        all_of=lambda count: ngettext("All %(num)d resolution", "All %(num)d resolutions", count),
        plurals=("resolutions",),
        help_place=1,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    revised: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(500))
    place: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    formula: Mapped[str] = mapped_column(Text)
    footnotes: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    annexes: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    signature: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    imported_at: Mapped[datetime] = mapped_column(default=clock.now)
    latest_id: Mapped[int | None] = query_expression()
    """The edition in force, where a query reads it too."""

    resolution: Mapped[Resolution] = relationship(back_populates="editions")
    sections: Mapped[list["Section"]] = relationship(
        back_populates="edition", order_by="Section.position", cascade="all, delete-orphan"
    )

    @property
    def topic(self) -> str:
        return f"resolution:{self.slug}"

    @property
    def url(self) -> str:
        return f"/resolutions/{self.slug}"

    @property
    def name(self) -> str:
        """The name in the usual form: `Resolution 67 (Hyderabad, 2010)`."""
        revision = "Rev. " if self.revised else ""
        return f"{self.resolution.kind.capitalize()} {self.resolution.number} ({revision}{self.place}, {self.year})"

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(joinedload(cls.resolution))

    def search_record(self) -> Record:
        return Record(
            id=f"resolution:{self.id}",
            kind="resolution",
            title=f"{self.name}: {self.title}",
            symbol=self.name,
            text=self.formula,
            url=self.url,
            year=self.year,
            language=self.language,
            level="international",
            body=self.resolution.body,
            audience=frozenset({"public"}),
        )


class Section(Base):
    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[SectionKind]
    heading: Mapped[str] = mapped_column(String(300))
    intro: Mapped[str] = mapped_column(Text, default="")

    edition: Mapped[Edition] = relationship(back_populates="sections")
    wordings: Mapped[list["Wording"]] = relationship(
        back_populates="section", order_by="Wording.position", cascade="all, delete-orphan"
    )


class Clause(Base):
    """A clause with the stable identity to which threads, proposals and reports belong, the same in
    every edition.
    """

    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), index=True)
    wid: Mapped[str] = mapped_column(String(LONGEST_WID), unique=True)

    resolution: Mapped[Resolution] = relationship(back_populates="clauses")
    wordings: Mapped[list["Wording"]] = relationship(
        back_populates="clause", order_by="Wording.id", cascade="all, delete-orphan"
    )

    @property
    def topic(self) -> str:
        return f"clause:{self.wid}"

    @property
    def url(self) -> str:
        return f"/clauses/{self.wid}"

    @property
    def anchor(self) -> str:
        """The part of the wid after the work, used as the DOM id and as the fragment of the
        address.
        """
        return self.wid.partition(".")[2]

    @property
    def place(self) -> str:
        """The address of the clause on its page, which works before any script has run and for a
        guest too.
        """
        return f"{self.url}#{self.anchor}"

    @property
    def wording(self) -> "Wording":
        """The wording in the latest edition."""
        return self.wordings[-1]

    @property
    def wording_before(self) -> "Wording | None":
        """The wording that the latest edition has changed, or None if it has not."""
        if len(self.wordings) < 2:
            return None
        before = self.wordings[-2]
        return None if is_same_wording(before.text, self.wording.text) else before


class DescentKind(enum.StrEnum):
    SPLIT = "split"
    MERGED = "merged"


class ClauseDescent(Base):
    """That a clause has words of another clause, the ancestor, since an edition: it was split from it,
    or the ancestor was merged into it.

    Rows that are not direct name the ancestors of ancestors, so that one look finds all of them.
    """

    __tablename__ = "clause_descent"
    __table_args__ = (UniqueConstraint("clause_id", "ancestor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=True
    )
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"))
    ancestor_id: Mapped[int] = mapped_column(
        ForeignKey("clause.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[DescentKind]
    is_direct: Mapped[bool] = mapped_column(default=True, server_default=true())

    edition: Mapped[Edition] = relationship()
    clause: Mapped[Clause] = relationship(foreign_keys=clause_id)
    ancestor: Mapped[Clause] = relationship(foreign_keys=ancestor_id)


class Wording(Searchable, Base):
    """A clause as one edition words it. `depth` is 0 for an item of its section, 1 for a sub-item,
    and so on.
    """

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("section_id", "position"),)
    search_kind = "clause"
    search_names = KindNames(
        one=_l("Clause"),
        many=_l("Clauses"),
        all_of=lambda count: ngettext("All %(num)d clause", "All %(num)d clauses", count),
        plurals=("clauses",),
        help_place=2,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    position: Mapped[int]
    depth: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(20), default="")
    citation: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)

    clause: Mapped[Clause] = relationship(back_populates="wordings")
    section: Mapped[Section] = relationship(back_populates="wordings")

    @property
    def reading_order(self) -> tuple[str, int, int]:
        """A key that sorts clauses in the order in which their editions print them."""
        return self.section.edition.slug, self.section.position, self.position

    @property
    def anchor(self) -> str:
        return self.clause.anchor

    @property
    def item(self) -> str:
        """The part of the citation after the heading: `2`, `e)`, or nothing."""
        return self.citation.removeprefix(self.section.heading).strip()

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.clause),
            joinedload(cls.section).joinedload(Section.edition).joinedload(Edition.resolution),
        )

    def search_record(self) -> Record:
        edition = self.section.edition
        return Record(
            id=f"clause:{self.id}",
            kind="clause",
            title=f"{self.citation} · {edition.name}",
            text=self.text,
            url=self.clause.place,
            year=edition.year,
            language=edition.language,
            level="international",
            body=edition.resolution.body,
            clauses=(self.clause.wid,),
            audience=frozenset({"public"}),
        )
