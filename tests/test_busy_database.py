"""A database that is locked, and a disk that is full: told in one wait, on a real page, and done later."""

import errno
import io
import os
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from wgcop.database import db, is_of_the_moment
from wgcop.demo.people import PASSWORD
from wgcop.priorwork.imports import jobs
from wgcop.priorwork.imports.models import TRIES, ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome

WID = "wtdc-67.recs_recalling__rec_a"
COMMENTS = f"/clauses/{WID}/comments"
COMMENT = {"body": "Kenya agrees.", "audience": "members"}
PATIENCE = 0.2
BUSY = "the database is busy"


@pytest.fixture
def locked(app, database):
    """`with locked() as waits:` somebody else holds the database; each time that it was waited for is noted."""
    file = database["DATABASE_URL"].removeprefix("sqlite:///")
    with app.app_context():
        engine = db.engine
        engine.dispose()

    @event.listens_for(engine, "connect")
    def less_patient(connection, _record):
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")

    @contextmanager
    def locked():
        waits = []

        def note(_connection, _cursor, statement, *_):
            if statement == "BEGIN IMMEDIATE":
                waits.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield waits
        event.remove(engine, "before_cursor_execute", note)

    return locked


ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ONLY_SQLITE
@pytest.mark.settings(RATELIMIT_ENABLED=True)
@pytest.mark.parametrize(
    "address, form",
    [
        (COMMENTS, COMMENT),
        ("/contributions/", {"title": "Long", "text": "Words."}),
        ("/account", {"name": "Amina", "language": "fr"}),
        ("/sign-out", {}),
        ("/radar", {"text": "A few words."}),
        ("/nowhere", {}),
    ],
)
def test_a_locked_database_is_told_on_a_page_after_one_wait(http, world, locked, address, form):
    amina = http(world.amina)
    with locked() as waits:
        answer = amina.post(address, data=form, headers={"Accept-Language": "fr, en"})
    assert len(waits) <= 1
    if address != "/nowhere":
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert BUSY in answer.text
        assert 'class="problem__code">503' in answer.text
        assert answer.headers["X-Request-ID"] in answer.text
        assert 'rel="stylesheet"' in answer.text
        assert "Amina" not in answer.text
        again = amina.post(address, data=form)
        assert again.status_code < 500
    else:  # what writes nothing waits for nobody
        assert (answer.status_code, len(waits)) == (404, 0)


@ONLY_SQLITE
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_scripts_are_told_too_and_keep_what_they_sent(http, world, locked):
    amina = http(world.amina)
    with locked() as waits:
        answer = amina.post(COMMENTS, data=COMMENT, headers={"X-Fragment": "1"})
    assert (answer.status_code, len(waits)) == (503, 1)
    assert BUSY in answer.json["error"]


@ONLY_SQLITE
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_so_is_whoever_signs_in(http, world, locked):
    with locked() as waits:
        answer = http().post("/sign-in", data={"email": "luc@example.org", "password": PASSWORD})
    assert (answer.status_code, len(waits)) == (503, 1)
    assert BUSY in answer.text


@ONLY_SQLITE
def test_pages_are_read_while_somebody_holds_the_database(http, world, locked):
    amina = http(world.amina)
    with locked() as waits:
        assert amina.get(f"/clauses/{WID}").status_code == 200
    assert not waits


def fail_once(monkeypatch, place, name, error):
    """The next call fails as on a full disk."""
    real, failed = getattr(place, name), []

    def failing(*arguments, **options):
        if not failed:
            failed.append(True)
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(place, name, failing)


def full():
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return OperationalError("INSERT", None, error)


@pytest.fixture
def send(http, world):
    ines = http(world.ines)
    page = ines.get("/priorwork/import").text
    body = re.search(r'name="body".*?<option value="(\d+)"', page, re.S)[1]

    def send():
        sent = {"body": body, "files": [(io.BytesIO(b"A paper\n\nIts words."), "paper.txt")]}
        return ines.post("/priorwork/import", data=sent)

    return send


@pytest.mark.parametrize("error", [full(), OSError(errno.ENOSPC, "No space left on device")])
def test_an_import_goes_on_when_there_is_room_on_the_disk_again(session, send, monkeypatch, error):
    """However often it fails meanwhile: the file is not to blame."""
    assert send().status_code == 303
    for _ in range(TRIES + 1):
        fail_once(monkeypatch, jobs, "settle", error)
        with pytest.raises(type(error)):  # the loop waits a while before it tries again
            jobs.bring_in_waiting()
        monkeypatch.undo()
        session.rollback()
    assert jobs.bring_in_waiting() == 1
    [outcome] = session.scalars(select(ImportFile.outcome).where(ImportFile.name == "paper.txt"))
    assert outcome == ImportOutcome.NEW


def test_an_upload_that_finds_no_room_is_told_and_leaves_nothing(app, send, monkeypatch):
    folder = Path(app.config["DATA_DIR"]) / "files"
    before = set(folder.rglob("*"))
    with monkeypatch.context() as now:
        fail_once(now, os, "fsync", OSError(errno.ENOSPC, "No space left on device"))
        answer = send()
    assert answer.status_code == 503
    assert "the disk is full" in answer.text
    assert not [file for file in set(folder.rglob("*")) - before if file.is_file()]
    assert send().status_code == 303


@pytest.mark.databases
def test_a_wrong_statement_is_not_taken_for_a_passing_trouble(session):
    with pytest.raises(DBAPIError) as wrong:
        session.execute(text("SELECT * FROM nowhere"))
    assert not is_of_the_moment(wrong.value)
    assert not is_of_the_moment(OSError(errno.EACCES, "Permission denied"))
    assert not is_of_the_moment(ValueError())
    session.rollback()
