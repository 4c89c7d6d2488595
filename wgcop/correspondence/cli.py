"""`wgcop mail`: takes in messages that a mail server hands over."""

import os
import sys
from contextlib import suppress
from threading import Event

import click
import structlog
from flask import current_app
from flask.cli import ScriptInfo

from wgcop.correspondence.addresses import are_given
from wgcop.correspondence.listening import Listener
from wgcop.correspondence.message import LARGEST, NoMessage
from wgcop.correspondence.receiving import MailOutcome, receive
from wgcop.database import db, migrations, writing
from wgcop.errors import Busy
from wgcop.mail import is_trial

log = structlog.get_logger(__name__)
DATA_ERROR, TRY_LATER = os.EX_DATAERR, os.EX_TEMPFAIL
NO_ANSWERS = "This workspace takes no answers by e-mail: set REPLY_ADDRESS."


@click.group("mail")
def mail_group() -> None:
    """E-mail that comes in."""


@mail_group.command("receive")
@click.option("--sender", help="The sender that the mail server names; empty for a bounce.")
@click.option(
    "--recipient", "recipients", multiple=True, help="An address it was sent to. May be repeated."
)
def receive_command(sender: str | None, recipients: tuple[str, ...]) -> None:
    """Take in one message from the standard input: an answer to a comment.

    Ends with 0 if the message was dealt with, even if it was not accepted; with 65 if the input is
    not a message; with 75 if the mail server should try again later.
    """
    data = sys.stdin.buffer.read(LARGEST + 1)
    while sys.stdin.buffer.read(LARGEST):
        pass  # the mail server would take a closed pipe for a failure
    try:
        app = click.get_current_context().ensure_object(ScriptInfo).load_app()
        with app.app_context():
            outcomes = _take_in(data, sender, recipients)
    except NoMessage as error:
        _end(DATA_ERROR, str(error))
    except Exception as error:
        log.warning("mail_waits", error=error)
        _end(TRY_LATER, str(error) if isinstance(error, Busy) else type(error).__name__)
    else:
        click.echo(" ".join(outcome.value for outcome in outcomes))


@mail_group.command("listen")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=2424, show_default=True)
def listen_command(host: str, port: int) -> None:
    """Take in messages that the mail server hands over by LMTP, until this is stopped.

    Each is answered once it was dealt with: with 250, also if it was not taken in; with 554 if it is no
    message; with 451 if the mail server is to try again later.
    """
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()

    def take_in(data: bytes, sender: str | None, recipients: tuple[str, ...]) -> None:
        with app.app_context():
            _take_in(data, sender, recipients)

    with app.app_context():
        if not are_given():
            raise click.ClickException(NO_ANSWERS)
    listener = Listener(take_in, host, port)
    try:
        listener.start()
    except OSError as error:
        raise click.ClickException(f"{host}:{port} cannot be listened at: {error}") from error
    click.echo(f"Listening for the mail server at {host}:{port} (LMTP). Stop with Ctrl-C.")
    with suppress(KeyboardInterrupt):
        Event().wait()
    listener.stop()


def _take_in(data: bytes, sender: str | None, recipients: tuple[str, ...]) -> list[MailOutcome]:
    migrations.require_fit(db.engine)
    if not are_given() or is_trial(current_app):
        raise Busy(NO_ANSWERS)
    with writing():
        outcomes = receive(data, envelope=sender, recipients=recipients)
        db.session.commit()
    return outcomes


def _end(code: int, said: str) -> None:
    click.echo(said.splitlines()[0] if said else "", err=True)
    raise SystemExit(code)
