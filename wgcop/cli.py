"""The `wgcop` command."""

import os
import pwd
import signal
import sys
from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from threading import Event
from typing import Any

import click
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

import config
from wgcop import background, fit, log, migrations, server, telemetry
from wgcop.accounts.cli import people_group
from wgcop.app import create_app
from wgcop.audit.actions import Thing, note
from wgcop.audit.cli import audit_group
from wgcop.contributions.cli import contributions_group
from wgcop.db import db, writing
from wgcop.demo import demo_command
from wgcop.errors import Busy, Invalid, Refused
from wgcop.health.queries import workers_alive
from wgcop.implementation.reports.cli import report_command
from wgcop.initiatives.cli import registry_group
from wgcop.priorwork.cli import priorwork_group
from wgcop.radar.cli import radar_command, sweep_command
from wgcop.resolutions.cli import resolutions_group
from wgcop.search.cli import index_group, search_command
from wgcop.search.engines import choice
from wgcop.server import memory, restarting
from wgcop.upkeep.doctor.cli import doctor_command
from wgcop.upkeep.keeping.cli import backup_command, move_command, restore_command
from wgcop.upkeep.setting_up.cli import setup_command
from wgcop.version import version


class Commands(FlaskGroup):
    """An error ends a command with one line that says what to do, and a non-zero exit code."""

    def _load_plugin_commands(self) -> None:
        """Leave out commands that libraries bring along."""

    def invoke(self, ctx: click.Context) -> object:
        os.umask(0o077)  # what is stored is for the owner of the process alone
        require_owner()
        try:
            return super().invoke(ctx)
        except click.BadParameter as error:
            if error.param is not None and isinstance(error.param.type, click.Path):
                raise click.ClickException(error.message) from error
            raise
        except (Refused, Invalid, Busy) as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise click.ClickException(
                f"The database did not answer as expected: {cause}. {advice(cause)}"
            ) from error


LOOKS_ONLY = ("doctor", "setup")
"""These say by themselves whose files they find or make."""


def require_owner() -> None:
    """What root writes into the data folder of somebody else, the server cannot read."""
    folder = config.DATA_DIR
    if os.geteuid() != 0 or not folder.exists() or only_looks():
        return
    owner = folder.stat().st_uid
    if owner != 0:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise click.ClickException(
            f"{folder} belongs to {name}, and this runs as root. "
            f"Run: sudo -u {name} wgcop {' '.join(sys.argv[1:])}"
        )


def only_looks() -> bool:
    words = sys.argv[1:]
    return "--help" in words or words[:1] in [[name] for name in LOOKS_ONLY]


def advice(cause: str) -> str:
    """What to do about an error of the database, as SQLite and PostgreSQL word it."""
    if "is full" in cause or "No space left" in cause:
        return "Make room, and run it again."
    return "See that it runs, and that DATABASE_URL leads to it."


main = Commands(
    name="wgcop",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="The workspace of the Council Working Group on Child Online Protection.",
)
# Options of Flask for choosing an application, which is chosen already.
main.params.clear()
click.version_option(version(), prog_name="wgcop", message="%(prog)s %(version)s")(main)


@main.command("migrate")
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


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=5000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many. More than one needs REDIS_URL.",
)
@click.pass_context
def serve(context: click.Context, host: str, port: int, processes: int) -> None:
    """Run the production server."""
    app = context.obj.load_app()
    if processes > 1 and not app.config["REDIS_URL"]:
        raise Refused(
            "More than one process needs REDIS_URL, so that each hears what the others say."
        )
    choice.check_folders(app)
    with app.app_context():
        if processes > 1 and not workers_alive():
            click.echo(
                "No worker runs yet: index, mail and imports wait. Start 'wgcop worker' beside this.",
                err=True,
            )
    server.serve(app, host=host, port=port, processes=processes)


@main.command("restart")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Of the server; without it all that run on this machine over DATA_DIR, one after the other.",
)
@click.pass_context
def restart(context: click.Context, port: int | None) -> None:
    """Let a new server take the place of the one that runs, without losing a request."""
    app = context.obj.load_app()
    data, drain = Path(app.config["DATA_DIR"]), app.config["DRAIN_SECONDS"]
    for found in restarting.running_servers(data, port):
        new = restarting.restart(found, drain=drain)
        click.echo(
            f"The new server answers on port {found.port} (process {new.process}). The old one finishes what it has "
            f"begun, within {drain} seconds."
        )


@main.command("worker")
@click.pass_context
def worker(context: click.Context) -> None:
    """Run the background work in a process of its own."""
    memory.keep_together()
    app = context.obj.load_app()
    choice.check_folders(app)
    log.take_over()
    telemetry.begin(version())
    is_over = Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    turn = background.BackgroundTurn(app)
    turn.take()
    problem = ""
    while not problem and not is_over.wait(fit.EVERY):
        with app.app_context():
            problem = fit.look()
    turn.end(app.config["DRAIN_SECONDS"])
    if problem:
        raise Refused(problem)


def noted(export: click.Command) -> None:
    """The audit trail notes that somebody took this file."""
    act = export.callback
    assert act is not None

    @wraps(act)
    def act_and_note(**options: Any) -> None:
        act(**options)
        if not options.get("verify") or options.get("form"):
            with writing():
                name = click.get_current_context().command_path
                note("export.taken", by=None, of=Thing("export", name))
                db.session.commit()

    export.callback = act_and_note


for export in (
    report_command,
    contributions_group.commands["export"],
    registry_group.commands["export"],
):
    noted(export)

priorwork_group.add_command(sweep_command)

for command in (
    people_group,
    resolutions_group,
    contributions_group,
    priorwork_group,
    registry_group,
    index_group,
    search_command,
    radar_command,
    report_command,
    audit_group,
    demo_command,
    backup_command,
    restore_command,
    move_command,
    setup_command,
    doctor_command,
):
    main.add_command(command)


# Code and database have to fit

ON_ANY_TABLES = frozenset(
    {"backup", "contributions read", "doctor", "migrate", "move", "restart", "restore", "setup"}
)
"""They bring tables to this version, keep or examine them as they are, or ask the database nothing."""


def fitting(command: click.Command) -> None:
    """It does nothing on tables that this version of the code cannot work on, and says what to do."""
    act = command.callback
    assert act is not None

    @wraps(act)
    def act_if_it_fits(**options: Any) -> object:
        app = click.get_current_context().ensure_object(ScriptInfo).load_app()
        with app.app_context():
            migrations.require_fit(db.engine)
        return act(**options)

    command.callback = act_if_it_fits


def all_below(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name: `people invite`."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from all_below(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


for full_name, command in all_below(main):
    if full_name not in ON_ANY_TABLES:
        fitting(command)
