"""A proposal for the words of a clause, and every wording that it had."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    exists,
    false,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    aliased,
    column_property,
    joinedload,
    mapped_column,
    relationship,
)

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.bodies.place_names import state_in_words
from wgcop.contributions.models import Contribution
from wgcop.database import PLAIN_WORDS, WORDS, Base, drawn_id
from wgcop.errors import Outdated, Refused
from wgcop.paper import tree
from wgcop.paper.tree import Node
from wgcop.proposals import still_open
from wgcop.proposals.still_open import ClauseDecisions, ProposalEnd
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.words import accepted, as_typed, marked_words, new_words
from wgcop.redaction.marking import is_redacted
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with
from wgcop.threads.models import MEMBERS

LONGEST_CAPACITY = 200


def as_capacity(source: str) -> str:
    """Return the sources of a paper as the capacity in which it was worded: many sources are cut."""
    return source if len(source) <= LONGEST_CAPACITY else f"{source[: LONGEST_CAPACITY - 1]}…"


@dataclass(frozen=True)
class ProposedWords:
    """What the form of a proposal says: the symbol, the new words and the reasons. `base` are the
    words of the clause that it showed.
    """

    symbol: Amendment
    base: str
    words: str = ""
    reasons: str = ""

    def marked(self, source: str, at: datetime) -> Node:
        """Return the words as the tree of a paper, with the changes to the base signed by their
        source.
        """
        if self.symbol.adds:
            return new_words(self.words)
        words = self.base if self.symbol == Amendment.NOC else self.words
        words = "" if self.symbol.suppresses else words
        return marked_words(self.base, words, by=source, at=at.isoformat(timespec="seconds"))


def name_of(symbol: Amendment, citation: str) -> str:
    """Return how documents print a proposal with this symbol on a provision."""
    names = {"symbol": symbol.value, "citation": citation}
    if symbol.adds:
        return _("%(symbol)s after %(citation)s", **names)
    return _("%(symbol)s %(citation)s", **names)


_STORED_TITLE = re.compile(r"(?P<symbol>[A-Z()*]+) (?:after )?(?P<citation>.+): (?P<delegation>.+)")


def title_in_words(stored: str) -> str:
    """Return a `stored_title` in the reader's language. Any other title is returned as it is."""
    parts = _STORED_TITLE.fullmatch(stored)
    if parts is None or parts["symbol"] not in set(Amendment):
        return stored
    name = name_of(Amendment(parts["symbol"]), parts["citation"])
    delegation = state_in_words(parts["delegation"])
    return _("%(name)s: %(delegation)s", name=name, delegation=delegation)


def _has_later_edition(wording_id: Any) -> ColumnElement[bool]:
    """Return whether an edition has followed the one that has this wording."""
    wording, section = aliased(Wording), aliased(Section)
    own, later = aliased(Edition), aliased(Edition)
    return (
        exists()
        .where(wording.id == wording_id)
        .where(section.id == wording.section_id, own.id == section.edition_id)
        .where(later.resolution_id == own.resolution_id, later.id > own.id)
    )


def is_brought_by(delegation_id: int, name: str, leads: int, sources: Sequence[str] | None) -> bool:
    """Return whether the delegation of this id and name brings what another `leads` with these common
    sources, which may be none.
    """
    return leads == delegation_id or name in (sources or ())


