"""A restart, and an end, while people work: requests are finished, pages come back, and nothing is lost."""

import json
import signal
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
import requests

from bench.load.noted import Load
from bench.load.page import Page
from bench.load.people import people, upload
from bench.load.served import Served
from bench.restart import restart_under_load
from tests.conftest import SETTINGS
from tests.live.room import wait_until
from wgcop.live import sockets
from wgcop.server.running import born_at, notes

CLIENTS = 20


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def served(world, app, database, tmp_path):
    served = Served({**SETTINGS, **database}, tmp_path)
    served.start()
    yield served
    served.kill()


@on_sqlite
def test_a_restart_while_people_work_loses_no_request_and_no_comment(served, app):
    outcome = restart_under_load(served, app, CLIENTS, before=1, term=False, seconds=2)
    load = outcome.load
    assert load.failed == [] and load.uploaded == 303
    assert len(load.posted) == load.sent["posting"] > 10
    assert outcome.kept.is_whole
    assert load.codes == {1012: CLIENTS}
    assert outcome.spread < 10 and "The new server answers" in outcome.said
    assert can_empty_its_journal(served)


def can_empty_its_journal(served):
    """Nobody reads from a state of long ago any more, such as the new server from before it took over."""
    with closing(sqlite3.connect(Path(served.settings["DATA_DIR"]) / "wgcop.db")) as database:
        database.execute("PRAGMA busy_timeout = 10000")
        [is_in_use, *_] = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_in_use


@on_sqlite
def test_a_disk_on_which_nothing_can_be_written_ends_no_server(served, database):
    [note] = notes(database["DATA_DIR"])
    before = note.read()
    probe, part = (note.file.with_suffix(end) for end in (".probe", f".{before.process}"))
    probe.mkdir()  # for root everything else can be written
    refused = served.command("restart")
    assert refused.stderr.startswith("Error: The server was not restarted, and goes on: ")
    assert note.read() == before and before.is_alive

    part.mkdir()
    served.end(signal.SIGUSR2).wait(90)
    assert requests.get(f"{served.url}/healthz", timeout=10).ok
    wait_until(lambda: not note.read().before)
    assert note.read().is_alive and note.read().process != before.process


@on_sqlite
def test_a_server_that_cannot_be_replaced_goes_on_and_one_that_ends_finishes_what_has_begun(
    served, app, database
):
    [note] = notes(database["DATA_DIR"])
    before = note.read()
    with index_that_cannot_be_used(database["DATA_DIR"]):
        refused = served.command("restart")
        again = served.command("restart")
    assert (refused.returncode, again.returncode) == (1, 1)
    assert refused.stderr.startswith(
        "Error: The new server did not start, and the old one goes on: "
    )
    assert "index/format cannot be used" in refused.stderr and again.stderr == refused.stderr
    assert note.read().process == before.process and note.read().tried == 2 and before.is_alive
    assert requests.get(f"{served.url}/resolutions/", timeout=10).ok

    # Told to end, it takes nothing new, finishes an upload, and ends.
    who = people(app)
    load = Load(served.door, f"clause:{who.clause}")
    page = Page(load, who.writers[0])
    page.start()
    assert page.is_open.wait(20)
    uploading = Thread(target=upload, args=(load, who.secretary, who.body, 3))
    polled = []
    polling = Thread(target=poll, args=(served, polled))
    for thread in (uploading, polling):
        thread.start()
    assert load.is_half_sent.wait(30)
    process = served.end(signal.SIGTERM)
    wait_until(lambda: load.codes)
    polling.join(10)
    assert polled[-1] == "1", "A poll that waits is answered by the end of it."
    wait_until(lambda: not takes_connections(served))
    assert uploading.is_alive() and before.is_alive
    load.handed_over.set()
    uploading.join(30)
    assert load.uploaded == 303 and load.failed == []
    load.closed.set()
    page.join(20)
    assert process.wait(30) == 0 and born_at(before.process) == 0
    assert load.codes == {sockets.RESTARTS: 1}
    assert notes(database["DATA_DIR"]) == []
    assert "No server runs" in served.command("restart").stderr


def poll(served, heard):
    """As a page without WebSockets, until the server ends it."""
    address = f"{served.url}/socket.io/?EIO=4&transport=polling"
    with requests.Session() as http:
        sid = json.loads(http.get(address, timeout=10).text[1:])["sid"]
        http.post(f"{address}&sid={sid}", "40", timeout=10)
        while not heard or heard[-1] != "1":
            heard.append(http.get(f"{address}&sid={sid}", timeout=60).text)


def takes_connections(served):
    try:
        requests.get(f"{served.url}/healthz", timeout=5)
    except requests.ConnectionError:
        return False
    return True


@contextmanager
def index_that_cannot_be_used(data):
    """A new server refuses to start on it; the one that runs has read what it needs."""
    file, aside = data / "index" / "format", data / "index" / "format-aside"
    file.rename(aside)
    file.mkdir()
    yield
    file.rmdir()
    aside.rename(file)
