"""Two servers and two workers, each with a data folder of its own, over one PostgreSQL, one Redis and one store of files."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS
from tests.rest.live.test_processes import Page
from tests.rest.scale.test_kill import hits
from wgcop import clock
from wgcop.bodies.body import Body
from wgcop.database import db
from wgcop.health.models import Worker
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause

PATIENCE = 60
RADIO = (
    "Quokkas of the western islands teach children to ask before they share a picture, and parents learn "
    "beside them which settings of a telephone keep a stranger from writing to a child at night. "
) * 3
SECOND = "A zymurgist of the northern coast wrote to every school about helplines. " * 4


def wait_until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, what
        time.sleep(0.2)
    return found


@pytest.fixture
def machines(world, app, database, redis_url, s3_server, tmp_path):
    """Settings for each new machine."""
    shared = {
        **SETTINGS,
        "DATABASE_URL": database["DATABASE_URL"],
        "REDIS_URL": redis_url,
        "FILES_URL": s3_server.new(),
        "SEARCH_ENGINE": "postgres",
        "DATABASE_CONNECTIONS": 8,
    }
    workers = []

    def settings(name):
        return {**shared, "DATA_DIR": tmp_path / name}

    def worker(name):
        log = tmp_path / f"{name}.log"
        asked = servers.environment(settings(name))
        workers.append(servers.serving().start(["worker"], asked, log))
        return workers[-1]

    first = worker("three")
    wait_until(lambda: at_work(app) == [first], "No worker is heard of.")
    with (
        servers.workspace(settings("one"), folder_of(tmp_path, "one")) as one,
        servers.workspace(settings("two"), folder_of(tmp_path, "two")) as two,
    ):
        worker("four")
        yield one, two, first
    for process in workers:
        if servers.is_alive(process):
            os.killpg(process, signal.SIGKILL)


def folder_of(tmp_path, name):
    (tmp_path / f"log-{name}").mkdir()
    return tmp_path / f"log-{name}"


def at_work(app):
    """The processes of workers that were heard of in the last seconds."""
    with app.app_context():
        found = [
            worker.pid
            for worker in db.session.scalars(select(Worker))
            if (clock.now() - worker.beat_at).total_seconds() < 10
        ]
        db.session.close()
    return found


def brought_in(app, name):
    with app.app_context():
        found = db.session.scalar(select(Document.id).where(Document.file_name == name))
        db.session.close()
    return found


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_is_done_on_one_machine_is_there_on_the_other_also_after_a_worker_was_killed(
    world, app, machines
):
    one, two, first = machines
    with app.app_context():
        body = db.session.scalar(select(Body.id).where(Body.code == "22-1/1"))
        wid = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
        db.session.close()
    ines = servers.Caller(one, app, world.ines)
    caio = servers.Caller(two, app, world.caio)

    def bring(name, text):
        files = [("files", (name, text.encode(), "text/plain"))]
        answer = ines.send("/priorwork/import", {"body": str(body)}, files)
        assert answer.status_code == 200, answer.text
        return wait_until(lambda: brought_in(app, name), f"{name} was not brought in.")

    page = Page(two, app, world.haruko, wid)
    said = {"body": "Said on one machine.", "audience": "members", "type": "substantive"}
    assert servers.Caller(one, app, world.amina).post(f"/clauses/{wid}/comments", said).ok
    assert page.hears_within(10), "It was not heard on the other machine."
    page.socket.shutdown()

    document = bring("islands.txt", RADIO)
    assert caio.get(f"/priorwork/{document}/file").content == RADIO.encode()
    wait_until(lambda: hits(caio, "quokkas") == 1, "It was not found on the other machine.")
    checked = lambda: caio.post("/radar", {"text": RADIO}).text  # noqa: E731
    wait_until(lambda: f"/priorwork/{document}" in checked(), "The radar does not know it.")

    assert at_work(app) == [first], "More than one process does the work."
    os.killpg(first, signal.SIGKILL)
    killed = time.monotonic()
    document = bring("coast.txt", SECOND)
    taken_over = time.monotonic() - killed
    assert taken_over < 20, f"It took {taken_over:.0f} seconds."
    assert set(at_work(app)) - {first}
    assert caio.get(f"/priorwork/{document}/file").content == SECOND.encode()
    wait_until(lambda: hits(caio, "zymurgist") == 1, "What came later is not found.")
    folders = [Path(each.settings["DATA_DIR"]) for each in (one, two)]
    assert not any(list(folder.glob("files/*/*")) for folder in folders)
    assert all((folder / "radar" / "shingle-counts").exists() for folder in folders)
