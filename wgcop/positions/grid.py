"""The grid of positions: delegations as rows, clauses as columns (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wgcop.accounts.models import Delegation
from wgcop.positions.models import Position
from wgcop.positions.regional import REGIONAL_GROUPS, RegionalGroup
from wgcop.positions.short_names import short_names
from wgcop.positions.stances import CRITICAL_FIRST, Layer, Stance
from wgcop.resolutions.reading import ReadClause


@dataclass(frozen=True)
class GridCell:
    """What the reader sees of one delegation's position on one clause. `shown` is the released
    position or, in the reader's own row, the one within the delegation if that is newer.
    """

    shown: Position | None = None
    is_of_earlier_wording: bool = False
    red_line: Position | None = None

    @property
    def is_private(self) -> bool:
        return self.shown is not None and self.shown.layer != Layer.RELEASED

    @property
    def facts(self) -> object:
        shown = self.shown and (self.shown.id, self.shown.reason)
        return shown, self.is_of_earlier_wording, self.red_line is not None


NO_POSITION = GridCell()


@dataclass(frozen=True)
class GridRow:
    delegation: Delegation
    cells: Mapping[int, GridCell] = field(default_factory=dict)
    """By the id of the clause."""
    is_own: bool = False

    def cell(self, clause: ReadClause) -> GridCell:
        return self.cells.get(clause.id, NO_POSITION)


@dataclass(frozen=True)
class GroupRow:
    """The row of a regional group: what its members have released, and nothing else, even for a
    reader whose own delegation is a member and who sees more in that delegation's own row.
    """

    group: RegionalGroup
    members: Sequence[GridRow]
    is_open: bool = False

    def marks(self, clause: ReadClause) -> list[tuple[Stance, str]]:
        """Return each stance that a member takes, the most critical first, with the names of those
        who take it. Nothing is counted: positions are not votes.
        """
        taken: dict[Stance, list[str]] = {}
        for row in self.members:
            position = row.cell(clause).shown
            if position and position.stance:
                taken.setdefault(position.stance, []).append(row.delegation.name)
        return [(each, ", ".join(taken[each])) for each in CRITICAL_FIRST if each in taken]


@dataclass(frozen=True)
class Grid:
    clauses: Sequence[ReadClause]
    rows: Sequence[GridRow]
    groups: Sequence[GroupRow] = ()

    @cached_property
    def short_names(self) -> Mapping[int, str]:
        return short_names(self.clauses)

    @property
    def facts(self) -> object:
        """Everything that distinguishes this grid from another one at the same address, to notice a
        change.
        """
        rows = [*self.rows, *(row for group in self.groups for row in group.members)]
        return [
            [each.citation for each in self.clauses],
            [
                (row.delegation.name, [(key, cell.facts) for key, cell in row.cells.items()])
                for row in rows
            ],
        ]

    @property
    def has_earlier_wordings(self) -> bool:
        return any(cell.is_of_earlier_wording for row in self.rows for cell in row.cells.values())


def grid_of(
    clauses: Sequence[ReadClause],
    delegations: Sequence[Delegation],
    positions: Sequence[Position],
    *,
    words: Mapping[int, str],
    reader: Delegation | None,
    all_delegations: bool,
    opened: str = "",
) -> Grid:
    """Arrange the current positions in a grid. `words` holds the current words of each clause, by
    its id; `delegations` are in the order of the rows, except that the reader's own comes first.
    """
    own = reader.id if reader else None
    cells = _cells(positions, words)
    rows = [
        GridRow(each, cells.get(each.id, {}), is_own=each.id == own)
        for each in delegations
        if all_delegations or each.id in cells or each.id == own
    ]
    released = _cells([each for each in positions if each.layer == Layer.RELEASED], words)
    return Grid(
        clauses,
        sorted(rows, key=lambda row: not row.is_own),
        _groups(delegations, released, opened),
    )


def _groups(
    delegations: Sequence[Delegation], released: Mapping[int, Mapping[int, GridCell]], opened: str
) -> list[GroupRow]:
    """Return the rows of the regional groups of which a member has released anything."""
    found = []
    for group in REGIONAL_GROUPS:
        members = [
            GridRow(each, released[each.id])
            for each in delegations
            if each.id in released and group.has_member(each)
        ]
        if members:
            found.append(GroupRow(group, members, is_open=group.code.lower() == opened.lower()))
    return found


def _cells(
    positions: Sequence[Position], words: Mapping[int, str]
) -> dict[int, dict[int, GridCell]]:
    """Return the cells by the ids of the delegation and of the clause."""
    by_place: dict[tuple[int, int], list[Position]] = {}
    for each in positions:
        by_place.setdefault((each.delegation_id, each.clause_id), []).append(each)
    cells: dict[int, dict[int, GridCell]] = {}
    for (delegation_id, clause_id), found in by_place.items():
        cells.setdefault(delegation_id, {})[clause_id] = _cell(found, words[clause_id])
    return cells


def _cell(positions: Sequence[Position], words: str) -> GridCell:
    latest = max(
        (each for each in positions if each.layer != Layer.RED_LINE),
        key=lambda each: each.id,
        default=None,
    )
    return GridCell(
        latest,
        is_of_earlier_wording=latest is not None and not latest.is_taken_on(words),
        red_line=next((each for each in positions if each.layer == Layer.RED_LINE), None),
    )
