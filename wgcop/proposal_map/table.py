"""The proposal map as a table: clauses as rows, documents and delegations as columns (pure)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from wgcop.accounts.roles import Category
from wgcop.bodies.levels import Region
from wgcop.bodies.place_names import state_in_words
from wgcop.proposal_map.narrowing import MapNarrowing, MappedClauses
from wgcop.proposals import still_open
from wgcop.proposals.still_open import NOTHING_DECIDED, ClauseDecisions, ProposalEnd
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.reading import ReadClause, ReadSection
from wgcop.threads.chairing.standings import Standing


class MapPaper(NamedTuple):
    """A document that brings proposals."""

    id: int
    symbol: str
    url: str
    order: str


class MapDelegation(NamedTuple):
    id: int
    name: str
    category: Category
    region: Region | None

    @property
    def shown_name(self) -> str:
        return state_in_words(self.name)


@dataclass(frozen=True)
class MappedProposal:
    """A released proposal as the map shows it. `paper` is None if no document brings it."""

    id: int
    clause_id: int
    symbol: Amendment
    reference: str
    base: str
    words: str
    withdrawn_at: datetime | None
    version: int
    changed_at: datetime
    delegation: MapDelegation
    paper: MapPaper | None = None
    is_before_edition: bool = False
    is_adopted: bool = False
    """Whether its new clause stands in the text by now."""
    sources: tuple[str, ...] = ()
    """All who bring a common proposal."""

    @property
    def source(self) -> str:
        return ", ".join(self.sources) or self.delegation.name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def name(self) -> str:
        """Symbol and number, as documents refer to it."""
        return f"{self.symbol.value} {self.reference}".strip()

    @property
    def column(self) -> "MapColumn":
        return MapColumn(self.delegation, self.paper)

    def is_on_earlier_wording(self, words: str) -> bool:
        return still_open.is_on_earlier_wording(self, words)

    def is_met_by(self, words: str) -> bool:
        return still_open.is_met_by(self, words)


@dataclass(frozen=True)
class MapColumn:
    """A document or, for what no document brings, a delegation."""

    delegation: MapDelegation
    paper: MapPaper | None = None

    @property
    def place(self) -> tuple[int, str, int, bool, str]:
        """The key that sorts the columns: Member States first, the documents of each delegation
        before what it proposes without one.
        """
        of, paper = self.delegation, self.paper
        protocol = list(Category).index(of.category)
        return protocol, of.name, of.id, paper is None, paper.order if paper else ""


@dataclass(frozen=True)
class MapRow:
    """A clause with what is proposed for it, by column. `words` are those that it has now."""

    clause: ReadClause
    words: str = ""
    cells: Mapping[MapColumn, Sequence[MappedProposal]] = field(default_factory=dict)
    has_more_to_decide: bool = False
    """Whether a bracket or a chair's text is open here."""
    decisions: ClauseDecisions = NOTHING_DECIDED

    def cell(self, column: MapColumn) -> Sequence[MappedProposal]:
        return self.cells.get(column, ())

    @property
    def proposals(self) -> list[MappedProposal]:
        return [each for cell in self.cells.values() for each in cell]

    @property
    def standing(self) -> Standing:
        return self.decisions.standing

    @cached_property
    def _decided(self) -> dict[int, ProposalEnd | None]:
        return {
            each.id: still_open.decided(each, self.words, self.decisions)
            for each in self.proposals
            if not (each.is_withdrawn or each.is_adopted)
        }

    def decided(self, proposal: MappedProposal) -> ProposalEnd | None:
        """Return how the group has decided on the proposal, or None."""
        return self._decided.get(proposal.id)

    def is_earlier(self, proposal: MappedProposal) -> bool:
        return not proposal.is_withdrawn and proposal.is_on_earlier_wording(self.words)

    def is_met(self, proposal: MappedProposal) -> bool:
        how = self.decided(proposal)
        is_met = proposal.is_met_by(self.words) or (how is not None and how.is_met)
        return not proposal.is_withdrawn and is_met

    def is_not_taken(self, proposal: MappedProposal) -> bool:
        return self.decided(proposal) is not None and not self.is_met(proposal)

    @cached_property
    def is_open(self) -> bool:
        """Whether the group still has something to decide here."""
        standing = (
            each
            for each in self.proposals
            if not (each.is_withdrawn or each.is_adopted or self.decided(each))
        )
        return still_open.is_clause_open(
            self.words, self.standing, standing, has_more_to_decide=self.has_more_to_decide
        )


