"""An engine by its name, empty, in an application and a database of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.postgres import Cluster, binaries
from wgcop.app import create_app
from wgcop.database import db, migrations, writing
from wgcop.search import indexer
from wgcop.search_engines.choice import current_engine
from wgcop.search_engines.protocol import Engine

ENGINES = ("whoosh", "postgres")


@contextmanager
def empty_engine(name: str) -> Iterator[Engine]:
    """PostgreSQL runs for this time only, unless DATABASE_URL names a database that may be filled."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-"))
        database = os.environ.get("DATABASE_URL", "")
        if name == "postgres" and not database:
            found = binaries()
            if found is None:
                raise SystemExit("There is no PostgreSQL here. Install it, or set DATABASE_URL.")
            cluster = stack.enter_context(Cluster.running(found))
            database = cluster.url(cluster.create())
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": database if name == "postgres" else "",
                "SEARCH_ENGINE": name,
                "SECRET_KEY": "measured",
                "TESTING": True,
            }
        )
        with app.app_context():
            with writing():
                migrations.upgrade(db.engine)
            indexer.drain_all()  # the index belongs to this database, and has everything
            yield current_engine()
            db.session.close()
            db.engine.dispose()
