"""One thing of each kind in the demo world, and a database that can be put back as it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from tests.permissions import kept as secrets
from tests.permissions import things
from tests.permissions.matrix import ASKED, READERS
from wgcop.database import db


@pytest.fixture(params=["sqlite"])
def database(request, templates, tmp_path):
    """Who may do what does not depend on the database."""
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    with templates.get(cluster, with_world=True).copy(tmp_path / "var") as settings:
        yield settings


@pytest.fixture
def named(app, world, http, clock) -> dict[str, object]:
    """What stands in braces in the matrix: `{kenya}` is the number of that delegation."""
    return things.prepare(app, world, http, clock)


@pytest.fixture
def kept(world, http, named, index) -> None:
    """What `kept.py` lists is there, and can be searched for by those who may."""
    secrets.keep(world, http, named)
    index()


@pytest.fixture
def people(world, named):
    return {reader: world[name] if (name := READERS[reader]) else None for reader in ASKED}


@pytest.fixture
def visit(app, http, people) -> Callable[[str], FlaskClient]:
    """`visit("head")` is another browser in which the head of the delegation has signed in."""
    name = app.config["SESSION_COOKIE_NAME"]
    signed_in = {reader: http(person).get_cookie(name) for reader, person in people.items()}

    def visit(reader: str) -> FlaskClient:
        browser = http()
        if cookie := signed_in[reader]:
            browser.set_cookie(name, cookie.value)
        return browser

    return visit


@pytest.fixture
def opened(named, world, http) -> None:
    """The meeting is on, and its first item on the floor."""
    room = f"/meetings/{named['meeting']}/live"
    helena = http(world.helena)
    helena.post(f"{room}/opening")
    helena.post(f"{room}/items", data={"item": named["item"]})


@pytest.fixture
def rewind(app, database, named, written, request) -> Callable[[], None]:
    """Puts the database back to what it was when the test began, if anything was written meanwhile."""
    if database["DATABASE_URL"].startswith("postgresql"):
        return request.getfixturevalue("rewind_on_server")
    file = Path(database["DATA_DIR"]) / "wgcop.db"
    kept = file.with_suffix(".kept")
    with app.app_context():
        db.session.execute(select(1))
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.rollback()
    close(app)
    shutil.copy(file, kept)

    def put_back() -> None:
        if not written():
            return
        close(app)
        for journal in ("-wal", "-shm"):
            file.with_name(file.name + journal).unlink(missing_ok=True)
        shutil.copy(kept, file)

    return put_back


@pytest.fixture
def rewind_on_server(app, cluster, named) -> Iterator[Callable[[], None]]:
    with app.app_context():
        name = db.engine.url.database
    close(app)
    kept = cluster.create(template=name)
    changes = []

    def note(_c, _u, statement: str, *_) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "WITH")):
            changes.append(statement)

    def put_back() -> None:
        if not changes:
            return
        close(app)
        cluster.drop(name)
        cluster.create(template=kept, name=name)
        changes.clear()

    event.listen(Engine, "before_cursor_execute", note)
    yield put_back
    event.remove(Engine, "before_cursor_execute", note)
    close(app)
    cluster.drop(kept)


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def written(database) -> Callable[[], bool]:
    """Whether anything was stored since the database was put back: it would stand in the journal."""
    journal = Path(database["DATA_DIR"]) / "wgcop.db-wal"
    return lambda: journal.exists() and journal.stat().st_size > 0
