"""Which engine this installation runs, and the counter that its radar weighs by."""

from pathlib import Path

from flask import Config, Flask, current_app

from wgcop.errors import Refused
from wgcop.search.engine import Engine
from wgcop.search.postgres_engine import PostgresEngine
from wgcop.search.radar_counts import ShingleCounts
from wgcop.search.whoosh_engine import WhooshEngine

EXTENSION = "search_engine"
COUNTS = "shingle_counts"


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = _engine(app.config)
    app.extensions[COUNTS] = ShingleCounts(Path(app.config["DATA_DIR"]) / "radar")


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


def current_counts() -> ShingleCounts:
    counts: ShingleCounts = current_app.extensions[COUNTS]
    return counts
