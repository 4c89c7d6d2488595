"""Chooses and holds the search engine of this installation."""

from pathlib import Path

from flask import Config, Flask, current_app
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine

from wgcop.database import engine_options, reads_copy, tell_of_failures
from wgcop.database.pool import InTurn
from wgcop.errors import Refused
from wgcop.search.epochs import standing
from wgcop.search.followers import followers_of
from wgcop.search.index import EXTENSION
from wgcop.search_engines.postgres.engine import PostgresEngine
from wgcop.search_engines.protocol import Engine
from wgcop.search_engines.whoosh.engine import WhooshEngine
from wgcop.settings import connections_for_search

FOLDER = "index"


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = _engine(app.config)


def _engine(config: Config) -> Engine:
    name, database = config["SEARCH_ENGINE"], config["DATABASE_URL"]
    match name:
        case "whoosh":
            return WhooshEngine(Path(config["DATA_DIR"]) / FOLDER, standing)
        case "postgres" if database.startswith("postgresql"):
            connections = connections_for_search(config)
            return PostgresEngine(
                database,
                standing,
                connections=connections,
                copy=_copy(config["DATABASE_READ_URL"], connections),
                reads_copy=reads_copy,
            )
        case "postgres":
            raise Refused("SEARCH_ENGINE=postgres needs a PostgreSQL DATABASE_URL.")
        case _:
            raise Refused(f"SEARCH_ENGINE={name} is not known. Say whoosh or postgres.")


def _copy(url: str, connections: int) -> SqlEngine | None:
    if not url:
        return None
    options = engine_options(url, connections=connections, has_pooler=True)
    copy = create_engine(**options | {"poolclass": InTurn})
    tell_of_failures(copy)
    return copy


def current_engine() -> Engine:
    return engine_of(current_app)


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions[EXTENSION]
    return engine


def check_folders(app: Flask) -> None:
    """Refuse to start the server if a folder of derived files cannot be read or written; the
    message names the file.
    """
    for name in (FOLDER, *(follower.folder for follower in followers_of(app) if follower.folder)):
        folder = Path(app.config["DATA_DIR"]) / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in folder.iterdir():
                if file.suffix != ".tmp":  # an interrupted writer leaves such folders
                    file.open("r+b").close()
            (folder / "lock").open("a").close()
        except OSError as error:
            raise Refused(
                f"{error.filename or folder} cannot be used ({error.strerror}). It belongs to the search "
                "index, which is made again where it is missing: move it away, or give it to the user "
                "that runs the server."
            ) from error
