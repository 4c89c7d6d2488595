"""Reads brackets for pages: at one clause, in a text, and how many are open at each clause."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, func, or_, select

from wgcop.brackets.models import (
    Bracket,
    BracketAlternative,
    BracketChange,
    with_all,
    with_alternatives,
)
from wgcop.brackets.outcomes import BracketDeed, BracketOutcome, BracketPlace
from wgcop.brackets.spans import FoundSpan
from wgcop.brackets.words import typed_words_of, words_on_table_of
from wgcop.database import db
from wgcop.paper.anchor import Anchor
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.reading import ReadClause, ReadSection, text_of
from wgcop.resolutions.typeset import plain

beside.stands_beside(
    "brackets", lambda clause_id: select(Bracket.id).where(Bracket.clause_id == clause_id).exists()
)


@dataclass(frozen=True)
class ShownBracket:
    """A bracket with the words of its clause on the table, in plain text, and where it stands in them. A
    bracket whose words are gone has no span, and neither has one after the clause.
    """

    bracket: Bracket
    words: str
    span: FoundSpan | None = None

    @classmethod
    def of(cls, bracket: Bracket, words: str) -> "ShownBracket":
        return cls(bracket, plain(words), bracket.span_in(words))

    @classmethod
    def now(cls, bracket: Bracket) -> "ShownBracket":
        return cls.of(bracket, typed_words_of(bracket.clause))

    @property
    def is_gone(self) -> bool:
        return self.span is None and not self.bracket.is_after_clause

    @property
    def inside(self) -> str:
        """The words in it: those that the clause has now or, if they are gone, those that it had."""
        if self.span is None:
            return self.bracket.exact
        return self.words[self.span.start : self.span.end]

    @property
    def before(self) -> str:
        return self.words[: self.span.start] if self.span else ""

    @property
    def after(self) -> str:
        return self.words[self.span.end :] if self.span else ""


@dataclass(frozen=True)
class ClauseBrackets:
    """The brackets of a clause, the open ones in the order in which they stand in its words."""

    clause: Clause
    open: Sequence[ShownBracket] = ()
    lifted: Sequence[ShownBracket] = ()

    @property
    def dom_id(self) -> str:
        return f"brackets-{self.clause.wid}"

    @property
    def all(self) -> list[ShownBracket]:
        return [*self.open, *self.lifted]


def brackets_at(clause: Clause) -> ClauseBrackets:
    """Return the brackets of the clause. No SQL statement is sent if the one that read the clause has
    already found that there are none.
    """
    if beside.found(clause, "brackets") is False:
        return ClauseBrackets(clause)
    rows = db.session.scalars(
        select(Bracket).where(Bracket.clause_id == clause.id).options(*with_all())
    ).all()
    words = typed_words_of(clause) if rows else ""
    shown = [ShownBracket.of(each, words) for each in rows]
    return ClauseBrackets(
        clause,
        sorted((each for each in shown if each.bracket.is_open), key=_in_order),
        sorted((each for each in shown if not each.bracket.is_open), key=_in_order),
    )


def _in_order(shown: ShownBracket) -> tuple[int, int]:
    at = shown.span.start if shown.span else len(shown.words) + 1
    return at, shown.bracket.number


def bracket_with_all(bracket_id: int) -> Bracket | None:
    """Return the bracket with its clause and everything that was done with it, or None."""
    return db.session.scalar(select(Bracket).where(Bracket.id == bracket_id).options(*with_all()))


def open_brackets_on(clause_ids: Collection[int]) -> dict[int, list[Bracket]]:
    """Return the open brackets with their owners and alternatives, by the id of the clause."""
    found: dict[int, list[Bracket]] = defaultdict(list)
    rows = db.session.scalars(
        select(Bracket)
        .where(Bracket.clause_id.in_(clause_ids), Bracket.lifted_at.is_(None))
        .order_by(Bracket.number)
        .options(*with_alternatives())
    )
    for bracket in rows:
        found[bracket.clause_id].append(bracket)
    return found


def left_as_they_were(
    clause_ids: Collection[int],
) -> Iterator[tuple[int, datetime, Anchor | None, str]]:
    """Yield what was left as it was when a bracket was lifted by consensus, in one SQL statement: the
    id of the clause, when, and the words in the bracket or those of a new clause that it was around.
    """
    is_new = Bracket.place == BracketPlace.NEW_CLAUSE
    last = (
        select(func.max(BracketChange.id))
        .where(BracketChange.bracket_id == Bracket.id, BracketChange.deed == BracketDeed.LIFTED)
        .correlate(Bracket)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Bracket.clause_id,
            BracketChange.at,
            Bracket.place,
            Bracket.exact,
            Bracket.prefix,
            Bracket.suffix,
            BracketAlternative.words,
        )
        .join(BracketChange, BracketChange.id == last)
        .outerjoin(
            BracketAlternative,
            and_(
                is_new,
                BracketAlternative.bracket_id == Bracket.id,
                BracketAlternative.dropped.is_(None),
            ),
        )
        .where(
            Bracket.clause_id.in_(clause_ids),
            Bracket.lifted_at.is_not(None),
            BracketChange.delegation_id.is_(None),
            or_(
                BracketChange.outcome == BracketOutcome.WORDS,
                and_(is_new, BracketChange.outcome == BracketOutcome.NOTHING),
            ),
        )
    )
    for clause_id, at, place, exact, prefix, suffix, words in rows:
        if place == BracketPlace.NEW_CLAUSE:
            if words:
                yield clause_id, at, None, words
        else:
            yield clause_id, at, Anchor(exact, prefix, suffix), ""


def open_counts_of(clause_ids: Collection[int]) -> dict[int, int]:
    """Return how many brackets are open at each clause, by its id, in one SQL statement. Clauses
    without any are left out.
    """
    rows = db.session.execute(_open_counts(), {"clauses": list(clause_ids)})
    return {clause_id: count for clause_id, count in rows}


@cache
def _open_counts() -> Executable:
    named: Any = bindparam("clauses", expanding=True)
    return (
        select(Bracket.clause_id, func.count())
        .where(Bracket.clause_id.in_(named), Bracket.lifted_at.is_(None))
        .group_by(Bracket.clause_id)
    )


@dataclass(frozen=True)
class PlacedBrackets:
    """The brackets of one clause of a text."""

    clause: ReadClause
    brackets: Sequence[ShownBracket]


@dataclass(frozen=True)
class SectionBrackets:
    """The brackets of a section that a list shows. `open` is the number of those that are open."""

    section: ReadSection
    clauses: Sequence[PlacedBrackets]

    @property
    def open(self) -> int:
        return sum(each.bracket.is_open for one in self.clauses for each in one.brackets)


@dataclass(frozen=True)
class TextBrackets:
    """All brackets of a text: the sections with open ones, and those with lifted ones. `owners` are
    the names of the delegations that own an open one, by their codes.
    """

    open: Sequence[SectionBrackets] = ()
    lifted: Sequence[SectionBrackets] = ()
    owners: dict[str, str] = field(default_factory=dict)

    @property
    def open_count(self) -> int:
        return sum(each.open for each in self.open)

    @property
    def facts(self) -> object:
        """What the page shows, for whoever asks whether it has changed."""
        return [
            (each.bracket.id, each.bracket.version, each.bracket.said, each.words, each.span)
            for section in (*self.open, *self.lifted)
            for one in section.clauses
            for each in one.brackets
        ]


def brackets_of_text(edition: Edition, *, owner: str = "") -> TextBrackets:
    """Return the brackets of an edition's clauses, in four SQL statements and those for owners and
    alternatives. With the code of an `owner`, only the open ones that it owns, and those that it
    owned when they were lifted.
    """
    read = text_of(edition.id)
    ids = [clause.id for clause in read.clauses]
    rows: dict[int, list[ShownBracket]] = defaultdict(list)
    words = words_on_table_of(ids) if ids else {}
    found = db.session.scalars(
        select(Bracket).where(Bracket.clause_id.in_(ids)).options(*with_all())
    ).all()
    for bracket in found:
        rows[bracket.clause_id].append(ShownBracket.of(bracket, words[bracket.clause_id]))
    owners = {
        each.delegation.code: each.delegation.shown_name
        for bracket in found
        if bracket.is_open
        for each in bracket.owned_by
    }

    def those(*, are_open: bool) -> list[SectionBrackets]:
        sections = []
        for section in read.sections:
            clauses = [
                PlacedBrackets(clause, shown)
                for clause in section.clauses
                if (shown := _wanted(rows.get(clause.id, ()), owner, are_open=are_open))
            ]
            if clauses:
                sections.append(SectionBrackets(section, clauses))
        return sections

    return TextBrackets(
        those(are_open=True),
        those(are_open=False),
        dict(sorted(owners.items(), key=lambda each: each[1])),
    )


def _wanted(rows: Sequence[ShownBracket], owner: str, *, are_open: bool) -> list[ShownBracket]:
    return sorted(
        (
            each
            for each in rows
            if each.bracket.is_open == are_open
            and (not owner or owner in [one.delegation.code for one in each.bracket.owned_by])
        ),
        key=_in_order,
    )
