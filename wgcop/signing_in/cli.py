"""`wgcop people reset`: prints a link for a new password."""

import click
from flask.cli import with_appcontext

from wgcop.accounts import addresses
from wgcop.database import db, writing
from wgcop.errors import Refused
from wgcop.processes.one_line import OneLine
from wgcop.signing_in import letters
from wgcop.signing_in.actions.credentials import request_reset


@click.command("reset")
@click.argument("email", type=OneLine(addresses.LONGEST))
@with_appcontext
def reset_command(email: str) -> None:
    """Print a link that lets EMAIL choose a new password. It works once, for two hours.

    Where OIDC_ONLY=1 has switched passwords off, the link signs in, for the case that the provider
    is away.

    Give it to nobody else: anybody who opens it can act as that person.
    """
    with writing():
        token = request_reset(email)
        if token is None:
            raise Refused(f"Nobody who can sign in has the address “{email}”.")
        db.session.commit()
    click.echo(letters.reset_link(token))
