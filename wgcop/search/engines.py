"""Which engine this installation runs."""

from pathlib import Path

from flask import Config, Flask, current_app

from wgcop.errors import Refused
from wgcop.search.engine import Engine
from wgcop.search.postgres_engine import PostgresEngine
from wgcop.search.whoosh_engine import WhooshEngine

EXTENSION = "search_engine"


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = _engine(app.config)


def _engine(config: Config) -> Engine:
    name, database = config["SEARCH_ENGINE"], config["DATABASE_URL"]
    match name:
        case "whoosh":
            return WhooshEngine(Path(config["DATA_DIR"]) / "index")
        case "postgres" if database.startswith("postgresql"):
            return PostgresEngine(database)
        case "postgres":
            raise Refused("SEARCH_ENGINE=postgres needs a PostgreSQL DATABASE_URL.")
        case _:
            raise Refused(f"SEARCH_ENGINE={name} is not known. Say whoosh or postgres.")


def current_engine() -> Engine:
    engine: Engine = current_app.extensions[EXTENSION]
    return engine
