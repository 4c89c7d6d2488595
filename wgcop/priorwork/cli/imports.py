"""The command that imports a folder as documents of a body."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from wgcop import files
from wgcop.bodies.body import Body
from wgcop.bodies.queries import all_bodies, find
from wgcop.database import db, writing
from wgcop.errors import Invalid, Refused
from wgcop.priorwork.cli.group import priorwork_group
from wgcop.priorwork.imports.actions import FileResult, has_to_be_read, import_document, read_step
from wgcop.priorwork.imports.cells import column_meanings
from wgcop.priorwork.imports.outcomes import OUTCOME_NAMES, ImportOutcome
from wgcop.priorwork.imports.plan import ImportStep, IncomingFile, pair, plan
from wgcop.priorwork.imports.queries import corpus_for
from wgcop.priorwork.imports.table import FactsRow, plain_path, read_facts
from wgcop.processes.one_line import OneLine
from wgcop.reading import LARGEST
from wgcop.reading.reasons import Reason
from wgcop.reading.sandbox import SandboxedReader

LARGEST_SHEET = 20 * 1024 * 1024


class WithColumns(click.Command):
    """A command whose help explains the table of facts."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Columns of the CSV, in any order"):
            formatter.write_dl(list(column_meanings().items()))


@priorwork_group.command("import", cls=WithColumns)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--body",
    "body_name",
    required=True,
    type=OneLine(300),
    help="The code of the body or another name for it, such as 22-1/1.",
)
@click.option(
    "--metadata", type=click.Path(path_type=Path), help="A CSV table with one row for each file."
)
@click.option("--dry-run", is_flag=True, help="Print what would be done, but store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result for each file as JSON.")
def import_command(
    path: Path, body_name: str, metadata: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Import the txt, docx, pdf and html files in PATH into the corpus.

    Documents that are there already and have not changed stay as they are, so you can run this again at any time.
    Files that cannot be read are listed, and the others are imported.
    """
    body = body_called(body_name)
    places = {name: place for name, place in files_in(path) if not is_same(place, metadata)}
    if not places:
        raise Invalid(f"{path}: there is no file in this folder.")
    rows = rows_of(metadata) if metadata else []
    steps = plan(incoming_files(places, rows), body.code, corpus_for())
    db.session.rollback()
    done = list(carry_out_all(steps, places, leave if dry_run else bring_in))
    report(done, as_json=as_json, dry_run=dry_run)
    if any(step.outcome == ImportOutcome.FAILED for step in done):
        raise SystemExit(1)


def body_called(name: str) -> Body:
    bodies = all_bodies()
    body = find(name, bodies)
    if body is None:
        codes = ", ".join(one.code for one in bodies) or "none yet"
        raise Refused(
            f"There is no body “{name}”. Those there are: {codes}. Enter another one with "
            f"“wgcop priorwork body {name} --kind question|group|organization --name …”."
        )
    return body


def is_same(place: Path, metadata: Path | None) -> bool:
    """Return whether both are the same file, however their paths are written."""
    return metadata is not None and place.resolve() == metadata.resolve()


def files_in(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file with its path within the folder. Hidden files are left out, and links, which
    may lead out of the folder.
    """
    if path.is_file():
        yield plain_path(path.name), path
    elif path.is_dir():
        for place in sorted(path.rglob("*")):
            within = place.relative_to(path)
            hidden = any(part.startswith(".") for part in within.parts)
            if place.is_file() and not place.is_symlink() and not hidden:
                yield plain_path(within.as_posix()), place
    else:
        raise Invalid(f"{path}: there is no such folder or file.")


def incoming_files(places: Mapping[str, Path], rows: list[FactsRow]) -> list[IncomingFile]:
    """Return each file with its digest and its row. A file that cannot be opened has failed."""
    shas: dict[str, str] = {}
    failed: list[IncomingFile] = []
    for name, place in places.items():
        try:
            shas[name] = files.digest_of(place)
        except OSError as error:
            failed.append(IncomingFile(name, failure=Reason(f"{error.strerror}.")))
    return [*pair(shas, rows), *failed]


def rows_of(metadata: Path) -> list[FactsRow]:
    try:
        content = beginning_of(metadata, LARGEST_SHEET + 1)
    except OSError as error:
        raise Invalid(f"{metadata}: {error.strerror}.") from error
    if len(content) > LARGEST_SHEET:
        raise Invalid(f"{metadata}: this is larger than 20 MB. Import the folder in parts.")
    return read_facts(content)


def beginning_of(place: Path, size: int) -> bytes:
    with place.open("rb") as handle:
        return handle.read(size)


def carry_out_all(
    steps: list[ImportStep], places: dict[str, Path], store: Callable[[FileResult], None]
) -> Iterator[ImportStep]:
    """Carry out each step separately, so that one failure does not stop the others, and yield the
    step with its outcome.
    """
    bar = click.progressbar(
        steps, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with bar, SandboxedReader() as reader:
        for step in bar:
            if has_to_be_read(step):
                yield carry_out(step, places[step.file.name], reader, store)
            else:
                yield step


def carry_out(
    step: ImportStep, place: Path, reader: SandboxedReader, store: Callable[[FileResult], None]
) -> ImportStep:
    try:
        result = read_step(step, beginning_of(place, LARGEST + 1), reader)
    except OSError as error:
        return step.failed(Reason(f"{error.strerror}."))
    if result.reading is None:
        return replace(step, outcome=ImportOutcome.FAILED, reason=result.failure)
    try:
        store(result)
    except SQLAlchemyError as error:
        db.session.rollback()
        return step.failed(
            Reason(f"The database did not take it: {getattr(error, 'orig', error)}.")
        )
    return replace(step, reason=result.reading.note)


def bring_in(result: FileResult) -> None:
    assert result.reading
    with writing():
        import_document(result.step, result.content, result.reading, by=None)
        db.session.commit()


def leave(_: FileResult) -> None:
    """Store nothing. A dry run reads every file too, because unreadable files are part of its
    report.
    """


def report(steps: list[ImportStep], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        rows = [
            {
                "file": step.file.name,
                "outcome": step.outcome,
                "reason": str(step.reason or ""),
            }
            for step in steps
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for step in steps:
        if step.outcome == ImportOutcome.FAILED or (has_to_be_read(step) and step.reason):
            click.echo(f"{step.file.name}: {step.reason}", err=True)
        elif dry_run:
            click.echo(f"{step.file.name}: {str(OUTCOME_NAMES[step.outcome]).lower()}")
    counts = Counter(step.outcome for step in steps)
    words = [
        f"{counts[one]} {str(OUTCOME_NAMES[one]).lower()}" for one in ImportOutcome if counts[one]
    ]
    click.echo(", ".join(words) + (" (nothing stored)." if dry_run else "."))
