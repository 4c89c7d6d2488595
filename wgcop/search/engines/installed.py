"""Which engine this installation runs, and the counter that its radar weighs by."""

from pathlib import Path

from flask import Config, Flask, current_app

from wgcop.errors import Refused
from wgcop.radar.matching.counts import ShingleCounts
from wgcop.search.engines.belonging import standing
from wgcop.search.engines.postgres.engine import PostgresEngine
from wgcop.search.engines.protocol import Engine
from wgcop.search.engines.whoosh.engine import WhooshEngine

EXTENSION = "search_engine"
COUNTS = "shingle_counts"


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = _engine(app.config)
    app.extensions[COUNTS] = ShingleCounts(Path(app.config["DATA_DIR"]) / "radar")


def _engine(config: Config) -> Engine:
    name, database = config["SEARCH_ENGINE"], config["DATABASE_URL"]
    match name:
        case "whoosh":
            return WhooshEngine(Path(config["DATA_DIR"]) / "index", standing)
        case "postgres" if database.startswith("postgresql"):
            return PostgresEngine(database, standing)
        case "postgres":
            raise Refused("SEARCH_ENGINE=postgres needs a PostgreSQL DATABASE_URL.")
        case _:
            raise Refused(f"SEARCH_ENGINE={name} is not known. Say whoosh or postgres.")


def current_engine() -> Engine:
    return engine_of(current_app)


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions[EXTENSION]
    return engine


def current_counts() -> ShingleCounts:
    counts: ShingleCounts = current_app.extensions[COUNTS]
    return counts


def check_folders(app: Flask) -> None:
    """Derived files that cannot be read or made are refused by name, before anybody waits for an answer."""
    for name in ("index", "radar"):
        folder = Path(app.config["DATA_DIR"]) / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in folder.iterdir():
                if file.suffix != ".tmp":  # a writer that was cut off leaves such a folder
                    file.open("r+b").close()
            (folder / "lock").open("a").close()
        except OSError as error:
            raise Refused(
                f"{error.filename or folder} cannot be used ({error.strerror}). It belongs to the search "
                "index, which is made again where it is missing: move it away, or give it to the user "
                "that runs the server."
            ) from error
