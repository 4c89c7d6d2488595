"""Runs every command as the owner of the data, on an application of its own, and ends it in one
line if it fails.
"""

import os
import pwd
import sys
from collections.abc import Callable

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

import config
from wgcop.errors import Busy, Invalid, Refused
from wgcop.processes.called_for import called_for, reading_code


def run(context: click.Context, invoke: Callable[[click.Context], object]) -> object:
    """Run a command. An error ends it with one line that says what to do, and a non-zero exit code."""
    os.umask(0o077)  # files are for the owner of the process alone
    require_owner()
    if context.obj is None:
        context.obj = ScriptInfo(create_app=application)
    try:
        return invoke(context)
    except click.MissingParameter:
        raise  # click names the parameter when it shows the error
    except click.BadParameter as error:
        if error.param is not None and isinstance(error.param.type, click.Path):
            raise click.ClickException(error.message) from error
        raise
    except (Refused, Invalid, Busy) as error:
        raise click.ClickException(str(error)) from error
    except PermissionError as error:
        raise click.ClickException(
            f"{error.filename}: {error.strerror}. Run this as the user of the workspace."
        ) from error
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(
            f"The database did not answer as expected: {cause}. {advice(cause)}"
        ) from error


def application() -> Flask:
    with reading_code():
        app: Flask = called_for("wgcop.app:create_app")()
    return app


LOOKS_ONLY = ("doctor", "setup")
"""The commands that report themselves on the owner of the files that they find or make."""


def require_owner() -> None:
    """Refuse to run as a user other than the owner of the data folder: the server could not read
    what root writes there, and any other user can do nothing in it.
    """
    if "--help" in sys.argv[1:]:
        return
    folder, user = config.DATA_DIR, os.geteuid()
    try:
        owner = folder.stat().st_uid
    except OSError:
        return  # commands that need the folder make it, or say what is wrong
    if owner == user or (only_looks() if user == 0 else os.access(folder, os.R_OK | os.X_OK)):
        return
    name = name_of(owner)
    raise click.ClickException(
        f"{folder} belongs to {name}, and this runs as {name_of(user)}. "
        f"Run: sudo -u {name} wgcop {' '.join(sys.argv[1:])}"
    )


def name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"


def only_looks() -> bool:
    return sys.argv[1:2] in [[name] for name in LOOKS_ONLY]


def advice(cause: str) -> str:
    """Return advice on an error of the database, as SQLite and PostgreSQL word it."""
    if "is full" in cause or "No space left" in cause:
        return "Make room, and run it again."
    if "I/O error" in cause:
        return "See whether the disk is full or failing: `wgcop doctor`."
    if "malformed" in cause or "not a database" in cause:
        return "Stop the server and restore the last backup; keep the damaged file."
    return "See that it runs, and that DATABASE_URL leads to it."