@dataclass(frozen=True)
class MapSection:
    section: ReadSection
    rows: Sequence[MapRow]


@dataclass(frozen=True)
class ProposalMap:
    sections: Sequence[MapSection] = ()
    columns: Sequence[MapColumn] = ()
    all: Sequence[MappedProposal] = ()
    """All released proposals on the text, also those that the choices leave out."""

    @property
    def rows(self) -> list[MapRow]:
        return [row for section in self.sections for row in section.rows]

    @property
    def count(self) -> int:
        return sum(len(row.proposals) for row in self.rows)

    @property
    def count_open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def delegations(self) -> list[MapDelegation]:
        """The delegations that have released a proposal on the text, in the order of the columns."""
        columns = {each.delegation: MapColumn(each.delegation) for each in self.all}
        return sorted(columns, key=lambda each: columns[each].place)

    def proposal(self, proposal_id: int) -> MappedProposal | None:
        return next((each for each in self.all if each.id == proposal_id), None)

    @property
    def facts(self) -> object:
        """What the page shows, for whoever asks whether it has changed."""
        return [
            self.delegations,
            [(each.delegation.name, each.paper) for each in self.columns],
            [
                (
                    row.clause.citation,
                    row.standing,
                    row.decisions.suppresses,
                    row.words,
                    row.has_more_to_decide,
                    [
                        (each.id, each.version, each.is_adopted, row.decided(each), each.paper)
                        for each in row.proposals
                    ],
                )
                for row in self.rows
            ],
        ]


def map_of(
    sections: Sequence[ReadSection],
    proposals: Sequence[MappedProposal],
    *,
    words: Mapping[int, str],
    decisions: Mapping[int, ClauseDecisions],
    more_to_decide: Collection[int] = (),
    narrowing: MapNarrowing,
) -> ProposalMap:
    """Arrange the released proposals, which are in the order in which they were released. `words`
    holds the words of each clause now and `decisions` what was decided there, by its id; `more_to_decide`
    are the ids of clauses with an open bracket or a chair's text.
    """
    at_clause: dict[int, list[MappedProposal]] = defaultdict(list)
    for each in proposals:
        at_clause[each.clause_id].append(each)
    shown = [
        MapSection(
            section,
            [
                _narrowed(row, narrowing)
                for row in (
                    MapRow(
                        clause,
                        words.get(clause.id, clause.text),
                        _by_column(at_clause[clause.id]),
                        clause.id in more_to_decide,
                        decisions.get(clause.id, NOTHING_DECIDED),
                    )
                    for clause in section.clauses
                )
                if _is_shown(row, narrowing)
            ],
        )
        for section in sections
    ]
    kept = [section for section in shown if section.rows]
    columns = {column for section in kept for row in section.rows for column in row.cells}
    return ProposalMap(kept, sorted(columns, key=lambda each: each.place), proposals)


def _by_column(
    proposals: Collection[MappedProposal],
) -> dict[MapColumn, list[MappedProposal]]:
    cells: dict[MapColumn, list[MappedProposal]] = {}
    for each in proposals:
        cells.setdefault(each.column, []).append(each)
    return dict(sorted(cells.items(), key=lambda cell: cell[0].place))


def _narrowed(row: MapRow, narrowing: MapNarrowing) -> MapRow:
    """Return the row with the proposals that were asked for. Whether it is open is said of all that
    stand at the clause.
    """
    cells = {
        column: kept
        for column, cell in row.cells.items()
        if (kept := [each for each in cell if _is_asked_for(each, narrowing)])
    }
    narrowed = replace(row, cells=cells)
    narrowed.__dict__["is_open"] = row.is_open
    return narrowed


def _is_shown(row: MapRow, narrowing: MapNarrowing) -> bool:
    if narrowing.clauses == MappedClauses.ALL:
        return True
    if narrowing.clauses == MappedClauses.OPEN:
        if not row.is_open:
            return False
        if row.has_more_to_decide and not narrowing.is_of_proposals:
            return True
    return any(_is_asked_for(each, narrowing) for each in row.proposals)


def _is_asked_for(each: MappedProposal, narrowing: MapNarrowing) -> bool:
    of = each.delegation
    return (
        (narrowing.with_withdrawn or not each.is_withdrawn)
        and narrowing.symbol in (None, each.symbol)
        and narrowing.delegation in (None, of.id)
        and narrowing.region in (None, of.region)
        and narrowing.category in (None, of.category)
    )
