"""Where an engine keeps its index: a folder, or a database."""

import shutil
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine

from wgcop import database
from wgcop.search_engines.postgres.engine import PostgresEngine
from wgcop.search_engines.protocol import Engine
from wgcop.search_engines.whoosh.engine import WhooshEngine

ENGINES = {
    "whoosh": lambda address, **options: WhooshEngine(Path(address), **options),
    "postgres": PostgresEngine,
}


class Place(NamedTuple):
    engine: str
    address: str

    def open(self, **options) -> Engine:
        return ENGINES[self.engine](self.address, **options)

    def make_foreign(self) -> None:
        """As another version of the workspace would leave it."""
        if self.engine == "whoosh":
            (Path(self.address) / "format").write_text("of another version")
        else:
            self.execute("UPDATE search.state SET format = 'of another version'")

    def lose(self) -> None:
        """As a disk that was not restored leaves it."""
        if self.engine == "whoosh":
            shutil.rmtree(self.address)
        else:
            self.execute("DROP SCHEMA search CASCADE")

    def execute(self, statement: str) -> None:
        connections = create_engine(**database.engine_options(self.address))
        with connections.begin() as connection:
            connection.exec_driver_sql(statement)
        connections.dispose()
