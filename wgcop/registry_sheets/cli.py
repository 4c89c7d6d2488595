"""`wgcop registry`: import a table into the registry, and export the registry as a table."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from wgcop.database import db, writing
from wgcop.errors import Invalid
from wgcop.fields.columns import Column
from wgcop.initiatives.models import Initiative
from wgcop.reading.sandbox import SandboxedReader
from wgcop.registry_sheets import actions
from wgcop.registry_sheets.columns import COLUMNS, LIST, REGION
from wgcop.registry_sheets.matching import ImportPlan, RowPlan
from wgcop.registry_sheets.queries import accepted_entries, entries_in_every_state
from wgcop.registry_sheets.table import LARGEST
from wgcop.registry_sheets.writing import as_csv_file, as_xlsx_file

Writer = Callable[[Sequence[Initiative], Sequence[Column]], bytes]

registry_group = AppGroup("registry", help="The registry of initiatives as a table.")

FAULTS_SHOWN = 50
KINDS: dict[str, Writer] = {"csv": as_csv_file, "xlsx": as_xlsx_file}
COLUMN_SETS = {"all": COLUMNS, "list": LIST}


class WithRegistryColumns(click.Command):
    """A command whose help lists the columns of the table."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Columns, in any order"):
            formatter.write_dl(
                [(column.name, str(column.meaning)) for column in (*COLUMNS, REGION)]
            )


@registry_group.command("import", cls=WithRegistryColumns)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print what would be done, but store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what is done as JSON.")
def import_command(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import the table FILE, CSV or XLSX: new rows are added, and entries with an id change cell by
    cell.

    Nothing is imported if any row is wrong. Rows that match the registry already change nothing.
    """
    content = content_of(file)
    with SandboxedReader() as reader:
        table = actions.read_table(content, reader.workbook)
    with writing():
        planned = actions.plan_for(table)
        if not (planned.faults or dry_run):
            actions.carry_out(planned, file_name=file.name, by=None)
            db.session.commit()
    report(planned, dry_run=dry_run, as_json=as_json)
    if planned.faults:
        raise Invalid(f"Nothing was imported: {len(planned.faults)} cells of {file} are wrong.")


@registry_group.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "kind",
    type=click.Choice([*KINDS]),
    help="Without it the ending of FILE decides, and CSV if that says nothing.",
)
@click.option(
    "--columns",
    type=click.Choice([*COLUMN_SETS]),
    default="all",
    show_default=True,
    help="All facts, or the short list in which entries are first collected.",
)
@click.option("--all-states", is_flag=True, help="Also what is proposed, declined or merged.")
def export_command(file: Path, kind: str | None, columns: str, all_states: bool) -> None:
    """Write the accepted entries to FILE, or to standard output if FILE is “-”."""
    entries = entries_in_every_state() if all_states else accepted_entries()
    content = written(entries, kind or ending_of(file), columns)
    if str(file) == "-":
        click.echo(content, nl=False)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Invalid(f"{file}: {error.strerror}.") from error
    click.echo(f"{file}: {len(entries)} entries.", err=True)


def content_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise Invalid(f"{file}: {error.strerror}.") from error


def ending_of(file: Path) -> str:
    ending = file.suffix.lower().removeprefix(".")
    return ending if ending in KINDS else "csv"


def written(entries: Sequence[Initiative], kind: str, columns: str) -> bytes:
    return KINDS[kind](entries, COLUMN_SETS[columns])


def report(planned: ImportPlan, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(as_fields(planned, dry_run), ensure_ascii=False, indent=2))
        return
    for line in (*planned.notes, *map(str, planned.faults[:FAULTS_SHOWN])):
        click.echo(line)
    if planned.faults:
        return
    if dry_run:
        for row in planned.added:
            click.echo(f"{row.reference or 'new'}: {row.name}: added")
        for row in planned.changed:
            for change in row.changes:
                click.echo(
                    f"{row.reference}: {change.column}: {change.before!r} → {change.after!r}"
                )
    words = f"{len(planned.added)} added, {len(planned.changed)} changed, {planned.same} unchanged"
    if not planned.changes_something:
        words = f"Nothing changed: {words}"
    click.echo(words + (" (nothing stored)." if dry_run else "."))


def as_fields(planned: ImportPlan, dry_run: bool) -> dict[str, Any]:
    return {
        "imported": not (dry_run or planned.faults),
        "added": [fields_of(row) for row in planned.added],
        "changed": [fields_of(row) for row in planned.changed],
        "unchanged": planned.same,
        "notes": planned.notes,
        "errors": [
            {"row": fault.row, "column": fault.column, "reason": fault.reason}
            for fault in planned.faults
        ],
    }


def fields_of(row: RowPlan) -> dict[str, Any]:
    changes = {change.column: [change.before, change.after] for change in row.changes}
    return {"row": row.row, "id": row.reference, "name": row.name, "changes": changes}
