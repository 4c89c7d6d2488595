"""The `wgcop migrate` command, which brings the tables to this version."""

import sys

import click
from flask.cli import with_appcontext

from wgcop.database import db, migrations


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Update the database to this version."""
    with click.progressbar(
        length=0, label="Migrating", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        done = migrations.upgrade(
            db.engine, say=lambda words: click.echo(words, err=True), progress=progress
        )
    click.echo(what_was_done(done))


def what_was_done(done: migrations.Migrated) -> str:
    if done.count:
        before = f"version {done.before}" if done.before else "nothing"
        steps = "one step" if done.count == 1 else f"{done.count} steps"
        return f"The database was brought from {before} to version {done.after}, in {steps}."
    if done.after != migrations.newest():
        return (
            f"Nothing to do: a newer workspace has brought the database to version {done.after}, and "
            f"this one ({migrations.newest()}) may still serve on it."
        )
    return f"Nothing to do: the database is at version {done.after}."
