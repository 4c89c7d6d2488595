"""Reads the rolling text of an edition: its clauses, what is agreed so far, all proposals that
stand, all open brackets and the chairs' texts, in ten SQL statements, or eleven if a new clause is
proposed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wgcop.accounts.models import Delegation
from wgcop.brackets.models import Bracket
from wgcop.brackets.queries import open_brackets_on
from wgcop.brackets.spans import find_span
from wgcop.paper.tree import plain
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.adopted import AdoptedAs, adopted_among
from wgcop.proposals.after_clauses import with_ended
from wgcop.proposals.decisions import agreed_in, decisions_at
from wgcop.proposals.models import Proposal
from wgcop.proposals.on_the_table import TextOnTable, texts_on_table
from wgcop.proposals.queries import standing_on
from wgcop.proposals.rolling import NewClause, RollingChoice, RollingClause
from wgcop.proposals.still_open import (
    NOTHING_DECIDED,
    ClauseDecisions,
    ProposalEnd,
    is_clause_open,
)
from wgcop.proposals.weaving import WovenBracket, WovenKind
from wgcop.resolutions.models import Edition
from wgcop.resolutions.quoted import of_clause
from wgcop.resolutions.reading import ReadClause, ReadSection, text_of
from wgcop.threads.chairing.standings import Standing
from wgcop.web.joining import mark

NONE_ADOPTED: Mapping[int, AdoptedAs] = {}


@dataclass(frozen=True)
class PlacedClause:
    """A clause of the edition with its rolling text. `earlier` are proposals on an earlier wording,
    and those on which the group has decided: they are not part of the text until their sources
    confirm them. `decided` says how it has decided, by the id of the proposal. `adopted` are new
    clauses that stand in the text by now. `is_suppressed` says that the clause is agreed to be
    suppressed; it has no words then. `met` are those of the earlier ones that the words agreed
    since contain. `words` are those that the clause has now, and `chairs` is the chair's text if one
    is open.
    """

    clause: ReadClause
    text: RollingClause
    words: str
    standing: Standing = Standing.OPEN
    proposals: Sequence[Proposal] = ()
    earlier: Sequence[Proposal] = ()
    adopted: Sequence[tuple[Proposal, AdoptedAs]] = ()
    met: Sequence[Proposal] = ()
    decided: Mapping[int, ProposalEnd] = field(default_factory=dict)
    chairs: TextOnTable | None = None
    is_suppressed: bool = False

    @property
    def all(self) -> list[Proposal]:
        return [*self.proposals, *self.earlier, *(proposal for proposal, _as in self.adopted)]

    @cached_property
    def is_open(self) -> bool:
        """Whether the group still has something to decide here."""
        return is_clause_open(
            self.words,
            self.standing,
            [*self.proposals, *(each for each in self.earlier if each.id not in self.decided)],
            has_more_to_decide=bool(self.text.brackets or self.chairs),
        )

    @property
    def to_bracket(self) -> list["PlaceToBracket"]:
        """The open places that no bracket is exactly around."""
        places = [
            PlaceToBracket(self.clause.wid, str(part.place), part.words.strip(), part.choices)
            for part in self.text.bracketed
            if part.kind == WovenKind.PLACE and part.bracket is None
        ]
        added = [
            PlaceToBracket(
                self.clause.wid,
                f"after-{each.proposal}",
                each.words,
                (RollingChoice(each.words, each.sources, False, (each.proposal,)),),
                is_after_clause=True,
            )
            for each in self.text.added_outside
        ]
        return [*places, *added]

    def sources_of(self, choice: RollingChoice) -> list[Delegation]:
        """Return the delegations that propose it, each once."""
        named = [each.delegation for each in self.proposals if each.id in choice.proposals]
        return list(dict.fromkeys(named))


@dataclass(frozen=True)
class PlaceToBracket:
    """An open place of the rolling text, which one click makes a bracket. `seen` is a mark of all that
    a page showed of it.
    """

    wid: str
    key: str
    words: str
    choices: tuple[RollingChoice, ...]
    is_after_clause: bool = False

    @property
    def seen(self) -> str:
        choices = [(each.words, each.sources, each.proposals) for each in self.choices]
        return mark(repr([self.wid, self.key, self.words, choices]))


@dataclass(frozen=True)
class RollingSection:
    section: ReadSection
    clauses: Sequence[PlacedClause]

    @property
    def open_places(self) -> int:
        return sum(each.text.open_places for each in self.clauses)

    def in_order(self, *, only_open: bool = False) -> list[tuple[PlacedClause, list[PlacedClause]]]:
        """Return the clauses, each with those after which new clauses are shown behind it."""
        shown = [each for each in self.clauses if each.is_open or not only_open]
        return list(with_ended(shown, lambda each: each.clause.depth))


@dataclass(frozen=True)
class RollingText:
    sections: Sequence[RollingSection] = ()

    @property
    def open_places(self) -> int:
        return sum(each.open_places for each in self.sections)

    @property
    def is_open(self) -> bool:
        return any(each.is_open for section in self.sections for each in section.clauses)

    def clause_of(self, wid: str) -> PlacedClause | None:
        placed = (each for section in self.sections for each in section.clauses)
        return next((each for each in placed if each.clause.wid == wid), None)

    @property
    def open_brackets(self) -> int:
        return sum(len(each.text.brackets) for section in self.sections for each in section.clauses)

    @property
    def proposals(self) -> list[Proposal]:
        placed = (each for section in self.sections for each in section.clauses)
        return [proposal for each in placed for proposal in each.all]

    @property
    def facts(self) -> object:
        """What the page shows, for whoever asks whether it has changed."""
        return [
            (
                each.text.now,
                len(each.adopted),
                [(one.id, one.version, each.decided.get(one.id)) for one in each.all],
                each.text.brackets,
                each.chairs.version if each.chairs else 0,
                each.is_open,
                each.standing,
                each.is_suppressed,
            )
            for section in self.sections
            for each in section.clauses
        ]


def rolling_text(edition: Edition) -> RollingText:
    read = text_of(edition.id)
    ids = [clause.id for clause in read.clauses]
    # Also from an earlier edition it leads to the words of today, on which proposals are written.
    decisions, proposals = decisions_at(ids), standing_on(ids)
    now = words_of_clauses(ids, agreed_in(decisions)) if ids else {}
    adopted = adopted_among([one for each in proposals.values() for one in each], now)
    brackets, chairs = open_brackets_on(ids), texts_on_table(ids)
    return RollingText(
        [
            RollingSection(
                section,
                [
                    placed(
                        clause,
                        now.get(clause.id, clause.text),
                        proposals.get(clause.id, ()),
                        adopted,
                        brackets[clause.id],
                        chairs.get(clause.id),
                        decisions[clause.id],
                    )
                    for clause in section.clauses
                ],
            )
            for section in read.sections
        ]
    )


def placed(
    clause: ReadClause,
    now: str,
    proposals: Sequence[Proposal],
    adopted: Mapping[int, AdoptedAs] = NONE_ADOPTED,
    brackets: Sequence[Bracket] = (),
    chairs: TextOnTable | None = None,
    decisions: ClauseDecisions = NOTHING_DECIDED,
) -> PlacedClause:
    """Return the clause with its proposals and brackets for the words that it has now."""
    found = {each.id: each.decided(now, decisions) for each in proposals if each.id not in adopted}
    decided = {key: how for key, how in found.items() if how}
    earlier = [each for each in proposals if each.id in decided or each.is_on_earlier_wording(now)]
    current = [each for each in proposals if each not in earlier and each.id not in adopted]
    return PlacedClause(
        clause,
        RollingClause(
            base=_plain(clause.text),
            now=_plain(now),
            wordings={each.id: _plain(each.words) for each in current if not each.symbol.adds},
            sources={each.id: each.delegation.name for each in current},
            added=[
                NewClause(each.id, each.delegation.name, _plain(each.words), _others(each))
                for each in current
                if each.symbol.adds
            ],
            brackets=[
                _woven(each, clause, _plain(now), chairs.words if chairs else None)
                for each in brackets
            ],
            others={each.id: _others(each) for each in current},
        ),
        now,
        decisions.standing,
        current,
        earlier,
        [(each, adopted[each.id]) for each in proposals if each.id in adopted],
        [
            each
            for each in earlier
            if each.is_met_by(now) or (each.id in decided and decided[each.id].is_met)
        ],
        decided,
        chairs,
        decisions.suppresses,
    )


def _others(proposal: Proposal) -> tuple[str, ...]:
    """Return who brings a common proposal beside the delegation that leads."""
    return tuple(name for name in proposal.source_names if name != proposal.delegation.name)


def _woven(bracket: Bracket, clause: ReadClause, now: str, on_table: str | None) -> WovenBracket:
    """Return the bracket with its place in the words agreed so far. Whether its words are gone is a
    question to the words on the table, which are those of the chair's text if one is open.
    """
    span = None if bracket.is_after_clause else find_span(now, bracket.anchor)
    shown = span if on_table is None else find_span(on_table, bracket.anchor)
    return WovenBracket(
        bracket.id,
        bracket.number,
        clause.citation,
        span,
        tuple(
            RollingChoice(each.words, tuple(source.name for source in each.sources))
            for each in bracket.offered
        ),
        tuple(each.delegation.name for each in bracket.owned_by),
        bracket.is_after_clause,
        bracket.exact,
        is_gone=shown is None and not bracket.is_after_clause,
    )


def _plain(words: str) -> str:
    """Return the words without the asterisks around emphasized ones: a place in which two wordings
    differ may begin within the emphasis.
    """
    return plain({"type": "doc", "content": of_clause(words)}) if words else ""
