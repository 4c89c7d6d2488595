"""Bringing the database to the wording that the code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from config import ROOT

FOLDER: Path = ROOT / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: object) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    return config
