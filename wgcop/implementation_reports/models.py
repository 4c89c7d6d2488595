"""A report on implementation: its cover, the sections that people write, and the adopted copies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from wgcop import clock, markup
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.database import WORDS, Base
from wgcop.implementation.states import (
    REVIEW_NAMES,
    STEP_NAMES,
    ReviewState,
    StepKind,
)
from wgcop.implementation_reports.entries import EntriesNamed, EntriesPlace
from wgcop.implementation_reports.marks import MARK_NAMES, WordsMark, mark_of
from wgcop.resolutions.models import Clause, Edition
from wgcop.search.records import KindNames, Record, Searchable


class ImplementationReport(Searchable, Base):
    """A report for a conference or a period, on one edition of a resolution. It is written while
    `is_open`, and adopted in copies.
    """

    __tablename__ = "implementation_report"
    search_kind = "implementation-report"
    search_names = KindNames(
        one=_l("Implementation report"),
        many=_l("Implementation reports"),
        all_of=lambda count: ngettext(
            "All %(num)d implementation report", "All %(num)d implementation reports", count
        ),
        plurals=("implementation-reports",),
        aliases=("report", "reports"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("implementation_report.id"), index=True
    )
    """The report whose text it began with."""
    title: Mapped[str] = mapped_column(String(300), info=WORDS)
    conference: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    place: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    period_from: Mapped[date]
    period_to: Mapped[date]
    language: Mapped[str] = mapped_column(String(8), default="en")
    document_number: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    priority_area: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    abstract: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    expected_results: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    action_required: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    cited: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The references in the box of the cover."""
    entries_named: Mapped[EntriesNamed] = mapped_column(
        default=EntriesNamed.CHANGED, server_default=EntriesNamed.ALL.value
    )
    entries_place: Mapped[EntriesPlace] = mapped_column(
        default=EntriesPlace.BOTH, server_default=EntriesPlace.BOTH.value
    )
    contact: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The contact for questions, by role."""
    is_open: Mapped[bool] = mapped_column(default=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship()
    previous: Mapped[ImplementationReport | None] = relationship(remote_side=[id])
    created_by: Mapped[Person] = relationship()
    sections: Mapped[list[WrittenSection]] = relationship(
        back_populates="report",
        cascade="all, delete-orphan",
        order_by="WrittenSection.position",
    )
    copies: Mapped[list[AdoptedCopy]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="AdoptedCopy.number"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def topic(self) -> str:
        return f"report:{self.slug}"

    @property
    def members_topic(self) -> str:
        """The topic of the report while it is written, which only members hear."""
        return f"report:{self.slug}@members"

    @property
    def url(self) -> str:
        return f"/implementation/reports/{self.slug}"

    @property
    def draft_url(self) -> str:
        return f"{self.url}/draft"

    @property
    def adopted(self) -> AdoptedCopy | None:
        """The latest adopted copy, which is in force; None before the first."""
        return self.copies[-1] if self.copies else None

    @property
    def audience(self) -> str:
        """The audience of the report: everybody for an adopted report, members for one that is
        being written.
        """
        return "public" if self.copies else "members"

    @property
    def next_number(self) -> int:
        """The number of the copy that would be adopted now; 0 is the report itself, 1 is Rev.1."""
        return len(self.copies)

    def section(self, key: str) -> WrittenSection | None:
        return next((section for section in self.sections if section.key == key), None)

    @property
    def waiting(self) -> list[WrittenSection]:
        """Sections that were not approved yet."""
        return [section for section in self.sections if section.review != ReviewState.APPROVED]

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            selectinload(cls.sections),
            selectinload(cls.copies).undefer(AdoptedCopy.plain),
            joinedload(cls.edition).joinedload(Edition.resolution),
        )

    def search_record(self) -> Record:
        adopted = self.adopted
        text = adopted.plain if adopted else "\n".join(section.plain for section in self.sections)
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=self.title,
            text="\n".join(filter(None, [self.conference, self.place, text])),
            symbol=self.document_number,
            url=self.url,
            year=self.period_to.year,
            language=self.language,
            level="international",
            source=self.source,
            body=self.edition.resolution.body,
            state="" if adopted else "draft",
            also_called=(self.edition.name,),
            audience=frozenset({self.audience}),
            date=adopted.adopted_at if adopted else None,
        )


class WrittenSection(Searchable, Base):
    """The text of a section, and `base`, its text in the report before. `key` is the clause's name,
    or a word for other sections.
    """

    __tablename__ = "implementation_report_section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(
        ForeignKey("implementation_report.id", ondelete="CASCADE")
    )
    key: Mapped[str] = mapped_column(String(250))
    position: Mapped[int]
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    base: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    review: Mapped[ReviewState] = mapped_column(default=ReviewState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[ImplementationReport] = relationship(back_populates="sections")
    clause: Mapped[Clause | None] = relationship()
    steps: Mapped[list[SectionStep]] = relationship(
        back_populates="section", cascade="all, delete-orphan", order_by="SectionStep.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"{self.report.url}/sections/{self.key}"

    @property
    def dom_id(self) -> str:
        return f"written-{self.id}"

    @property
    def plain(self) -> str:
        return markup.plain(self.text)

    @property
    def last_step(self) -> SectionStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def mark(self) -> WordsMark:
        return mark_of(self.base, self.text)

    @property
    def mark_name(self) -> str:
        return str(MARK_NAMES[self.mark])

    @property
    def review_name(self) -> str:
        return str(REVIEW_NAMES[self.review])

    def stale_records(self, session: Any) -> list[str]:
        return [f"{ImplementationReport.search_kind}:{self.report_id}"]


class SectionStep(Base):
    """A step in the log of a section: who said what, and when. `review` is the state after it,
    `text` the wording at that time.
    """

    __tablename__ = "implementation_report_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(
        ForeignKey("implementation_report_section.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[StepKind]
    review: Mapped[ReviewState]
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    section: Mapped[WrittenSection] = relationship(back_populates="steps")
    by: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        return str(STEP_NAMES[self.kind])


class AdoptedCopy(Searchable, Base):
    """A report as it was when it was adopted. `checksum` is the SHA-256 of `content`. Both change
    only when text is redacted or a person named as contact is erased.
    """

    __tablename__ = "implementation_report_copy"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(
        ForeignKey("implementation_report.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    """The number of the copy: 0 is the report itself, 1 is Rev.1, …"""
    content: Mapped[str] = mapped_column(Text, deferred=True, info=WORDS)
    plain: Mapped[str] = mapped_column(Text, deferred=True, info=WORDS)
    """The text of the copy, for search."""
    checksum: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The decision, or the reason for the revision."""
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    adopted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    adopted_at: Mapped[datetime] = mapped_column(default=clock.now)

    report: Mapped[ImplementationReport] = relationship(back_populates="copies")
    meeting: Mapped[Meeting | None] = relationship()
    adopted_by: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        """The name of the copy: `Rev.1`, or empty for the first."""
        return f"Rev.{self.number}" if self.number else ""

    @property
    def url(self) -> str:
        return f"{self.report.url}/copies/{self.number}"

    def stale_records(self, session: Any) -> list[str]:
        return [f"{ImplementationReport.search_kind}:{self.report_id}"]
