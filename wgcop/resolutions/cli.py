"""The `wgcop resolutions` commands."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from wgcop.database import db, writing
from wgcop.errors import Invalid
from wgcop.resolutions import actions
from wgcop.resolutions.parse import ParseError, parse
from wgcop.resolutions.tree import ParsedResolution, to_json

LARGEST = 4 * 1024 * 1024


resolutions_group = AppGroup("resolutions", help="Resolutions, decisions and recommendations.")


@resolutions_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and check the text, but store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the tree as JSON.")
def import_command(file: Path, dry_run: bool, as_json: bool) -> None:
    """Divide the plain text of a resolution into clauses and store it."""
    resolution = read(file)
    if not dry_run:
        with writing():
            actions.import_resolution(resolution, by=None)
            db.session.commit()
    if as_json:
        click.echo(json.dumps(to_json(resolution), ensure_ascii=False, indent=2))
    else:
        click.echo(summary(resolution, stored=not dry_run))


def read(file: Path) -> ParsedResolution:
    try:
        with file.open("rb") as handle:
            content = handle.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Invalid(f"{file}: this is larger than 4 MB, which no resolution is.")
        return parse(content.decode("utf-8-sig"))
    except OSError as error:
        raise Invalid(f"{file}: {error.strerror}. Name a text file that can be read.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{file}: this is not UTF-8 text. Save it as plain text first.") from error
    except ParseError as error:
        raise Invalid(f"{file}: {error}") from error


def summary(resolution: ParsedResolution, *, stored: bool) -> str:
    clauses = sum(len(section.clauses) for section in resolution.sections)
    done = "Stored" if stored else "Read (nothing stored)"
    return (
        f"{done}: {resolution.designation}, {len(resolution.sections)} sections, {clauses} clauses."
    )
