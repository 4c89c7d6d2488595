"""Entries that spreadsheets like to spoil, made without a database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wgcop.accounts.models import Delegation
from wgcop.bodies.levels import Level, Region
from wgcop.fields.columns import Column
from wgcop.initiatives.facts import RegistryFacts, write
from wgcop.initiatives.kinds import (
    Confidence,
    EntryState,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)
from wgcop.initiatives.models import Initiative
from wgcop.reading.workbooks import read_workbook
from wgcop.registry_sheets.columns import COLUMNS, Known
from wgcop.registry_sheets.matching import ImportPlan, plan
from wgcop.registry_sheets.table import is_workbook, table_of_csv, table_of_sheet
from wgcop.registry_sheets.writing import as_csv_file, as_xlsx_file
from wgcop.resolutions.models import Clause

CLAUSES = {
    wid: Clause(id=key, wid=wid) for key, wid in enumerate(("res67.2010.1", "res67.2010.2"), 1)
}
KENYA = Delegation(id=1, name="Kenya", code="KEN")
KNOWN = Known(CLAUSES, {"ken": KENYA})

PLAIN: dict[str, Any] = {
    "name": "Ask First",
    "kind": InitiativeKind.CAMPAIGN,
    "level": Level.INTERNATIONAL,
    "scope": "Posters and radio for parents.",
    "source": "Letter of 3 May 2010.",
}

FULL: dict[str, Any] = {
    **PLAIN,
    "name": "East African school project",
    "acronym": "EASP",
    "kind": InitiativeKind.REGIONAL_PROJECT,
    "level": Level.REGIONAL,
    "regions": (Region.AFRICA, Region.ARAB_STATES),
    "countries": ("KE", "RW"),
    "area": "East African Community",
    "lead": "Regional office, “with” partners",
    "partners": ("Ministry, of Education", "Union; of Operators", "مكتب"),
    "started": "2008-11",
    "started_note": "c.",
    "ended": "2012-02-29",
    "ended_note": "from memory (two sources)",
    "target_groups": (TargetGroup.CHILDREN, TargetGroup.POLICY_MAKERS),
    "measures": (Measure.CAPACITY_BUILDING, Measure.AWARENESS),
    "clauses": tuple(CLAUSES.values()),
    "links": ("https://example.org/a?b=c,d;e", "https://example.org/f"),
    "confidence": Confidence.PARTLY_SOURCED,
    "contact_role": "Focal point, BDT",
    "contact_address": "focal@example.org",
    "basis": "+ memorandum",
    "regional_office": "Addis Ababa",
    "budget_line": "007",
    "project_state": ProjectState.RUNNING,
}

HARD_SCOPES = (
    'Commas, "quotation marks", ; semicolons\tand tabs',
    "Line one\nline two\n\nline four",
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    "+41 22 730 51 11",
    "-5 to +5",
    "@SUM(A1)",
    "'=already marked",
    "''+twice",
    "'0049",
    "'quoted' words",
    "0049",
    "00",
    "1.50",
    "1,5",
    "12345678901234567890",
    "1e5",
    "50%",
    "2009",
    "3.25",
    "2008-11",
    "2007-05-17",
    "1/2",
    "May 2010",
    "12:30",
    "TRUE",
    "false",
    "#N/A",
    "_x000D_ and _x0041_",
    "حماية الأطفال على الإنترنت، «بلا حدود»",
    "保护儿童 🙂",
    "\uff1dfull-width",
    "−5 with a minus sign",
    "x" * 5000,
)


def entry(number: int, *, state: EntryState = EntryState.ACCEPTED, **facts: Any) -> Initiative:
    given = RegistryFacts(**{**PLAIN, **facts})
    initiative = Initiative(
        id=number, number=number, slug=f"entry-{number}", state=state, version=1
    )
    write(initiative, vars(given))
    return initiative


def hard_entries() -> list[Initiative]:
    full = entry(1, **FULL)
    full.delegation, full.delegation_id, full.confirm_by = KENYA, KENYA.id, date(2027, 2, 28)
    proposed = entry(2, state=EntryState.PROPOSED, name="Not yet accepted")
    proposed.number = None
    hard = [
        entry(number, name=f"Entry {number}", scope=scope, lead=scope.split("\n")[0][:300])
        for number, scope in enumerate(HARD_SCOPES, start=3)
    ]
    named = [
        entry(100 + number, name=name, acronym=name[:40])
        for number, name in enumerate(("007", "=cmd", "-", "O'Neill's, \"list\"", "أ"))
    ]
    return [full, proposed, *hard, *named]


def written(kind: str, entries: Sequence[Initiative], columns: Sequence[Column] = COLUMNS) -> bytes:
    return (as_csv_file if kind == "csv" else as_xlsx_file)(entries, columns)


def read(content: bytes, stored: Sequence[Initiative]) -> ImportPlan:
    table = (
        table_of_sheet(read_workbook(content, ""))
        if is_workbook(content)
        else table_of_csv(content)
    )
    return plan(table, stored, KNOWN)


def told(plan: ImportPlan) -> list[tuple[str, str, str, str]]:
    """Each change of a cell, with the name of its entry."""
    return [
        (row.name, change.column, change.before, change.after)
        for row in plan.changed
        for change in row.changes
    ]


def faults(plan: ImportPlan) -> list[str]:
    return [str(fault) for fault in plan.faults]
