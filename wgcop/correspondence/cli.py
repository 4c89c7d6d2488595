"""`wgcop mail`: takes in a message that a mail server hands over."""

import os
import sys

import click
import structlog
from flask.cli import with_appcontext

from wgcop.correspondence.addresses import are_given
from wgcop.correspondence.message import LARGEST
from wgcop.correspondence.receiving import receive
from wgcop.database import db, migrations
from wgcop.errors import Busy, Invalid

log = structlog.get_logger(__name__)
DATA_ERROR, TRY_LATER = os.EX_DATAERR, os.EX_TEMPFAIL


@click.group("mail")
def mail_group() -> None:
    """E-mail that comes in."""


@mail_group.command("receive")
@click.option("--sender", help="The sender that the mail server names; empty for a bounce.")
@click.option(
    "--recipient", "recipients", multiple=True, help="An address it was sent to. May be repeated."
)
@with_appcontext
def receive_command(sender: str | None, recipients: tuple[str, ...]) -> None:
    """Take in one message from the standard input: an answer to a comment.

    Ends with 0 if it was dealt with, also if it was not taken in; with 65 if this is no message; with 75
    if the mail server is to try again later.
    """
    data = sys.stdin.buffer.read(LARGEST + 1)
    while sys.stdin.buffer.read(LARGEST):
        pass  # the mail server would take a closed pipe for a failure
    try:
        migrations.require_fit(db.engine)
        if not are_given():
            raise Busy("This workspace takes no answers by e-mail: set REPLY_ADDRESS.")
        outcomes = receive(data, envelope=sender, recipients=recipients)
    except Invalid as error:
        _end(DATA_ERROR, str(error))
    except Exception as error:
        log.warning("mail_waits", error=error)
        _end(TRY_LATER, str(error) if isinstance(error, Busy) else type(error).__name__)
    else:
        click.echo(" ".join(outcome.value for outcome in outcomes))


def _end(code: int, said: str) -> None:
    click.echo(said.splitlines()[0] if said else "", err=True)
    raise SystemExit(code)
