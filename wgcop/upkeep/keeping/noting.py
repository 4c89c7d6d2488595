"""Opens the workspace for a command: records in its audit trail deeds on the whole workspace, and
finds missing files.
"""

import click
from sqlalchemy.exc import SQLAlchemyError

from wgcop import files
from wgcop.app import create_app
from wgcop.audit.actions import Thing, note
from wgcop.database import db, writing
from wgcop.errors import Invalid, Refused


def note_deed(deed: str, url: str, detail: str) -> None:
    """Note a deed in the audit trail of the database at this address. If it cannot be noted, as in
    tables of an older version, say so; the deed itself is not undone.
    """
    try:
        app = create_app({"DATABASE_URL": url})
        with app.app_context(), writing():
            note(deed, by=None, of=Thing("workspace", ""), detail=detail)
            db.session.commit()
            db.engine.dispose()
    except (SQLAlchemyError, Invalid, Refused) as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        click.echo(f"The audit trail could not note it: {cause}.", err=True)


def missing_files(url: str) -> list[str]:
    """Return the files that rows name and the store has lost, so that they cannot be archived."""
    try:
        app = create_app({"DATABASE_URL": url})
        with app.app_context():
            named = files.needed()
            there = {file.name for file in files.current_store().listed()}
            db.engine.dispose()
    except (SQLAlchemyError, Invalid, Refused):  # for example, the tables are of an older version
        return []
    return sorted(named - there)
