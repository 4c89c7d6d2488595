"""Which engine this installation runs."""

from pathlib import Path

from flask import Flask, current_app

from wgcop.errors import Refused
from wgcop.search.engine import Engine
from wgcop.search.whoosh_engine import WhooshEngine

EXTENSION = "search_engine"


def init_app(app: Flask) -> None:
    name = app.config["SEARCH_ENGINE"]
    if name != "whoosh":
        raise Refused(f"SEARCH_ENGINE={name} is not known. Leave it out, or say whoosh.")
    app.extensions[EXTENSION] = WhooshEngine(Path(app.config["DATA_DIR"]) / "index")


def current_engine() -> Engine:
    engine: Engine = current_app.extensions[EXTENSION]
    return engine
