"""Compare a table with the registry: rows to add, cells to change, and what is wrong (pure)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from wgcop import dates
from wgcop.bodies.countries import region_of
from wgcop.bodies.levels import Region
from wgcop.fields.cells import UnreadableCell, one_line, several_lines
from wgcop.fields.columns import Column
from wgcop.fields.field import missing
from wgcop.initiatives.fields import FIELDS
from wgcop.initiatives.kinds import INITIATIVE_KIND_NAMES, Confidence, EntryState, InitiativeKind
from wgcop.initiatives.models import Initiative
from wgcop.registry_sheets.columns import (
    BY_NAME,
    IN_PLACE_OF,
    NUMBER,
    Known,
    identity,
)
from wgcop.registry_sheets.table import CellFault, RegistryTable, TableRow

KIND_WHERE_NONE_IS_GIVEN = InitiativeKind.PROGRAMME
"""The kind of an entry whose row gives none. It is the most general one; the others say what an
initiative consists of.
"""

_KINDS = {each.name: each.kind for each in FIELDS}

STAY_IF_EMPTY = ("state", "confirm_by")
"""Columns in which an empty cell changes nothing, because every entry has a value there."""


@dataclass(frozen=True)
class CellChange:
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowPlan:
    """The plan for a row. `values` are the fields to write; `initiative` is None for a new entry."""

    row: int
    initiative: Initiative | None
    number: int | None
    name: str
    values: Mapping[str, Any]
    changes: tuple[CellChange, ...]

    @property
    def reference(self) -> str:
        """Return the id of its entry; empty if it has no number yet."""
        if self.initiative:
            return identity(self.initiative)
        return f"INI-{self.number:03}" if self.number else ""

    @property
    def digest(self) -> str:
        """Return a digest that changes if anything else would happen with the row."""
        told = [self.initiative and self.initiative.id, self.number]
        cells = [(change.column, change.before, change.after) for change in self.changes]
        return hashlib.sha256(json.dumps([told, cells]).encode()).hexdigest()[:16]


@dataclass
class ImportPlan:
    added: list[RowPlan] = field(default_factory=list)
    changed: list[RowPlan] = field(default_factory=list)
    same: int = 0
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last_number: int = 0
    """The highest number of any entry or row."""
    slugs: set[str] = field(default_factory=set)

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def digests(self) -> dict[str, str]:
        return {str(row.row): row.digest for row in (*self.added, *self.changed)}

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.digests)


def plan(table: RegistryTable, stored: Iterable[Initiative], known: Known) -> ImportPlan:
    return _Comparison(table, stored, known).planned()


class _Comparison:
    def __init__(self, table: RegistryTable, stored: Iterable[Initiative], known: Known) -> None:
        self._table = table
        self._known = known
        self._columns = [BY_NAME[name] for name in table.columns if name != "id"]
        entries = list(stored)
        self._by_number: dict[int, Initiative] = {
            entry.number: entry for entry in entries if entry.number
        }
        self._by_slug = {entry.slug: entry for entry in entries}
        self._by_name: dict[str, list[Initiative]] = {}
        for entry in entries:
            if entry.is_accepted:
                self._by_name.setdefault(_folded(entry.name), []).append(entry)
        self._rows_by_id: dict[str, int] = {}
        self._rows_by_name: dict[tuple[str, str, frozenset[str]], int] = {}
        self._plan = ImportPlan(
            faults=list(table.faults),
            notes=[str(note) for note in table.notes],
            last_number=max(self._by_number, default=0),
            slugs=set(self._by_slug),
        )

    def planned(self) -> ImportPlan:
        for row in self._table.rows:
            faults = len(self._plan.faults)
            step = self._step(row)
            if len(self._plan.faults) > faults:
                continue
            if step is None:
                self._plan.same += 1
            else:
                (self._plan.changed if step.initiative else self._plan.added).append(step)
        if self._plan.added and "kind" not in self._table.columns:
            self._plan.notes.append(
                _(
                    "The table has no column “kind”: new entries are entered as “%(kind)s”.",
                    kind=INITIATIVE_KIND_NAMES[KIND_WHERE_NONE_IS_GIVEN],
                )
            )
        numbers = (step.number or 0 for step in self._plan.added)
        self._plan.last_number = max(self._plan.last_number, *numbers, 0)
        self._plan.faults.sort(key=lambda fault: fault.row)
        return self._plan

    def _fault(self, row: TableRow, column: str, reason: str) -> None:
        self._plan.faults.append(CellFault(row.number, column, reason))

    def _step(self, row: TableRow) -> RowPlan | None:
        typed_id = one_line(row.cells.get("id", ""))
        numbered = NUMBER.fullmatch(typed_id)
        number = int(numbered[1]) if numbered else None
        initiative = self._by_number.get(number) if number else self._by_slug.get(typed_id.lower())
        if typed_id and not (number or initiative):
            self._fault(
                row,
                "id",
                _(
                    "There is no entry “%(id)s”. An id is written INI-007; leave it empty for a new "
                    "entry.",
                    id=typed_id[:80],
                ),
            )
            return None
        if typed_id and not self._is_first(row, str(initiative.slug if initiative else number)):
            return None
        return self._changed(row, initiative) if initiative else self._added(row, number)

    def _is_first(self, row: TableRow, key: str) -> bool:
        earlier = self._rows_by_id.setdefault(key, row.number)
        if earlier != row.number:
            self._fault(row, "id", _("Row %(row)d has the same id.", row=earlier))
        return earlier == row.number

    def _changed(self, row: TableRow, initiative: Initiative) -> RowPlan | None:
        values: dict[str, Any] = {}
        typed: list[tuple[CellChange, Iterable[str]]] = []
        for column in self._columns:
            before, after = several_lines(column.write(initiative)), row.cells.get(column.name, "")
            if before == after or (not after and column.name in STAY_IF_EMPTY):
                continue
            if read := self._read(row, column, after):
                values |= read
                typed.append((CellChange(column.name, before, after), read))
        _cover_regions(values, initiative)
        changes = [
            change
            for change, fields in typed
            if any(_differs(initiative, name, values[name]) for name in fields)
        ]
        if not changes:
            return None
        if "name" in values:
            self._check_name(row, values, initiative)
        if initiative.state == EntryState.MERGED:
            self._fault(
                row,
                "id",
                _(
                    "%(id)s was merged into %(other)s “%(name)s”. Change that entry instead.",
                    id=identity(initiative),
                    other=identity(initiative.last),
                    name=initiative.last.name,
                ),
            )
        elif values.get("state") == EntryState.MERGED:
            self._fault(row, "state", _("Entries are merged on their page, not in a table."))
        self._check_rules(row, _AsItWillBe(initiative, values), values.keys())
        return RowPlan(
            row.number,
            initiative,
            initiative.number,
            values.get("name", initiative.name),
            values,
            tuple(changes),
        )

    def _added(self, row: TableRow, number: int | None) -> RowPlan | None:
        values: dict[str, Any] = {
            "kind": KIND_WHERE_NONE_IS_GIVEN,
            "confidence": Confidence.TO_BE_CONFIRMED,
        }
        missing = [n for n in ("name", "level", "scope") if n not in self._table.columns]
        if missing and number:
            self._fault(
                row,
                "id",
                _(
                    "There is no entry “%(id)s”. To add it, the table needs the columns %(missing)s.",
                    id=row.cells.get("id", ""),
                    missing=", ".join(missing),
                ),
            )
            return None
        for name in missing:
            self._fault(row, name, _("A new entry needs this column."))
        for column in self._columns:
            values |= self._read(row, column, row.cells.get(column.name, "")) or {}
        _cover_regions(values, None)
        state = values.get("state", EntryState.ACCEPTED)
        if state == EntryState.MERGED:
            self._fault(row, "state", _("Entries are merged on their page, not in a table."))
        elif number and state != EntryState.ACCEPTED:
            self._fault(
                row, "id", _("An entry gets a number when it is accepted. Leave the id empty.")
            )
        if values.get("name"):
            self._check_name(row, values, None)
        self._check_rules(row, _AsItWillBe(None, values), values.keys())
        changes = (
            CellChange(column.name, "", row.cells.get(column.name, ""))
            for column in self._columns
            if row.cells.get(column.name, "")
        )
        return RowPlan(row.number, None, number, values.get("name", ""), values, tuple(changes))

    def _read(self, row: TableRow, column: Column, cell: str) -> Mapping[str, Any] | None:
        try:
            return column.read(cell, self._known)
        except UnreadableCell as error:
            self._fault(row, column.name, str(error))
            return None

    def _check_name(
        self, row: TableRow, values: Mapping[str, Any], initiative: Initiative | None
    ) -> None:
        """Record a fault if another entry or row has the new name with the same lead and countries,
        or if the row is clearly about something else than the entry with its id.
        """
        name = _folded(values["name"])
        entry = _AsItWillBe(initiative, values)
        lead, countries = _folded(entry["lead"] or ""), frozenset(entry["countries"] or ())
        other = next(
            (
                other
                for other in self._by_name.get(name, ())
                if other is not initiative
                and lead in ("", _folded(other.lead))
                and countries in (frozenset(), frozenset(other.countries))
            ),
            None,
        )
        if other is not None:
            self._fault(
                row,
                "name",
                _(
                    "This name belongs to %(id)s. To change that entry, enter its id.",
                    id=identity(other),
                ),
            )
        elif initiative and "lead" in values and initiative.lead:
            self._fault(
                row,
                "id",
                _(
                    "%(id)s is “%(name)s” by %(lead)s, and this row has another name and another "
                    "lead. Leave the id empty to add a new entry, or change one after the other.",
                    id=identity(initiative),
                    name=initiative.name,
                    lead=initiative.lead,
                ),
            )
        earlier = self._rows_by_name.setdefault((name, lead, countries), row.number)
        if earlier != row.number:
            self._fault(row, "name", _("Row %(row)d has the same name.", row=earlier))

    def _check_rules(self, row: TableRow, entry: "_AsItWillBe", touched: Iterable[str]) -> None:
        """Check the rules that the form checks too, for the cells that the row changes. An older
        entry that breaks a rule elsewhere may still be changed.
        """
        touched = set(touched)
        for fields, column, reason in _broken_rules(entry):
            if touched & fields:
                self._fault(row, self._column_for(column), reason)

    def _column_for(self, column: str) -> str:
        """Return the column of the table that fills `column`, because one cell may set several
        fields.
        """
        stands_for = (one for one, others in IN_PLACE_OF.items() if column in others)
        return next((one for one in stands_for if one in self._table.columns), column)


class _AsItWillBe:
    """The facts of an entry as they will be after the import."""

    def __init__(self, initiative: Initiative | None, values: Mapping[str, Any]) -> None:
        self._initiative = initiative
        self._values = values

    def __getitem__(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        return getattr(self._initiative, name) if self._initiative else None


def _broken_rules(entry: _AsItWillBe) -> Iterator[tuple[set[str], str, str]]:
    """Yield each broken rule: the fields that it concerns, the column to report, and the reason."""
    started, ended = entry["started"] or "", entry["ended"] or ""
    if started and ended and dates.is_before(ended, started):
        yield {"started", "ended"}, "end", _("This is before the start.")
    for each, needed in missing(FIELDS, entry.__getitem__):
        if needed.where:  # an empty cell that is always needed was refused when it was read
            words = str(needed.in_sheet or needed.words)
            yield needed.depends_on(each.name), each.column or each.name, words


def _differs(initiative: Initiative, name: str, value: Any) -> bool:
    stored = getattr(initiative, name)
    if name == "delegation":
        return bool(initiative.delegation_id != (value.id if value else None))
    if name in _KINDS:
        return bool(_KINDS[name].compared(stored) != _KINDS[name].compared(value))
    return bool(stored != value)


def _cover_regions(values: dict[str, Any], initiative: Initiative | None) -> None:
    """Add the regions of the entry's countries, whether or not a cell names them."""
    if {"regions", "countries"} & values.keys():
        entry = _AsItWillBe(initiative, values)
        covered = {region_of(code) for code in entry["countries"] or ()}
        covered.update(entry["regions"] or ())
        values["regions"] = tuple(region for region in Region if region in covered)


def _folded(name: str) -> str:
    return one_line(name).casefold()


def fingerprint_of(digests: Mapping[str, str]) -> str:
    """Return the fingerprint of a plan, which its preview sends along when it is confirmed."""
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]


def rows_that_differ(one: Mapping[str, str], other: Mapping[str, str]) -> Sequence[int]:
    """Return the rows whose plan has changed since it was shown."""
    return sorted(int(row) for row in one.keys() | other.keys() if one.get(row) != other.get(row))
