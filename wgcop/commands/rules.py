"""Applies two rules to the commands: the database must fit the code, unless a command works on
tables of any version, and the audit trail records that a file was exported.
"""

from collections.abc import Iterator
from functools import wraps
from typing import Any

import click
from flask.cli import ScriptInfo

from wgcop.audit.actions import Thing, note
from wgcop.database import db, migrations, writing

ON_ANY_TABLES = frozenset(
    {
        *("backup", "contributions read", "doctor", "mail receive", "migrate", "move", "restart"),
        *("restore", "setup"),
    }
)
"""The commands that run on tables of any version: they bring them to this one, keep or examine them
as they are, do not use the database, or say themselves that they do not fit.
"""

EXPORTS = frozenset({"report", "contributions export", "registry export"})


def hold_to_rules(name: str, command: click.Command) -> None:
    for full_name, each in all_of(name, command):
        if full_name in EXPORTS:
            noted(each)
        if full_name not in ON_ANY_TABLES:
            fitting(each)


def all_of(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield the command, or all commands of the group, each with its whole name: `people invite`."""
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            yield from all_of(f"{name} {below}", each)
    else:
        yield name, command


def noted(export: click.Command) -> None:
    """Make the command record in the audit trail that its file was exported."""
    act = export.callback
    assert act is not None

    @wraps(act)
    def act_and_note(**options: Any) -> None:
        act(**options)
        if not options.get("verify") or options.get("form"):
            db.session.rollback()  # SQLite takes the write lock where a transaction begins
            with writing():
                name = click.get_current_context().command_path
                note("export.taken", by=None, of=Thing("export", name))
                db.session.commit()

    export.callback = act_and_note


def fitting(command: click.Command) -> None:
    """Make the command refuse to run, and say what to do, if this version of the code cannot work
    with the tables of the database.
    """
    act = command.callback
    assert act is not None

    @wraps(act)
    def act_if_it_fits(**options: Any) -> object:
        app = click.get_current_context().ensure_object(ScriptInfo).load_app()
        with app.app_context():
            migrations.require_fit(db.engine)
        return act(**options)

    command.callback = act_if_it_fits
