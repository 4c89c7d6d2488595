"""The grid of positions as a table for files."""

from collections.abc import Iterator

from flask_babel import gettext as _

from wgcop.accounts.roles import CATEGORY_NAMES
from wgcop.bodies.levels import REGION_NAMES
from wgcop.fields.table_files import TableFile
from wgcop.positions.grid import Grid, GridCell, GroupRow
from wgcop.positions.stances import stance_name
from wgcop.resolutions.reading import ReadClause


def file_of(grid: Grid) -> TableFile:
    widths = [20, 20, 20, *(24 for _clause in grid.clauses)]
    return TableFile(_("Positions"), _head(grid), list(_rows(grid)), widths)


def _head(grid: Grid) -> list[str]:
    return [
        _("Delegation"),
        _("Category"),
        _("Region"),
        *(clause.citation for clause in grid.clauses),
    ]


def _rows(grid: Grid) -> Iterator[list[str]]:
    for row in grid.rows:
        region = row.delegation.region
        yield [
            row.delegation.shown_name,
            str(CATEGORY_NAMES[row.delegation.category]),
            str(REGION_NAMES[region]) if region else "",
            *(_in_words(row.cell(clause)) for clause in grid.clauses),
        ]
    for group in grid.groups:
        cells = (_of_group(group, clause) for clause in grid.clauses)
        yield [group.group.code, _("Regional group"), "", *cells]


def _of_group(row: GroupRow, clause: ReadClause) -> str:
    """Return what the group has released itself, and below it what its members have."""
    own = _in_words(row.cell(clause))
    lines = [_("The group itself: %(position)s", position=own)] if own else []
    lines += [
        _("%(position)s: %(delegations)s", position=stance_name(stance), delegations=names)
        for stance, names in row.marks(clause)
    ]
    return "\n".join(lines)


def _in_words(cell: GridCell) -> str:
    position = cell.shown
    if position is None or position.stance is None:
        return ""
    name = stance_name(position.stance)
    if cell.is_of_earlier_wording and position.reason:
        return _(
            "%(position)s (on an earlier wording): %(reason)s",
            position=name,
            reason=position.reason,
        )
    if cell.is_of_earlier_wording:
        return _("%(position)s (on an earlier wording)", position=name)
    if position.reason:
        return _("%(position)s: %(reason)s", position=name, reason=position.reason)
    return name
