"""Which engine this installation runs, and the counter that its radar weighs by."""

from pathlib import Path

from flask import Flask, current_app

from wgcop.errors import Refused
from wgcop.search.engine import Engine
from wgcop.search.radar_counts import ShingleCounts
from wgcop.search.whoosh_engine import WhooshEngine

EXTENSION = "search_engine"
COUNTS = "shingle_counts"


def init_app(app: Flask) -> None:
    name = app.config["SEARCH_ENGINE"]
    if name != "whoosh":
        raise Refused(f"SEARCH_ENGINE={name} is not known. Leave it out, or say whoosh.")
    app.extensions[EXTENSION] = WhooshEngine(Path(app.config["DATA_DIR"]) / "index")
    app.extensions[COUNTS] = ShingleCounts(Path(app.config["DATA_DIR"]) / "radar")


def current_engine() -> Engine:
    engine: Engine = current_app.extensions[EXTENSION]
    return engine


def current_counts() -> ShingleCounts:
    counts: ShingleCounts = current_app.extensions[COUNTS]
    return counts
