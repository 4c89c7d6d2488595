"""Brings the tables of the database to the version that the code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from config import ROOT
from wgcop.errors import Refused

FOLDER: Path = ROOT / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


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
