"""A bracket in the words of a clause: its owners, its alternatives, and everything that was done with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Column, ForeignKey, Index, Select, String, Table, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Meeting
from wgcop.brackets.outcomes import (
    BracketDeed,
    BracketOutcome,
    BracketPlace,
    stored_title_of,
    title_in_words,
    title_of,
)
from wgcop.brackets.spans import FoundSpan, find_span
from wgcop.database import WORDS, Base, drawn_id
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.paper.anchor import Anchor
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.resolutions.typeset import plain
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with
from wgcop.threads.models import MEMBERS

MOST_ALTERNATIVES = 9

bracket_source = Table(
    "bracket_source",
    Base.metadata,
    Column(
        "alternative_id", ForeignKey("bracket_alternative.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("delegation_id", ForeignKey("delegation.id"), primary_key=True, index=True),
)


@dataclass(frozen=True)
class WantedWords:
    """An alternative to the words, with the delegations that want it. It is empty if they want
    nothing there.
    """

    words: str
    sources: tuple[Delegation, ...] = ()


@dataclass(frozen=True)
class BracketActor:
    """Who does something with a bracket: a person in a capacity, for a delegation or, without one, for
    everybody, and the meeting that is on.
    """

    person: Person
    capacity: str
    delegation: Delegation | None = None
    meeting: Meeting | None = None


class Bracket(Searchable, Base):
    """A bracket around words of a clause. It is never deleted: one that is lifted keeps its trace,
    and can be opened again.

    `exact`, `prefix` and `suffix` are the words in it when it was opened, and what stood around
    them, in plain text. Where words would be inserted, `exact` is empty.
    """

    __tablename__ = "bracket"
    __table_args__ = (
        Index("ix_bracket_number", "clause_id", "number", unique=True),
        Index("ix_bracket_open", "clause_id", "lifted_at"),
    )
    search_kind = "bracket"
    search_names = KindNames(
        one=_l("Bracket"),
        many=_l("Brackets"),
        all_of=lambda count: ngettext("All %(num)d bracket", "All %(num)d brackets", count),
        plurals=("brackets",),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Its number at its clause."""
    place: Mapped[BracketPlace] = mapped_column(default=BracketPlace.WORDS)
    exact: Mapped[str] = mapped_column(Text, info=WORDS)
    prefix: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    suffix: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it was opened, or opened again for the last time."""
    lifted_at: Mapped[datetime | None]

    clause: Mapped[Clause] = relationship()
    owners: Mapped[list["BracketOwner"]] = relationship(
        back_populates="bracket", order_by="BracketOwner.id", cascade="all, delete-orphan"
    )
    alternatives: Mapped[list["BracketAlternative"]] = relationship(
        back_populates="bracket",
        order_by="BracketAlternative.id",
        cascade="all, delete-orphan",
    )
    """All that it ever had. `offered` are those that it has now."""
    changes: Mapped[list["BracketChange"]] = relationship(
        back_populates="bracket", order_by="BracketChange.number", cascade="all, delete-orphan"
    )

    @property
    def url(self) -> str:
        return f"/brackets/{self.id}"

    @property
    def title(self) -> str:
        return self.titled(self.clause.wording.citation)

    def titled(self, citation: str) -> str:
        """Return its name at a clause that is cited like this."""
        return title_of(self.number, citation)

    @property
    def is_open(self) -> bool:
        return self.lifted_at is None

    @property
    def is_after_clause(self) -> bool:
        return self.place == BracketPlace.NEW_CLAUSE

    @property
    def owned_by(self) -> list["BracketOwner"]:
        """Its owners now."""
        return [each for each in self.owners if each.left_at is None]

    def is_owned_by(self, delegation: Delegation | None) -> bool:
        return any(each.delegation is delegation for each in self.owned_by)

    @property
    def offered(self) -> list["BracketAlternative"]:
        """The alternatives that it has now: those with words, and then the wish for nothing."""
        now = [each for each in self.alternatives if each.dropped is None]
        return sorted(now, key=lambda each: each.is_nothing)

    @property
    def version(self) -> int:
        """The number of its last change, by which a form says what it showed."""
        return self.changes[-1].number

    @property
    def said(self) -> list[str]:
        """All its words, which a redaction changes without another version."""
        words = [each.words for each in self.alternatives]
        return [self.exact, *words, *(each.reason for each in self.changes)]

    @property
    def opening(self) -> "BracketChange":
        return self.changes[0]

    @property
    def last_opening(self) -> "BracketChange":
        return next(each for each in reversed(self.changes) if each.deed.adds > 0)

    @property
    def lifting(self) -> "BracketChange | None":
        """The change that lifted it, if it is lifted."""
        if self.is_open:
            return None
        return next(each for each in reversed(self.changes) if each.deed == BracketDeed.LIFTED)

    # Where it stands

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.exact, self.prefix, self.suffix)

    def span_in(self, words: str) -> FoundSpan | None:
        """Return where it stands in the words of the clause as they are typed, or None if its words
        are gone. One after the clause has no place in them.
        """
        return None if self.is_after_clause else find_span(plain(words), self.anchor)

    def is_gone_from(self, words: str) -> bool:
        """Return whether its words are not among those of the clause as they are typed."""
        return not self.is_after_clause and self.span_in(words) is None

    # What can be done with it

    def require_seen(self, version: int) -> None:
        if self.version != version:
            raise Outdated(_("Somebody else changed this bracket while you were reading it."))

    def require_open(self) -> None:
        if not self.is_open:
            raise Refused(_("This bracket is lifted. It can be opened again from its page."))

    def require_lifted(self) -> None:
        if self.is_open:
            raise Refused(_("This bracket is open already."))

    def open(
        self,
        wanted: Sequence[WantedWords],
        owners: Iterable[Delegation],
        reason: str,
        by: BracketActor,
    ) -> None:
        """Open it for the first time."""
        change = self._note(BracketDeed.OPENED, by, reason)
        self.opened_at = change.at
        for each in _worded(wanted, self.exact, is_new_clause=self.is_after_clause):
            self._add(each, change)
        for delegation in owners:
            self._own(delegation)

    def join(self, reason: str, by: BracketActor) -> None:
        self.require_open()
        assert by.delegation
        if self.is_owned_by(by.delegation):
            raise Refused(_("Your delegation owns this bracket already."))
        self._own(by.delegation)
        self._note(BracketDeed.JOINED, by, reason)

    def leave(self, reason: str, by: BracketActor) -> None:
        """End the ownership of a delegation. Without an owner the bracket is lifted, and the words
        stand as they are.
        """
        self.require_open()
        owner = next((each for each in self.owned_by if each.delegation is by.delegation), None)
        if owner is None:
            raise Refused(_("Your delegation does not own this bracket."))
        owner.left_at = clock.now()
        if self.owned_by:
            self._note(BracketDeed.LEFT, by, reason)
        else:
            self._lift(BracketOutcome.WORDS, None, reason, by)

    def lift(
        self,
        outcome: BracketOutcome,
        stands: "BracketAlternative | None",
        reason: str,
        by: BracketActor,
    ) -> None:
        """Lift it by consensus. Its owners are remembered in case that it is opened again."""
        self.require_open()
        if (outcome == BracketOutcome.ALTERNATIVE) != (stands is not None):
            raise Invalid(_("Choose what stands."))
        if stands is not None and (stands.is_nothing or stands not in self.offered):
            raise Invalid(_("Choose an alternative that the bracket has."))
        self._lift(outcome, stands, reason, by)

    def reopen(self, reason: str, by: BracketActor) -> None:
        """Open it again: for everybody, with the owners that it had, or in the name of a delegation
        alone, which then owns it.
        """
        self.require_lifted()
        if by.delegation is not None:
            for each in self.owned_by:
                each.left_at = self.lifted_at
            self._own(by.delegation)
        self.lifted_at = None
        self.opened_at = self._note(BracketDeed.REOPENED, by, reason).at

    def reword(
        self,
        kept: Sequence["BracketAlternative"],
        wanted: Sequence[WantedWords],
        reason: str,
        by: BracketActor,
    ) -> bool:
        """Keep these alternatives and add others; those that are left out stay in its history. Return
        whether anything changed.
        """
        self.require_open()
        before = self.offered
        dropped = [each for each in before if each not in kept]
        is_new_clause = self.is_after_clause
        added = _worded(wanted, self.exact, is_new_clause=is_new_clause, beside=kept)
        if len(kept) + len(added) > MOST_ALTERNATIVES:
            raise Invalid(_("A bracket has at most %(max)d alternatives.", max=MOST_ALTERNATIVES))
        if not dropped and not added:
            return False
        change = self._note(BracketDeed.REWORDED, by, reason)
        for each in dropped:
            each.dropped = change.number
        for one in added:
            self._add(one, change)
        return True

    def _lift(
        self,
        outcome: BracketOutcome,
        stands: "BracketAlternative | None",
        reason: str,
        by: BracketActor,
    ) -> None:
        change = self._note(BracketDeed.LIFTED, by, reason)
        change.outcome, change.stands = outcome, stands
        self.lifted_at = change.at

    def _own(self, delegation: Delegation) -> None:
        if not self.is_owned_by(delegation):
            self.owners.append(BracketOwner(delegation=delegation, since=clock.now()))

    def _add(self, wanted: WantedWords, change: "BracketChange") -> None:
        self.alternatives.append(
            BracketAlternative(
                words=wanted.words, sources=list(wanted.sources), added=change.number
            )
        )

    def _note(self, deed: BracketDeed, by: BracketActor, reason: str) -> "BracketChange":
        change = BracketChange(
            number=len(self.changes) + 1,
            deed=deed,
            person=by.person,
            capacity=by.capacity,
            delegation=by.delegation,
            meeting=by.meeting,
            reason=reason,
            at=clock.now(),
        )
        self.changes.append(change)
        return change

    # How search finds it

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(*with_all())

    def search_record(self) -> Record:
        edition = self.clause.wording.section.edition
        words = (each.words for each in self.offered if each.words)
        reasons = (each.reason for each in self.changes if each.reason)
        return Record(
            id=f"bracket:{self.id}",
            kind="bracket",
            title=stored_title_of(self.number, self.clause.wording.citation),
            text="\n".join(filter(None, [self.exact, *words, *reasons])),
            url=self.url,
            year=self.opened_at.year,
            language=edition.language,
            body=edition.resolution.body,
            source=", ".join(each.delegation.name for each in self.owned_by),
            clauses=(self.clause.wid,),
            audience=frozenset({MEMBERS}),
            date=self.changes[-1].at,
        )

    @classmethod
    def titles_in_words(cls, stored: Mapping[str, str], _session: Session) -> Mapping[str, str]:
        return {record_id: title_in_words(title) for record_id, title in stored.items()}


def _worded(
    wanted: Iterable[WantedWords],
    words: str,
    *,
    is_new_clause: bool,
    beside: Sequence["BracketAlternative"] = (),
) -> list[WantedWords]:
    """Return the alternatives, each once; refuse what is none."""
    taken = {each.words for each in beside}
    found: list[WantedWords] = []
    for each in wanted:
        if each.words == words and not is_new_clause:
            if not each.words:
                continue  # where words would be inserted, nothing is what stands there
            raise Invalid(_("An alternative has other words than those in the bracket."))
        if each.words not in taken:
            taken.add(each.words)
            found.append(each)
    return found


class BracketOwner(Searchable, Base):
    """A delegation that owns a bracket, for a time. `left_at` is empty while it does."""

    __tablename__ = "bracket_owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    bracket_id: Mapped[int] = mapped_column(
        ForeignKey("bracket.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]

    bracket: Mapped[Bracket] = relationship(back_populates="owners")
    delegation: Mapped[Delegation] = relationship()

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"bracket:{self.bracket_id}"]


class BracketAlternative(Searchable, Base):
    """Other words for those in a bracket, with the delegations that want them; empty words are the
    wish for nothing. `added` and `dropped` are the numbers of the changes that did so.
    """

    __tablename__ = "bracket_alternative"

    id: Mapped[int] = mapped_column(primary_key=True)
    bracket_id: Mapped[int] = mapped_column(
        ForeignKey("bracket.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str] = mapped_column(Text, info=WORDS)
    added: Mapped[int]
    dropped: Mapped[int | None]

    bracket: Mapped[Bracket] = relationship(back_populates="alternatives")
    sources: Mapped[list[Delegation]] = relationship(
        secondary=bracket_source, order_by=Delegation.name
    )

    @property
    def is_nothing(self) -> bool:
        return not self.words

    def is_wanted_only_by(self, delegation: Delegation) -> bool:
        return self.sources == [delegation]

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"bracket:{self.bracket_id}"]


class BracketChange(Searchable, Base):
    """Something that was done with a bracket: by whom, when, at which meeting and why."""

    __tablename__ = "bracket_change"
    __table_args__ = (Index("ix_bracket_change_number", "bracket_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bracket_id: Mapped[int] = mapped_column(ForeignKey("bracket.id", ondelete="CASCADE"))
    number: Mapped[int]
    deed: Mapped[BracketDeed]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    """The delegation in whose name it was done; empty if for everybody."""
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True
    )
    reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    outcome: Mapped[BracketOutcome | None]
    stands_id: Mapped[int | None] = mapped_column(
        ForeignKey("bracket_alternative.id", ondelete="SET NULL"), index=True
    )

    bracket: Mapped[Bracket] = relationship(back_populates="changes")
    person: Mapped[Person] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    stands: Mapped[BracketAlternative | None] = relationship()

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"bracket:{self.bracket_id}"]


def with_all() -> tuple[Any, ...]:
    """Return the options that read a bracket with everything that its page shows."""
    return (
        *with_alternatives(),
        selectinload(Bracket.changes).options(
            joinedload(BracketChange.person),
            joinedload(BracketChange.delegation),
            joinedload(BracketChange.meeting),
        ),
        joinedload(Bracket.clause)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition)
        .joinedload(Edition.resolution),
    )


def with_alternatives() -> tuple[Any, ...]:
    return (
        selectinload(Bracket.owners).joinedload(BracketOwner.delegation),
        selectinload(Bracket.alternatives).selectinload(BracketAlternative.sources),
    )


@refreshes_with(Delegation)
def _its_brackets(delegation: Delegation, session: Session) -> Iterable[str]:
    ids = session.scalars(
        select(BracketOwner.bracket_id).where(BracketOwner.delegation_id == delegation.id)
    )
    return [f"{Bracket.search_kind}:{bracket_id}" for bracket_id in ids]


@refreshes_with(Wording)
def _brackets_on(wording: Wording, session: Session) -> Iterable[str]:
    """Return the search records to refresh with a new wording: search shows how a clause is cited."""
    ids = session.scalars(select(Bracket.id).where(Bracket.clause_id == wording.clause_id))
    return [f"{Bracket.search_kind}:{bracket_id}" for bracket_id in ids]
