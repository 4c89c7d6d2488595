"""One thing of each kind in the demo world, and a database that can be put back as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.permissions import things
from wgcop.db import db


@pytest.fixture(params=["sqlite"])
def database(request, templates, tmp_path):
    """Who may do what does not depend on the database."""
    with templates.get(None, with_world=True).copy(tmp_path / "var") as settings:
        yield settings


@pytest.fixture
def named(app, world, http, clock) -> dict[str, object]:
    """What stands in braces in the matrix: `{kenya}` is the number of that delegation."""
    return things.prepare(app, world, http, clock)


@pytest.fixture
def rewind(app, database, named, written) -> Callable[[], None]:
    """Puts the database back to what it was when the test began, if anything was written meanwhile."""
    file = Path(database["DATA_DIR"]) / "wgcop.db"
    kept = file.with_suffix(".kept")

    def close() -> None:
        with app.app_context():
            db.engine.dispose()

    with app.app_context():
        db.session.execute(select(1))
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.rollback()
    close()
    shutil.copy(file, kept)

    def put_back() -> None:
        if not written():
            return
        close()
        for journal in ("-wal", "-shm"):
            file.with_name(file.name + journal).unlink(missing_ok=True)
        shutil.copy(kept, file)

    return put_back


@pytest.fixture
def written(database) -> Callable[[], bool]:
    """Whether anything was stored since the database was put back: it would stand in the journal."""
    journal = Path(database["DATA_DIR"]) / "wgcop.db-wal"
    return lambda: journal.exists() and journal.stat().st_size > 0