class Proposal(Searchable, Base):
    """A proposal of a delegation on a clause or, with an ADD, for a new clause after it.

    It stays within its delegation until it is released. `base` are the words of the clause on which
    it was written, and `text` shows the proposed words as marked changes to them.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index("ix_proposal_form", "drafted_by_id", "key", unique=True),
        Index("ix_proposal_on_clause", "clause_id", "released_at"),
    )
    search_kind = "proposal"
    search_names = KindNames(
        one=_l("Proposal"),
        many=_l("Proposals"),
        all_of=lambda count: ngettext("All %(num)d proposal", "All %(num)d proposals", count),
        plurals=("proposals",),
        aliases=("amendment",),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"))
    wording_id: Mapped[int | None] = mapped_column(
        ForeignKey("wording.id", ondelete="SET NULL"), index=True
    )
    """The wording of the edition that was the latest when it was written."""
    is_before_edition: Mapped[bool] = column_property(_has_later_edition(wording_id))
    """Whether a later edition was adopted since. It comes with the row."""
    symbol: Mapped[Amendment]
    base: Mapped[str] = mapped_column(Text, info=WORDS)
    text: Mapped[Node] = mapped_column(JSON, info=WORDS)
    plain: Mapped[str] = mapped_column(Text, info=PLAIN_WORDS)
    reasons: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(String(LONGEST_CAPACITY))
    key: Mapped[str | None] = mapped_column(String(40))
    """The key of the form with which it was begun. A form that is sent twice begins one proposal."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="SET NULL"), index=True
    )
    """The paper that brings it, if there is one, and below the block of its text with the words."""
    block_id: Mapped[str | None] = mapped_column(String(8))
    number: Mapped[int | None]
    """Its place among the proposals of that paper."""
    reference: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """How documents refer to it, such as `KEN/3/2`; empty while no numbered paper brings it."""
    sources: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """The names of all delegations that bring a common proposal, in the order of its document: the one
    that leads and those that consented. Empty if there is only one.
    """
    version: Mapped[int] = mapped_column(default=1)

    clause: Mapped[Clause] = relationship()
    wording: Mapped[Wording | None] = relationship()
    delegation: Mapped[Delegation] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=drafted_by_id)
    released_by: Mapped[Person | None] = relationship(foreign_keys=released_by_id)
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=withdrawn_by_id)
    contribution: Mapped[Contribution | None] = relationship()
    wordings: Mapped[list["ProposalWording"]] = relationship(
        back_populates="proposal", order_by="ProposalWording.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/proposals/{self.id}"

    @property
    def topic(self) -> str:
        """The name of the thread in which it is discussed."""
        return f"proposal:{self.id}"

    @property
    def name(self) -> str:
        """The symbol with the provision that it is about, as documents print it."""
        return name_of(self.symbol, self.clause.wording.citation)

    @property
    def title(self) -> str:
        return _("%(name)s: %(delegation)s", name=self.name, delegation=self.delegation.shown_name)

    @property
    def stored_title(self) -> str:
        """The title in English, whoever's language is read: what its discussion, the audit trail and
        the search index keep. `title_in_words` says it to readers.
        """
        citation = self.clause.wording.citation
        place = f"after {citation}" if self.symbol.adds else citation
        return f"{self.symbol.value} {place}: {self.delegation.name}"

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the delegations that bring it."""
        return tuple(self.sources or ()) or (self.delegation.name,)

    @property
    def source(self) -> str:
        return ", ".join(self.source_names)

    def is_brought_by(self, delegation_id: int, name: str) -> bool:
        """Return whether the delegation of this id and name brings it, alone or with others."""
        return is_brought_by(delegation_id, name, self.delegation_id, self.sources)

    # Who reads it

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_offered(self) -> bool:
        """Whether all members read it as a proposal that stands."""
        return self.is_released and not self.is_withdrawn

    @property
    def audience(self) -> str:
        return MEMBERS if self.is_released else self.delegation.audience

    # Its words

    @property
    def words(self) -> str:
        """The proposed words as they are typed."""
        return "" if self.symbol.suppresses else accepted(self.text)

    def is_on_earlier_wording(self, words: str) -> bool:
        return still_open.is_on_earlier_wording(self, words)

    def is_met_by(self, words: str) -> bool:
        return still_open.is_met_by(self, words)

    def decided(self, words: str, decisions: ClauseDecisions) -> ProposalEnd | None:
        """Return how the group has decided on it. Nobody decides on what is not released or is
        withdrawn.
        """
        return still_open.decided(self, words, decisions) if self.is_offered else None

    def write(self, proposed: ProposedWords, *, by: Person, capacity: str) -> None:
        """Put other words into it. Every wording that it had is kept."""
        self.require_open()
        now = clock.now()
        self.symbol, self.base, self.reasons = proposed.symbol, proposed.base, proposed.reasons
        self.text = proposed.marked(self.delegation.name, now)
        self.plain = tree.plain(self.text)
        self.wording = self.clause.wording
        self.changed_at = now
        self._keep_wording(by, capacity)

    def _keep_wording(self, by: Person, capacity: str) -> None:
        self.wordings.append(
            ProposalWording(
                number=len(self.wordings) + 1,
                symbol=self.symbol,
                text=self.text,
                plain=self.plain,
                reasons=self.reasons,
                is_released=self.is_released,
                person=by,
                capacity=capacity,
                at=self.changed_at,
            )
        )

    # What can be done with it

    def require_open(self) -> None:
        if self.is_withdrawn:
            raise Refused(_("This proposal is withdrawn. Restore it before you change it."))

    def require_seen(self, version: int) -> None:
        if self.version != version:
            raise Outdated(_("Somebody else changed this proposal while you were reading it."))

    def release(self, *, by: Person, capacity: Capacity) -> None:
        """Show it to all members from now on. What it said before stays within its delegation: the
        words are signed again, and kept as a wording that was never anybody's draft.
        """
        self.require_open()
        if self.is_released:
            raise Refused(_("This proposal is released already."))
        self.released_at, self.released_by = clock.now(), by
        said = ProposedWords(self.symbol, self.base, self.words, self.reasons)
        self.write(said, by=by, capacity=capacity.title)

    def stand_in_paper(self, said: ProposedWords, *, by: Person, source: str) -> bool:
        """Take the words that a numbered paper has. Return whether they differ from the present
        ones. One that was withdrawn stays so until its delegation restores it.
        """
        is_new = not self.is_released
        if self.plain is not None:  # it was worded before
            said = self._without_redacted(said)
        if self.is_withdrawn or (not is_new and self.says(said)):
            return False
        if is_new:
            self.released_at, self.released_by = clock.now(), by
        self.write(said, by=by, capacity=as_capacity(source))
        return True

    def _without_redacted(self, said: ProposedWords) -> ProposedWords:
        """Return what a document says, without words that were redacted here and still stand there:
        a later wording must not bring them back. What was redacted there too can be worded anew.
        """
        reasons = said.reasons
        if is_redacted(self.reasons) and not is_redacted(reasons):
            reasons = self.reasons
        if is_redacted(self.plain) and not is_redacted(said.words):
            return ProposedWords(self.symbol, self.base, self.words, reasons)
        return replace(said, reasons=reasons)

    def says(self, said: ProposedWords) -> bool:
        """Return whether these are its symbol, words and reasons."""
        words = "" if said.symbol.suppresses else said.words
        return (self.symbol, as_typed(self.words), self.reasons) == (
            said.symbol,
            as_typed(words),
            said.reasons,
        )

    def withdraw(self, *, by: Person) -> None:
        if self.is_withdrawn:
            raise Refused(_("This proposal has been withdrawn already."))
        self.withdrawn_at, self.withdrawn_by = clock.now(), by

    def restore(self) -> None:
        if not self.is_withdrawn:
            raise Refused(_("This proposal is not withdrawn."))
        self.withdrawn_at = self.withdrawn_by = None

    # How search finds it

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(joinedload(cls.delegation), *with_clause())

    def search_record(self) -> Record:
        edition = self.clause.wording.section.edition
        return Record(
            id=f"proposal:{self.id}",
            kind="proposal",
            title=self.stored_title,
            symbol=self.reference,
            text=f"{self.plain}\n{self.reasons}",
            url=self.url,
            year=self.changed_at.year,
            language=edition.language,
            body=edition.resolution.body,
            source=self.source,
            clauses=(self.clause.wid,),
            audience=frozenset({self.audience}),
            date=self.changed_at,
        )

    @classmethod
    def titles_in_words(cls, stored: Mapping[str, str], _session: Session) -> Mapping[str, str]:
        return {record_id: title_in_words(title) for record_id, title in stored.items()}


class ProposalWording(Base):
    """A proposal as it was worded for a time. All members read those that were written as it was
    released or later; the others stay within the delegation.
    """

    __tablename__ = "proposal_wording"
    __table_args__ = (Index("ix_proposal_wording_number", "proposal_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    number: Mapped[int]
    symbol: Mapped[Amendment]
    text: Mapped[Node] = mapped_column(JSON, info=WORDS)
    plain: Mapped[str] = mapped_column(Text, info=PLAIN_WORDS)
    reasons: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    is_released: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(LONGEST_CAPACITY))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    proposal: Mapped[Proposal] = relationship(back_populates="wordings")
    person: Mapped[Person] = relationship()


def with_clause() -> tuple[Any, ...]:
    """Return the options that read the clause of a proposal with its wordings and their editions."""
    return (
        joinedload(Proposal.clause)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition)
        .joinedload(Edition.resolution),
    )


@refreshes_with(Delegation)
def _its_proposals(delegation: Delegation, session: Session) -> Iterable[str]:
    return _records(session, Proposal.delegation_id == delegation.id)


@refreshes_with(Wording)
def _proposals_on(wording: Wording, session: Session) -> Iterable[str]:
    """Return the search records to refresh with a new wording: search shows how a clause is cited."""
    return _records(session, Proposal.clause_id == wording.clause_id)


def _records(session: Session, which: Any) -> list[str]:
    ids = session.scalars(select(Proposal.id).where(which))
    return [f"{Proposal.search_kind}:{proposal_id}" for proposal_id in ids]
