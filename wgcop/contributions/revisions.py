"""One wording of a contribution: its cover, its text, and the clauses that it is about."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.body import Body
from wgcop.bodies.countries import Country
from wgcop.contributions.cover import Cover
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.fields import IN_SEARCH, TEXT
from wgcop.contributions.kinds import CommonProposal, Purpose
from wgcop.contributions.links import RevisionClause, RevisionQuestion
from wgcop.contributions.printed import fingerprint, typed
from wgcop.contributions.sources import Source, in_printed_order, printed
from wgcop.contributions.submission_checks import failed_checks
from wgcop.database import PLAIN_WORDS, WORDS, Base
from wgcop.errors import Refused
from wgcop.fields.showing import words_of
from wgcop.numbering.symbol import Symbol
from wgcop.resolutions.models import Clause
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.models import Contribution


class Revision(Searchable, Base):
    """One wording of a contribution. Number 0 is the original. It does not change once it is
    submitted.
    """

    __tablename__ = "contribution_revision"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    title: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.ACTION)
    action_required: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    common_proposal: Mapped[CommonProposal | None]
    abstract: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    keywords: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    lessons: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    contact: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    language: Mapped[str] = mapped_column(String(8), default="en")
    sole_language: Mapped[bool] = mapped_column(default=False)
    corrects: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """A sentence on what a corrigendum corrects."""
    note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    text: Mapped[paper.Node] = mapped_column(
        JSON, deferred=True, deferred_group="words", info=WORDS
    )
    plain: Mapped[str] = mapped_column(
        Text, deferred=True, deferred_group="words", info=PLAIN_WORDS
    )
    items_when_issued: Mapped[list[int]] = mapped_column(
        JSON, default=list, deferred=True, deferred_group="words"
    )
    """The ids of the agenda items that the paper joins once this wording is submitted or issued."""
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    contribution: Mapped["Contribution"] = relationship(back_populates="revisions")
    changed_by: Mapped[Person] = relationship(foreign_keys=changed_by_id)
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    clause_links: Mapped[list[RevisionClause]] = relationship(
        back_populates="revision",
        order_by=RevisionClause.position,
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    question_links: Mapped[list[RevisionQuestion]] = relationship(
        back_populates="revision",
        order_by=RevisionQuestion.position,
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    sources: Mapped[list[Source]] = relationship(
        back_populates="revision", order_by=Source.position, cascade="all, delete-orphan"
    )
    enclosures: Mapped[list[Enclosure]] = relationship(
        back_populates="revision",
        order_by=(Enclosure.added_at, Enclosure.name, Enclosure.id),
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def original(self) -> "Revision":
        """The wording itself; of a translation, the wording that was translated."""
        return self

    @property
    def mark_of_translation(self) -> str:
        return ""

    @property
    def cover(self) -> Cover:
        return Cover.of(self)

    def value_of(self, name: str) -> Any:
        """Return the value of one of `contributions.fields`, apart from the agenda items. White
        space alone does not count as text.
        """
        value = self.plain if name == TEXT.name else getattr(self, name)
        return value.strip() if isinstance(value, str) else value

    @property
    def clauses(self) -> list[Clause]:
        return [link.clause for link in self.clause_links]

    @property
    def questions(self) -> list[Body]:
        return [link.body for link in self.question_links]

    @property
    def symbol(self) -> Symbol | None:
        return self.contribution.symbol_of(self)

    @hybrid_property
    def is_issued(self) -> bool:
        """Whether the wording was submitted and counts as a revision. Wordings that were replaced
        before the paper had a number do not count; their own numbers are below 0.
        """
        return self.submitted_at is not None and self.number >= 0

    @is_issued.inplace.expression
    @classmethod
    def _is_issued(cls) -> ColumnElement[bool]:
        return and_(cls.submitted_at.is_not(None), cls.number >= 0)

    @property
    def revises_document(self) -> bool:
        """Whether the wording revises a numbered document. Only such a wording has a note on its
        changes for readers; before that, the secretariat is told in the conversation.
        """
        return self.number > 0 and self.contribution.is_numbered

    @property
    def received_at(self) -> datetime | None:
        """The time at which the wording counts as received. A first wording that replaces another
        on request counts as received when the paper first arrived.
        """
        return self.submitted_at if self.number else self.contribution.submitted_at

    @property
    def submitted_on(self) -> date | None:
        """The date that is printed, in the time zone of the meeting."""
        at = self.received_at
        return at.astimezone(self.contribution.meeting.time_zone).date() if at else None

    @property
    def name(self) -> str:
        return f"Rev.{self.number}" if self.number else pgettext("the first wording", "Original")

    @property
    def url(self) -> str:
        """The address of exactly this wording; the paper's own address leads to the latest."""
        return f"{self.contribution.url}/{self.key}"

    @property
    def changes_url(self) -> str:
        """The address of the comparison of this wording with the latest."""
        return f"{self.contribution.url}/changes?from={self.key}"

    @property
    def key(self) -> str:
        """The name of the wording among those of its paper, in addresses."""
        if self.number < 0:
            return f"replaced.{-self.number}"
        return f"Rev.{self.number}" if self.number else "original"

    @property
    def is_latest(self) -> bool:
        return self is self.contribution.current

    @property
    def items_to_join(self) -> list[int]:
        """The agenda items that a draft is going to join. A submitted wording has joined them
        already, and may have been removed from them since.
        """
        return self.items_when_issued if self.submitted_at is None else []

    @property
    def words(self) -> str:
        """The text that search and the radar use."""
        return "\n".join(filter(None, [*words_of(self, IN_SEARCH), self.plain]))

    @property
    def fingerprint(self) -> str:
        """A hash of the printed wording. Consent is given to this wording."""
        return fingerprint(
            self.cover,
            self.text,
            meeting=self.contribution.meeting.id,
            clauses=[link.clause_id or link.clause.id for link in self.clause_links],
            questions=[link.body_id or link.body.id for link in self.question_links],
            corrects=self.corrects,
            files=[(enclosure.name, enclosure.file) for enclosure in self.enclosures],
        )

    @property
    def typed(self) -> str:
        return typed(
            self.cover,
            self.text,
            meeting=self.contribution.meeting.title,
            questions=[body.designation for body in self.questions],
            corrects=self.corrects,
        )

    def unagreed(self, person: Person) -> list[Source]:
        """Return the sources that have not consented to this wording and that this person does not
        speak for.
        """
        wording = self.fingerprint
        return [
            source
            for source in self.sources
            if not source.is_spoken_for_by(person) and not source.agrees(wording)
        ]

    @property
    def has_observers(self) -> bool:
        return any(s.delegation is not None and s.delegation.is_observer for s in self.sources)

    @property
    def lead(self) -> Delegation | None:
        """The delegation of the first source; None if an office of the group leads."""
        return self.sources[0].delegation if self.sources else None

    def write(self, cover: Cover, text: paper.Node | None = None, *, by: Person) -> None:
        """Write the cover and, for a new wording, the text. Later `writing` changes the text in
        steps.

        A field in which only white space differs stays as it is, and so does the consent to it.
        """
        if self.submitted_at is not None:
            raise Refused(
                _("This wording was submitted and can no longer be changed. Prepare a revision.")
            )
        written = cover.changes(self) if text is None else vars(cover)
        fields = {name: value for name, value in written.items() if name != "source"}
        for field, value in fields.items():  # `set_sources` writes the printed source
            setattr(self, field, value)
        if text is not None:
            self.text = text
            self.plain = paper.plain(text)
        if fields:
            self.be_changed(by)

    def be_changed(self, by: Person) -> None:
        """Record that this person changed the draft now. Its retention period counts from the last
        change.
        """
        self.changed_at = clock.now()
        self.changed_by = by

    @property
    def countries(self) -> tuple[Country, ...]:
        """The countries of the Member States among the sources."""
        delegations = (source.delegation for source in self.sources if source.delegation)
        named = (delegation.country for delegation in delegations)
        return tuple(dict.fromkeys(country for country in named if country))

    def set_sources(self, sources: Iterable[Source]) -> None:
        """Set the sources; the first one leads. A source that was there before keeps its answer.
        They are printed in another order, by membership.
        """
        stored = {source.key: source for source in self.sources}
        self.sources = [stored.get(source.key, source) for source in sources]
        for position, source in enumerate(self.sources):
            source.position = position
        self.source = printed(in_printed_order(self.sources, self.language))

    def ask_again(self) -> None:
        """Let the requests for consent apply to the current wording."""
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

    def feed(self, questions: Iterable[Body]) -> None:
        """Link the Questions that the wording contributes to."""
        links = {link.body: link for link in self.question_links}
        self.question_links = [
            links.get(body) or RevisionQuestion(body=body) for body in dict.fromkeys(questions)
        ]
        for position, link in enumerate(self.question_links):
            link.position = position

    def issue(self, *, by: Person) -> None:
        """Submit or issue the wording. Refuse with the first of its `failed_checks`."""
        failed = failed_checks(self, by=by)
        if failed:
            raise Refused(failed[0].reason)
        self.submitted_at = clock.now()
        self.submitted_by = by
        self.contribution.delegation = self.lead

    def reopen(self) -> None:
        """Open a wording that the secretariat gave back for changes. Consent to this wording stays
        valid.
        """
        self.submitted_at = self.submitted_by = None

    def copy(self, *, by: Person) -> "Revision":
        """Return a draft of the next revision that starts with the same text."""
        following = Revision(number=self.number + 1, contribution=None)
        following.write(self.cover, self.text, by=by)
        following.point_to(self.clauses)
        following.feed(self.questions)
        following.items_when_issued = []
        following.corrects = self.corrects
        following.set_sources(source.anew() for source in self.sources)
        following.enclosures = [enclosure.copy() for enclosure in self.enclosures]
        return following

    def as_submitted(self, number: int) -> "Revision":
        """Return a copy to set aside, with its consents, when this wording becomes a draft again."""
        kept = self.copy(by=self.changed_by)
        kept.number, kept.changed_at = number, self.changed_at
        kept.submitted_at, kept.submitted_by = self.submitted_at, self.submitted_by
        for source, stored in zip(kept.sources, self.sources, strict=True):
            source.answer, source.answered_at = stored.answer, stored.answered_at
            source.answered_by = stored.answered_by
        return kept

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.contribution_id}"]
