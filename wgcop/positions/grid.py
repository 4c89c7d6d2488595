"""The grid of positions: delegations as rows, clauses as columns (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wgcop.accounts.models import Delegation
from wgcop.positions.models import Position
from wgcop.positions.stances import Layer
from wgcop.resolutions.reading import ReadClause


@dataclass(frozen=True)
class Cell:
    """What the reader sees of one delegation's position on one clause. `shown` is the released
    position or, in the reader's own row, the one within the delegation if that is newer.
    """

    shown: Position | None = None
    is_of_earlier_wording: bool = False
    red_line: Position | None = None

    @property
    def is_private(self) -> bool:
        return self.shown is not None and self.shown.layer != Layer.RELEASED


NO_POSITION = Cell()


@dataclass(frozen=True)
class Row:
    delegation: Delegation
    cells: Mapping[int, Cell] = field(default_factory=dict)
    """By the id of the clause."""
    is_own: bool = False

    def cell(self, clause: ReadClause) -> Cell:
        return self.cells.get(clause.id, NO_POSITION)


@dataclass(frozen=True)
class Grid:
    clauses: Sequence[ReadClause]
    rows: Sequence[Row]


def grid_of(
    clauses: Sequence[ReadClause],
    delegations: Sequence[Delegation],
    positions: Sequence[Position],
    *,
    words: Mapping[int, str],
    reader: Delegation | None,
    all_delegations: bool,
) -> Grid:
    """Arrange the present positions. `words` holds the words of each clause now, by its id;
    `delegations` are in the order of the rows, except that the reader's own comes first.
    """
    own = reader.id if reader else None
    by_place: dict[tuple[int, int], list[Position]] = {}
    for each in positions:
        by_place.setdefault((each.delegation_id, each.clause_id), []).append(each)
    rows = []
    for delegation in delegations:
        cells = {
            clause.id: _cell(by_place[delegation.id, clause.id], words[clause.id])
            for clause in clauses
            if (delegation.id, clause.id) in by_place
        }
        if cells or all_delegations or delegation.id == own:
            rows.append(Row(delegation, cells, is_own=delegation.id == own))
    return Grid(clauses, sorted(rows, key=lambda row: not row.is_own))


def _cell(positions: Sequence[Position], words: str) -> Cell:
    latest = max(
        (each for each in positions if each.layer != Layer.RED_LINE),
        key=lambda each: each.id,
        default=None,
    )
    return Cell(
        latest,
        is_of_earlier_wording=latest is not None and not latest.is_taken_on(words),
        red_line=next((each for each in positions if each.layer == Layer.RED_LINE), None),
    )
