"""Brings the tables of the database to the version that the code expects."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from config import ROOT
from wgcop.errors import Refused

FOLDER: Path = ROOT / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    with _changing(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    with _changing(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """One transaction. SQLite makes a table anew to change it: rows that hang on the old one must not go with it."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            cursor.execute("PRAGMA foreign_keys = off")  # has no effect within a transaction
        try:
            with connection.begin():
                yield connection
                if is_sqlite and (broken := cursor.execute("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"Rows point to rows that are not there: {broken[:5]}")
        finally:
            if is_sqlite:
                cursor.execute("PRAGMA foreign_keys = on")
            cursor.close()


def require_current(engine: Engine) -> None:
    """Refuses a database that was made for another version of the code."""
    with engine.connect() as connection:
        stored = MigrationContext.configure(connection).get_current_heads()
        scripts = ScriptDirectory.from_config(_config(connection))
        expected = tuple(scripts.get_heads())
        ours = {script.revision for script in scripts.walk_revisions()}
    if stored == expected:
        return
    if set(stored) - ours:
        raise Refused(
            f"The database was brought to version {', '.join(stored)} by a newer workspace. Install that one, "
            "or restore the database as it was before."
        )
    raise Refused("The database is not as this version needs it. Run 'wgcop migrate' first.")


def _config(connection: object) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    return config
