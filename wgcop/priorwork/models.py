"""A document of a body, with its text, so that a search can open it at the right place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
    undefer_group,
)

from wgcop import clock, dates
from wgcop.accounts.actions.people import GROUP_CODE
from wgcop.bodies.body import Body
from wgcop.bodies.countries import region_of
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.place_names import country_named_in
from wgcop.database import FILES, WORDS, Base, drawn_id
from wgcop.fields.showing import ShownFact, shown_facts, words_of
from wgcop.i18n import language_name
from wgcop.languages import UNDETERMINED
from wgcop.priorwork.fields import IN_SEARCH, ON_PAGE
from wgcop.priorwork.kinds import DOCUMENT_KIND_NAMES, Audience, WorkKind
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Passage, Record, Searchable, refreshes_with

SECRETARIAT = f"secretariat:{GROUP_CODE}"

document_clause = Table(
    "document_clause",
    Base.metadata,
    Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("clause_id", ForeignKey("clause.id"), primary_key=True, index=True),
)


def topic_name(document_id: int) -> str:
    return f"prior-work:{document_id}"


class Document(Searchable, Base):
    """A document of the corpus. `key` identifies it within its body when it is imported again: its
    symbol, otherwise its file's path.

    `imported` is a digest of the file and its row in the table, as they were at the last import.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("body_id", "key"),)
    search_kind = "document"
    search_names = KindNames(
        one=_l("Document"),
        many=_l("Documents"),
        all_of=lambda count: ngettext("All %(num)d document", "All %(num)d documents", count),
        plurals=("documents",),
        help_place=7,
    )
    is_read_in_parts = True
    has_partial_dates = True
    shows_level = True
    is_work = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    key: Mapped[str] = mapped_column(String(300))
    symbol: Mapped[str] = mapped_column(String(80), default="")
    title: Mapped[str] = mapped_column(String(500), info=WORDS)
    kind: Mapped[WorkKind] = mapped_column(default=WorkKind.OTHER)
    level: Mapped[Level]
    region: Mapped[Region | None]
    country: Mapped[str] = mapped_column(String(2), default="", server_default="")
    """The Member State that the document belongs to, as its two-letter code."""
    language: Mapped[str] = mapped_column(String(8), default=UNDETERMINED)
    dated: Mapped[str] = mapped_column(String(10), default="")
    subjects: Mapped[list[str]] = mapped_column(JSON, default=list)
    link: Mapped[str] = mapped_column(String(500), default="", info=WORDS)
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    pages: Mapped[int | None]
    text: Mapped[str] = mapped_column(
        Text, default="", deferred=True, deferred_group="text", info=WORDS
    )
    places: Mapped[list[tuple[int, str, str]]] = mapped_column(
        JSON, default=list, deferred=True, deferred_group="text", info=WORDS
    )
    file_sha: Mapped[str] = mapped_column(String(64), index=True, info=FILES)
    file_name: Mapped[str] = mapped_column(String(300), info=WORDS)
    file_size: Mapped[int]
    imported: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    clauses: Mapped[list[Clause]] = relationship(secondary=document_clause, order_by=Clause.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/priorwork/{self.id}"

    @property
    def topic(self) -> str:
        return topic_name(self.id)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def heard_by(self) -> str:
        """The audience of its topic. For a withdrawn document, it consists of those who can restore
        it.
        """
        return SECRETARIAT if self.is_withdrawn else self.audience

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(*place) for place in self.places)

    def write(self, values: Mapping[str, Any]) -> None:
        """Set fields by their names. A column holds several values as a list."""
        for name, value in values.items():
            setattr(self, name, list(value) if isinstance(value, tuple) else value)

    # Facts and names for people

    @property
    def shown(self) -> list[ShownFact]:
        return shown_facts(self, ON_PAGE)

    @property
    def kind_name(self) -> str:
        return str(DOCUMENT_KIND_NAMES[self.kind])

    @property
    def level_name(self) -> str:
        return str(LEVEL_NAMES[self.level])

    @property
    def region_name(self) -> str:
        return str(REGION_NAMES[self.region]) if self.region else ""

    @property
    def country_known(self) -> str:
        """The country as entered, or else the one in the name of its national body: the documents
        of a parliament belong to its country.
        """
        return self.country or (
            country_named_in(self.body.name) if self.level == Level.NATIONAL else ""
        )

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    # The record in the search index

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.body), selectinload(cls.clauses), undefer_group("text")
        )

    def search_record(self) -> Record | None:
        if self.is_withdrawn:
            return None
        return Record(
            id=f"document:{self.id}",
            kind="document",
            title=self.title,
            symbol=self.symbol,
            source=self.body.name,
            text="\n".join((self.text, *words_of(self, IN_SEARCH))),
            passages=self.passages,
            url=self.url,
            year=dates.year_of(self.dated),
            date=dates.moment_of(self.dated),
            language=self.language,
            level=self.level,
            region=self.region or region_of(self.country_known) or "",
            countries=(self.country_known,) if self.country_known else (),
            body=self.body.code,
            clauses=tuple(clause.wid for clause in self.clauses),
            subjects=tuple(self.subjects),
            also_called=self.body.also_called,
            audience=frozenset({self.audience}),
        )


Index("ix_document_newest", Document.dated.desc(), func.lower(Document.title), Document.id)


@refreshes_with(Body)
def documents_of(body: Body, session: Session) -> list[str]:
    """Name the records of the body's documents, which hold the body's code, name and lineage."""
    return [
        f"document:{document_id}"
        for document_id in session.scalars(select(Document.id).where(Document.body_id == body.id))
    ]
