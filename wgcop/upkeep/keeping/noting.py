"""Notes in the audit trail what a command did with the whole workspace."""

import click
from sqlalchemy.exc import SQLAlchemyError

from wgcop.app import create_app
from wgcop.audit.actions import Thing, note
from wgcop.db import db, writing
from wgcop.errors import Invalid, Refused


def note_deed(deed: str, url: str, detail: str) -> None:
    """In the database at this address. What was done stands also where it cannot be noted, as in tables of an older version."""
    try:
        app = create_app({"DATABASE_URL": url})
        with app.app_context(), writing():
            note(deed, by=None, of=Thing("workspace", ""), detail=detail)
            db.session.commit()
            db.engine.dispose()
    except (SQLAlchemyError, Invalid, Refused) as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        click.echo(f"The audit trail could not note it: {cause}.", err=True)
