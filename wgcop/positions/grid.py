"""The grid of positions: delegations as rows, clauses as columns (pure)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import REGIONAL_GROUPS, RegionalGroup
from wgcop.i18n import comma
from wgcop.positions.models import RegionalPosition
from wgcop.positions.placed import PlacedPosition
from wgcop.positions.short_names import short_names, shortened_headings
from wgcop.positions.stances import CRITICAL_FIRST, Layer, Stance
from wgcop.resolutions.reading import ReadClause

Placed = PlacedPosition | RegionalPosition


@dataclass(frozen=True)
class GridCell:
    """What the reader sees of the position of a delegation or a regional group on one clause.
    `shown` is the released position or, in the reader's own row, the one within the delegation if
    that is newer.
    """

    shown: Placed | None = None
    is_of_earlier_wording: bool = False
    red_line: Placed | None = None

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
    """The row of a regional group: what it has released itself, and what its members have released.
    It shows nothing else, even to a reader who sees more in the row of their own delegation.
    """

    group: RegionalGroup
    members: Sequence[GridRow]
    cells: Mapping[int, GridCell] = field(default_factory=dict)
    """What the group itself has released, by the id of the clause."""
    is_open: bool = False

    def cell(self, clause: ReadClause) -> GridCell:
        return self.cells.get(clause.id, NO_POSITION)

    def marks(self, clause: ReadClause) -> list[tuple[Stance, str]]:
        """Return each stance that a member takes, the most critical first, with the names of those
        who take it. Nothing is counted: positions are not votes.
        """
        taken: dict[Stance, list[str]] = {}
        for row in self.members:
            position = row.cell(clause).shown
            if position and position.stance:
                taken.setdefault(position.stance, []).append(row.delegation.shown_name)
        return [(each, comma().join(taken[each])) for each in CRITICAL_FIRST if each in taken]


@dataclass(frozen=True)
class Grid:
    clauses: Sequence[ReadClause]
    rows: Sequence[GridRow]
    groups: Sequence[GroupRow] = ()

    @cached_property
    def short_names(self) -> Mapping[int, str]:
        return short_names(self.clauses)

    @property
    def shortened_headings(self) -> Mapping[str, str]:
        return shortened_headings(self.clauses)

    @property
    def facts(self) -> object:
        """Everything that distinguishes this grid from another one at the same address, to notice a
        change.
        """
        rows = [*self.rows, *(row for group in self.groups for row in group.members)]
        return [
            [each.citation for each in self.clauses],
            [
                (each.group.key, [(key, cell.facts) for key, cell in each.cells.items()])
                for each in self.groups
            ],
            [
                (row.delegation.name, [(key, cell.facts) for key, cell in row.cells.items()])
                for row in rows
            ],
        ]

    @property
    def has_earlier_wordings(self) -> bool:
        cells = [row.cells for row in self.rows] + [group.cells for group in self.groups]
        return any(cell.is_of_earlier_wording for row in cells for cell in row.values())

    @property
    def is_restricted(self) -> bool:
        """Whether it shows what only the delegation of its reader may read."""
        cells = (cell for row in self.rows for cell in row.cells.values())
        return any(cell.is_private or cell.red_line for cell in cells)


def grid_of(
    clauses: Sequence[ReadClause],
    delegations: Sequence[Delegation],
    positions: Sequence[PlacedPosition],
    *,
    words: Mapping[int, str],
    members: Mapping[str, Collection[int]],
    of_groups: Sequence[RegionalPosition] = (),
    reader: Delegation | None,
    all_delegations: bool,
    opened: str = "",
) -> Grid:
    """Arrange the current positions. `words` holds the words of each clause now, by its id;
    `members` the ids of the delegations of each regional group, by its key; `of_groups` what these
    have released themselves; `delegations` are in the order of the rows, except that the reader's
    own comes first.
    """
    own = reader.id if reader else None
    cells = _cells(positions, words)
    rows = [
        GridRow(each, cells.get(each.id, {}), is_own=each.id == own)
        for each in delegations
        if all_delegations or each.id in cells or each.id == own
    ]
    # What others see of the reader's delegation, and all that anybody sees of another one.
    own_released = [
        each for each in positions if each.delegation_id == own and each.layer == Layer.RELEASED
    ]
    others = {key: of_one for key, of_one in cells.items() if key != own}
    released = others | _cells(own_released, words)
    return Grid(
        clauses,
        sorted(rows, key=lambda row: not row.is_own),
        _groups(delegations, released, members, _cells_of_groups(of_groups, words), opened),
    )


def _groups(
    delegations: Sequence[Delegation],
    released: Mapping[int, Mapping[int, GridCell]],
    members: Mapping[str, Collection[int]],
    of_groups: Mapping[str, Mapping[int, GridCell]],
    opened: str,
) -> list[GroupRow]:
    """Return the rows of the regional groups that have released anything themselves, or of which a
    member has.
    """
    found = []
    for group in REGIONAL_GROUPS:
        belong = members.get(group.key, ())
        rows = [
            GridRow(each, released[each.id])
            for each in delegations
            if each.id in released and each.id in belong
        ]
        own = of_groups.get(group.key, {})
        if rows or own:
            found.append(GroupRow(group, rows, own, is_open=group.key == opened.lower()))
    return found


def _cells_of_groups(
    positions: Sequence[RegionalPosition], words: Mapping[int, str]
) -> dict[str, dict[int, GridCell]]:
    """Return the cells by the key of the group and the id of the clause."""
    cells: dict[str, dict[int, GridCell]] = {}
    for each in positions:
        cells.setdefault(each.group_key, {})[each.clause_id] = _cell([each], words[each.clause_id])
    return cells


def _cells(
    positions: Sequence[PlacedPosition], words: Mapping[int, str]
) -> dict[int, dict[int, GridCell]]:
    """Return the cells by the ids of the delegation and of the clause."""
    by_place: dict[tuple[int, int], list[PlacedPosition]] = {}
    for each in positions:
        by_place.setdefault((each.delegation_id, each.thing_id), []).append(each)
    cells: dict[int, dict[int, GridCell]] = {}
    for (delegation_id, clause_id), found in by_place.items():
        cells.setdefault(delegation_id, {})[clause_id] = _cell(found, words[clause_id])
    return cells


def _cell(positions: Sequence[Placed], words: str) -> GridCell:
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
