"""Import a table into the registry: read it, keep it for its preview, and write all of it or
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.events.actions import Happened, record_all
from wgcop.initiatives.actions import lock_numbers, open_registry
from wgcop.initiatives.facts import RegistryFacts, write
from wgcop.initiatives.fields import FIELDS
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.radar.actions import postpone_all
from wgcop.reading.result import Unreadable
from wgcop.reading.workbooks import WorkbookTable
from wgcop.registry_sheets.letters import write_imported
from wgcop.registry_sheets.matching import ImportPlan, RowPlan, fingerprint_of, plan
from wgcop.registry_sheets.models import RegistryImport
from wgcop.registry_sheets.queries import entries_in_every_state, known_to, last_versions
from wgcop.registry_sheets.table import (
    LARGEST,
    CellFault,
    RegistryTable,
    is_workbook,
    table_of_csv,
    table_of_sheet,
)

KEPT = timedelta(days=7)
"""How long a table waits for its confirmation."""

_FACTS = {field.name for field in FIELDS}


class FaultyTable(Invalid):
    """The table is not imported, because some of its rows are wrong."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = faults
        super().__init__(
            _("Nothing was imported: %(faults)s", faults=" ".join(map(str, faults[:3])))
        )


class ChangedMeanwhile(Refused):
    """The import would do something else with some rows than the preview showed."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed the registry after the preview. Look at it again, then confirm.")
        )


def read_table(content: bytes, read_workbook: Any) -> RegistryTable:
    """Read a table from a file. `read_workbook` parses XLSX in the sandbox. Raise Invalid if the
    content is not a table of the registry.
    """
    if len(content) > LARGEST:
        raise Invalid(_("This is larger than 16 MB. Import it in parts."))
    if not content.strip():
        raise Invalid(_("The file is empty."))
    if not is_workbook(content):
        return table_of_csv(content)
    try:
        sheet: WorkbookTable = read_workbook(content, "")
    except Unreadable as error:
        raise Invalid(str(error)) from error
    return table_of_sheet(sheet)


def plan_for(table: RegistryTable) -> ImportPlan:
    return plan(table, entries_in_every_state(), known_to(table))


def keep_for_preview(
    table: RegistryTable, shown: ImportPlan, *, file_name: str, by: Person
) -> RegistryImport:
    """Store the table until it is confirmed. Tables that were not confirmed within a week are
    deleted.
    """
    db.session.execute(
        delete(RegistryImport).where(
            RegistryImport.done_at.is_(None), RegistryImport.at < clock.now() - KEPT
        )
    )
    kept = RegistryImport(file_name=file_name[:200], digests=shown.digests, by=by)
    kept.table = table
    db.session.add(kept)
    db.session.flush()
    return kept


def confirm(kept: RegistryImport, *, seen: str = "", by: Person) -> ImportPlan:
    """Import the table as its preview showed. Raise ChangedMeanwhile if the result would differ.

    `seen` is the fingerprint of the plan on the page that was confirmed; without it, that of the first
    preview. Two people may have pages of different moments.
    """
    # if two people confirm at once, the second one waits
    db.session.refresh(kept, with_for_update=True)
    if kept.is_done:
        raise Refused(_("This table has been imported already."))
    planned = plan_for(kept.table)
    if planned.fingerprint != (seen or fingerprint_of(kept.digests)):
        raise ChangedMeanwhile
    written = carry_out(planned, file_name=kept.file_name, by=by)
    kept.done_at = clock.now()
    kept.rows, kept.digests = [], {}
    new = {id(row) for row in planned.added}
    kept.added = [each.id for row, each in written if id(row) in new]
    kept.changed = [each.id for row, each in written if id(row) not in new]
    return planned


def carry_out(
    planned: ImportPlan, *, file_name: str, by: Person | None
) -> list[tuple[RowPlan, Initiative]]:
    """Write all rows, or none if one is wrong, and return each row with its entry."""
    if planned.faults:
        raise FaultyTable(planned.faults)
    changed = [(row, _change(row, file_name, by=by)) for row in planned.changed]
    record_all(_told(changed), by=by, target_kind="initiative")
    added = [(row, _add(row, planned.slugs, file_name, by=by)) for row in planned.added]
    written = [*added, *changed]
    _give_numbers([each for _row, each in written if each.is_accepted and not each.number], planned)
    db.session.add_all(each for _row, each in added)
    db.session.flush()
    record_all(_told(added), by=by, target_kind="initiative")
    record_all(_told_to_all(written), by=by, target_kind="initiative")
    _keep_versions(written, file_name, by=by)
    postpone_all(
        [each.search_key for row, each in written if {"name", "scope"} & row.values.keys()]
    )
    _write_letters(written, by=by)
    counts = f"+{len(added)} ~{len(changed)}"
    note("registry.imported", by=by, of=Thing("registry", ""), detail=counts)
    return written


def _change(row: RowPlan, file_name: str, *, by: Person | None) -> Initiative:
    initiative = row.initiative
    assert initiative
    write(initiative, {name: value for name, value in row.values.items() if name in _FACTS})
    _write_rest(initiative, row.values, file_name, by=by)
    initiative.changed_at = clock.now()
    return initiative


def _add(row: RowPlan, slugs: set[str], file_name: str, *, by: Person | None) -> Initiative:
    initiative = Initiative(slug=slug_for(row.name, slugs), number=row.number, proposed_by=by)
    slugs.add(initiative.slug)
    facts = RegistryFacts(**{name: each for name, each in row.values.items() if name in _FACTS})
    write(initiative, vars(facts))
    initiative.state = EntryState.PROPOSED
    _write_rest(initiative, {"state": EntryState.ACCEPTED, **row.values}, file_name, by=by)
    return initiative


def _write_rest(
    initiative: Initiative, values: Mapping[str, Any], file_name: str, *, by: Person | None
) -> None:
    """Write the values that are not facts: the state, the owner and the date for confirmation."""
    if "delegation" in values:
        initiative.delegation = values["delegation"]
    if "confirm_by" in values:
        initiative.confirm_by = values["confirm_by"]
    state = values.get("state", initiative.state)
    if state == initiative.state:
        return
    initiative.state = state
    is_decided = state in (EntryState.ACCEPTED, EntryState.DECLINED)
    initiative.decided_by = by if is_decided else None
    initiative.decided_at = clock.now() if is_decided else None
    initiative.decision_note = (
        _("Declined in the table %(file)s.", file=file_name) if state == EntryState.DECLINED else ""
    )


def _give_numbers(entries: Sequence[Initiative], planned: ImportPlan) -> None:
    """Give the entries numbers that no other entry and no row has. The registry stays locked, so
    that nobody else gives the same numbers in the meantime.
    """
    if not entries:
        return
    last = max(lock_numbers(), planned.last_number)
    for number, initiative in enumerate(entries, start=last + 1):
        initiative.number = number


def _keep_versions(
    written: Sequence[tuple[RowPlan, Initiative]], file_name: str, *, by: Person | None
) -> None:
    last = last_versions([each.id for row, each in written if row.initiative])
    for row, initiative in written:
        state = next((change for change in row.changes if change.column == "state"), None)
        told = f"{state.before} → {state.after}" if state and state.before else ""
        db.session.add(
            EntryVersion(
                initiative=initiative,
                number=last.get(initiative.id, 0) + 1,
                done="imported",
                note=" · ".join(filter(None, (file_name, told))),
                facts=RegistryFacts.of(initiative).kept(),
                by=by,
            )
        )


def _told(written: Iterable[tuple[RowPlan, Initiative]]) -> list[Happened]:
    """Return an event for each entry, on its own topic."""
    return [
        Happened(
            each.topic,
            each.name,
            each.url,
            "public" if each.is_accepted else each.circle,
            _kind(row, each),
            each.id,
        )
        for row, each in written
    ]


def _told_to_all(written: Iterable[tuple[RowPlan, Initiative]]) -> list[Happened]:
    """Return an event for each accepted entry, on the topic of the registry."""
    registry = open_registry()
    return [
        Happened(
            registry.name,
            registry.title,
            registry.address,
            registry.audience,
            _kind(row, each),
            each.id,
        )
        for row, each in written
        if each.is_accepted
    ]


def _kind(row: RowPlan, initiative: Initiative) -> str:
    if row.initiative and "state" not in row.values:
        return "initiative.edited"
    is_in = initiative.is_accepted
    return "initiative.added" if is_in else f"initiative.{initiative.state}"


def _write_letters(written: Sequence[tuple[RowPlan, Initiative]], *, by: Person | None) -> None:
    entered = [each for row, each in written if _kind(row, each) == "initiative.added"]
    edited = [each for row, each in written if _kind(row, each) == "initiative.edited"]
    was_there = [each for row, each in written if row.initiative and "state" in row.values]
    write_imported(
        added=entered,
        changed=[entry for entry in edited if entry.is_accepted],
        accepted=[entry for entry in was_there if entry.is_accepted],
        declined=[entry for entry in was_there if entry.state == EntryState.DECLINED],
        by=by,
    )
