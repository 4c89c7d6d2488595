"""One wording of a contribution: its cover, its text, and the clauses that it is about."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.contributions.cover import Cover, Purpose
from wgcop.contributions.obstacles import obstacles_to
from wgcop.contributions.sources import Source, printed
from wgcop.contributions.symbol import Symbol
from wgcop.db import Base
from wgcop.errors import Refused
from wgcop.resolutions.models import Clause
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.models import Contribution


class Revision(Searchable, Base):
    """Number 0 is the original. It does not change once it is submitted."""

    __tablename__ = "contribution_revision"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.ACTION)
    action_required: Mapped[str] = mapped_column(Text, default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    note: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[paper.Node] = mapped_column(JSON, deferred=True, deferred_group="words")
    plain: Mapped[str] = mapped_column(Text, deferred=True, deferred_group="words")
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    contribution: Mapped["Contribution"] = relationship(back_populates="revisions")
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    clause_links: Mapped[list["RevisionClause"]] = relationship(
        back_populates="revision",
        order_by="RevisionClause.position",
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    sources: Mapped[list[Source]] = relationship(
        back_populates="revision", order_by=Source.position, cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def cover(self) -> Cover:
        return Cover(
            source=self.source,
            title=self.title,
            purpose=self.purpose,
            action_required=self.action_required,
            abstract=self.abstract,
            keywords=self.keywords,
            contact=self.contact,
            language=self.language,
        )

    @property
    def clauses(self) -> list[Clause]:
        return [link.clause for link in self.clause_links]

    @property
    def symbol(self) -> Symbol | None:
        return self.contribution.symbol_of(self)

    @property
    def submitted_on(self) -> date | None:
        """The date that is printed, in the time zone of the meeting."""
        at = self.submitted_at
        return at.astimezone(self.contribution.meeting.time_zone).date() if at else None

    @property
    def name(self) -> str:
        return f"Rev.{self.number}" if self.number else _("Original")

    @property
    def url(self) -> str:
        """The address of exactly this wording; the paper's own address leads to the latest."""
        return f"{self.contribution.url}/{f'Rev.{self.number}' if self.number else 'original'}"

    @property
    def is_latest(self) -> bool:
        return self is self.contribution.current

    @property
    def words(self) -> str:
        """What search and the radar go by."""
        return "\n".join(filter(None, [self.abstract, self.keywords, self.plain]))

    @property
    def fingerprint(self) -> str:
        """Of all that is printed, the meeting included. Consent is given to exactly this."""
        clauses = [link.clause_id or link.clause.id for link in self.clause_links]
        words = [
            self.contribution.meeting.id,
            vars(self.cover),
            paper.to_text(self.text),
            clauses,
        ]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def typed(self) -> str:
        """All that is printed, as somebody would type it, so that two wordings can be compared."""
        cover, meeting = self.cover, self.contribution.meeting
        parts = [
            meeting.title,
            cover.source,
            cover.title,
            cover.action_required,
            cover.keywords,
            cover.abstract,
        ]
        return "\n\n".join(filter(None, [*parts, paper.to_text(self.text).strip(), cover.contact]))

    def unagreed(self, person: Person) -> list[Source]:
        """Sources that have not consented to this wording and that this person does not speak for."""
        wording = self.fingerprint
        return [
            source
            for source in self.sources
            if not source.is_spoken_for_by(person) and not source.agrees(wording)
        ]

    @property
    def has_observers(self) -> bool:
        return any(s.delegation is not None and s.delegation.is_observer for s in self.sources)

    def write(self, cover: Cover, text: paper.Node, *, by: Person) -> None:
        if self.submitted_at is not None:
            raise Refused(
                _("This wording was submitted and can no longer be changed. Prepare a revision.")
            )
        for field, value in vars(cover).items():
            if field != "source":  # the sources decide it
                setattr(self, field, value)
        self.text = text
        self.plain = paper.plain(text)
        self.changed_at = clock.now()
        self.changed_by = by

    def set_sources(self, sources: Iterable[Source]) -> None:
        """Set the sources, in this order. One that was there before keeps its answer."""
        stored = {source.key: source for source in self.sources}
        self.sources = [stored.get(source.key, source) for source in sources]
        for position, source in enumerate(self.sources):
            source.position = position
        self.source = printed(self.sources)

    def ask_again(self) -> None:
        """Requests for consent now stand for the words as they are now."""
        wording = self.fingerprint
        for source in self.sources:
            source.ask_again(wording)

    def point_to(self, clauses: Iterable[Clause]) -> None:
        links = {link.clause: link for link in self.clause_links}
        self.clause_links = [
            links.get(clause) or RevisionClause(clause=clause) for clause in dict.fromkeys(clauses)
        ]
        for position, link in enumerate(self.clause_links):
            link.position = position

    def issue(self, *, by: Person) -> None:
        """Refused if `contributions.obstacles` names a reason."""
        obstacles = obstacles_to(self, by=by)
        if obstacles:
            raise Refused(obstacles[0].reason)
        self.submitted_at = clock.now()
        self.submitted_by = by

    def copy(self, *, by: Person) -> "Revision":
        """A draft of the next revision that starts with the same words."""
        following = Revision(number=self.number + 1, contribution=None)
        following.write(self.cover, self.text, by=by)
        following.point_to(self.clauses)
        following.set_sources(source.anew() for source in self.sources)
        return following

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.contribution_id}"]


class RevisionClause(Searchable, Base):
    """A wording is about a clause."""

    __tablename__ = "contribution_clause"
    __table_args__ = (UniqueConstraint("revision_id", "clause_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE")
    )
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    revision: Mapped[Revision] = relationship(back_populates="clause_links")
    clause: Mapped[Clause] = relationship(lazy="joined", innerjoin=True)

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.revision.contribution_id}"] if self.revision else []
