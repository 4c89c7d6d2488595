"""`wgcop priorwork`: bringing folders of documents into the corpus, and entering the bodies they are of."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from wgcop import files
from wgcop.bodies.actions import add_body, edit_body
from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.levels import Level, Region
from wgcop.bodies.queries import all_bodies, find, lineage_of
from wgcop.db import db, writing
from wgcop.errors import Invalid, Refused
from wgcop.priorwork.actions import import_document
from wgcop.priorwork.batches import is_read, read_step
from wgcop.priorwork.given import column_meanings
from wgcop.priorwork.kinds import OUTCOME_NAMES, Outcome
from wgcop.priorwork.plan import Step, pair, plan
from wgcop.priorwork.queries import shelf
from wgcop.priorwork.reading.apart import ReadingRoom
from wgcop.priorwork.reasons import Reason
from wgcop.priorwork.sheet import Row, plain_path, read_sheet

priorwork_group = AppGroup("priorwork", help="The corpus: documents of all bodies.")

LARGEST_SHEET = 20 * 1024 * 1024


class WithColumns(click.Command):
    """Its help explains the table of facts."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Columns of the CSV, in any order"):
            formatter.write_dl(list(column_meanings().items()))


@priorwork_group.command("import", cls=WithColumns)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--body", "body_name", required=True, help="Its code or an alias: 22-1/1.")
@click.option("--metadata", type=click.Path(path_type=Path), help="A CSV with a row to a file.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def import_command(
    path: Path, body_name: str, metadata: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Bring the txt, docx, pdf and html files in PATH into the corpus.

    What is there already and has not changed stays as it is, so that it can be run again at any time.
    A file that cannot be read is reported, and the others are brought in.
    """
    body = body_called(body_name)
    places = {name: place for name, place in found_in(path) if place != metadata}
    rows = rows_of(metadata) if metadata else []
    wanted = pair({name: files.digest(place.read_bytes()) for name, place in places.items()}, rows)
    steps = plan(wanted, body.code, shelf())
    db.session.rollback()
    done = list(carried_out(steps, places)) if not dry_run else steps
    report(done, as_json=as_json, dry_run=dry_run)
    if any(step.outcome == Outcome.FAILED for step in done):
        raise SystemExit(1)


@priorwork_group.command("body")
@click.argument("code")
@click.option(
    "--kind", type=click.Choice([each.value for each in BodyKind]), help="Needed for a new one."
)
@click.option("--name", help="Its title.")
@click.option("--alias", "aliases", multiple=True, help="Another code for it; may be repeated.")
@click.option(
    "--after", multiple=True, help="The body whose work it goes on with; may be repeated."
)
@click.option("--level", type=click.Choice([each.value for each in Level]))
@click.option("--region", type=click.Choice([each.value for each in Region]))
@click.option("--period", help="2010–2014")
@click.option("--link", help="Where it is on the web.")
def body_command(code: str, **said: str | tuple[str, ...] | None) -> None:
    """Enter the body CODE, or change what is said of it: what is not named stays as it is."""
    with writing():
        body = find(code, all_bodies())
        if body is None:
            body = add_body(new_facts(code, said), by=None)
        else:
            edit_body(body, changed_facts(body, said), by=None)
        db.session.commit()
        click.echo(body.title)


@priorwork_group.command("bodies")
def bodies_command() -> None:
    """List the bodies that there are."""
    for body in all_bodies():
        aliases = ", ".join(alias.name for alias in body.aliases)
        click.echo(f"{body.code:<12} {body.name}" + (f" (also {aliases})" if aliases else ""))


def new_facts(code: str, said: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    if not said["kind"]:
        raise Refused(
            f"There is no body “{code}” yet. To enter it, say what it is with --kind: "
            f"{', '.join(BodyKind)}."
        )
    return changed(BodyFacts(code=code, kind=BodyKind(str(said["kind"])), name=code), said)


def changed_facts(body: Body, said: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    return changed(BodyFacts.of(body, lineage_of(body).earlier), said)


def changed(facts: BodyFacts, said: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    kinds = {"kind": BodyKind, "level": Level, "region": Region}
    values = {
        name: kinds[name](str(value)) if name in kinds else value
        for name, value in said.items()
        if value
    }
    return BodyFacts(**{**vars(facts), **values})


def body_called(name: str) -> Body:
    bodies = all_bodies()
    body = find(name, bodies)
    if body is None:
        known = ", ".join(one.code for one in bodies) or "none yet"
        raise Refused(
            f"There is no body “{name}”. Those there are: {known}. Enter another one with "
            f"“wgcop priorwork body {name} --kind question|group|organization --name …”."
        )
    return body


def found_in(path: Path) -> Iterator[tuple[str, Path]]:
    """Every file by its path within the folder; what begins with a dot belongs to the machine, and links may lead out."""
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


def rows_of(metadata: Path) -> list[Row]:
    try:
        with metadata.open("rb") as handle:
            content = handle.read(LARGEST_SHEET + 1)
    except OSError as error:
        raise Invalid(f"{metadata}: {error.strerror}.") from error
    if len(content) > LARGEST_SHEET:
        raise Invalid(f"{metadata}: this is larger than 20 MB. Import the folder in parts.")
    return read_sheet(content)


def carried_out(steps: list[Step], places: dict[str, Path]) -> Iterator[Step]:
    """Each step as it turned out; every file stands by itself, whatever becomes of the others."""
    bar = click.progressbar(
        steps, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with bar, ReadingRoom() as room:
        for step in bar:
            yield carry_out(step, places[step.wanted.name], room) if is_read(step) else step


def carry_out(step: Step, place: Path, room: ReadingRoom) -> Step:
    try:
        found = read_step(step, place.read_bytes(), room)
    except OSError as error:
        return step.failed(Reason(f"{error.strerror}."))
    if found.reading is None:
        return replace(step, outcome=Outcome.FAILED, reason=found.failure)
    try:
        with writing():
            import_document(step, found.content, found.reading, by=None)
            db.session.commit()
    except SQLAlchemyError as error:
        db.session.rollback()
        return step.failed(
            Reason(f"The database did not take it: {getattr(error, 'orig', error)}.")
        )
    return replace(step, reason=found.reading.note)


def report(steps: list[Step], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        rows = [
            {
                "file": step.wanted.name,
                "outcome": step.outcome,
                "reason": str(step.reason or ""),
            }
            for step in steps
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for step in steps:
        if step.outcome == Outcome.FAILED or (is_read(step) and step.reason):
            click.echo(f"{step.wanted.name}: {step.reason}", err=True)
        elif dry_run:
            click.echo(f"{step.wanted.name}: {str(OUTCOME_NAMES[step.outcome]).lower()}")
    counts = Counter(step.outcome for step in steps)
    words = [f"{counts[one]} {str(OUTCOME_NAMES[one]).lower()}" for one in Outcome if counts[one]]
    click.echo(
        (", ".join(words) or "No file was found") + (" (nothing stored)." if dry_run else ".")
    )
