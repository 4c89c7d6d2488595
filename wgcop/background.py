"""The loops that run beside requests: browsers seen, last days, index, mail, imports, versions of drafts, attached and unused files, saved searches, silence procedures, action points, confirmations of the registry, requests to members, records whose time is over, nightly comparison, and the heartbeat that says so."""

import fcntl
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import IO

import structlog
from flask import Flask

from wgcop import mail, retention
from wgcop.accounts import jobs as accounts
from wgcop.contributions import jobs as papers
from wgcop.contributions.writing import jobs as writing
from wgcop.following.searches import jobs as saved_searches
from wgcop.health import jobs as health
from wgcop.implementation import jobs as requests_to_members
from wgcop.initiatives.confirming import jobs as confirmations
from wgcop.jobs import Loop
from wgcop.meetings.outcomes import jobs as action_points
from wgcop.meetings.silence import jobs as silence
from wgcop.priorwork.imports import jobs as imports
from wgcop.radar import sweep
from wgcop.search import indexer, outbox
from wgcop.supervisor import Duty

log = structlog.get_logger(__name__)

INDEX_EVERY = 0.5
MAIL_EVERY = 2.0
IMPORT_EVERY = 1.0
KEEP_EVERY = 5.0
READ_EVERY = 5.0
TIDY_EVERY = 3600.0
LOOK_FOR_THE_NIGHT_EVERY = 600.0
TELL_EVERY = 300.0
SILENCE_EVERY = 5.0
LOOK_FOR_LAST_DAYS_EVERY = 60.0
SEEN_EVERY = 30.0
BEAT_EVERY = 5.0
LOOK_FOR_WORKER_EVERY = 20.0

INDEX = Duty("index")
MAIL = Duty("mail")
RETENTION = Duty("retention")
LAST_DAYS = Duty("last days")
BROWSERS_SEEN = Duty("browsers seen")
IMPORTS = Duty("imports")
VERSIONS = Duty("versions of drafts")
ATTACHED_FILES = Duty("attached files")
UNUSED_FILES = Duty("unused files")
UNUSED_PICTURES = Duty("unused pictures")
SAVED_SEARCHES = Duty("saved searches")
SILENCE = Duty("silence procedures")
ACTION_POINTS = Duty("action points")
REQUESTS = Duty("requests to members")
CONFIRMATIONS = Duty("confirmations")
SWEEP = Duty("sweep")
HEARTBEAT = Duty("heartbeat")
LOOK_FOR_WORKER = Duty("look for worker")


def start(app: Flask) -> list[Loop]:
    with app.app_context():
        indexer.renew_all()
        health.beat()
    index = Loop(app, INDEX, indexer.follow, seconds=INDEX_EVERY)
    outbox.wakes(index.wake)
    loops = [
        index,
        Loop(app, MAIL, mail.send_waiting, seconds=MAIL_EVERY),
        Loop(app, LAST_DAYS, accounts.end_what_is_over, seconds=LOOK_FOR_LAST_DAYS_EVERY),
        Loop(app, IMPORTS, imports.bring_in_waiting, seconds=IMPORT_EVERY),
        Loop(app, VERSIONS, writing.keep_paused, seconds=KEEP_EVERY),
        Loop(app, ATTACHED_FILES, papers.read_enclosures, seconds=READ_EVERY),
        Loop(app, UNUSED_FILES, imports.drop_unused_files, seconds=TIDY_EVERY),
        Loop(app, UNUSED_PICTURES, papers.drop_unused, seconds=TIDY_EVERY),
        Loop(app, SAVED_SEARCHES, saved_searches.tell_owners, seconds=TELL_EVERY),
        Loop(app, SILENCE, silence.record_adopted, seconds=SILENCE_EVERY),
        Loop(app, ACTION_POINTS, action_points.remind_owners, seconds=TIDY_EVERY),
        Loop(app, REQUESTS, requests_to_members.remind_members, seconds=TIDY_EVERY),
        Loop(app, CONFIRMATIONS, confirmations.ask_for_confirmation, seconds=TIDY_EVERY),
        Loop(app, RETENTION, retention.end_what_is_over, seconds=TIDY_EVERY),
        Loop(app, SWEEP, sweep.sweep_when_due, seconds=LOOK_FOR_THE_NIGHT_EVERY),
        Loop(app, HEARTBEAT, health.beat, seconds=BEAT_EVERY),
    ]
    for loop in loops:
        loop.start()
    return loops


def stop(loops: list[Loop], within: float) -> None:
    """Between two pieces of work, those that are done within so many seconds."""
    until = monotonic() + within
    for loop in loops:
        loop.ask_to_stop()
    for loop in loops:
        loop.stop(within=max(until - monotonic(), 0))


class Turn:
    """The loops of the server that holds the lock of the data folder: during a restart the new one waits until the old one's have stopped.

    Twice they would do no harm, since rows are the queue, but they would wait for each other.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._loops: list[Loop] = []
        self._is_over = False
        self._lock: IO[bytes] = (Path(app.config["DATA_DIR"]) / "background.lock").open("wb")

    def take(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            Thread(target=self._wait, name="background turn", daemon=True).start()
        else:
            self._loops = start(self._app)

    def end(self, within: float) -> None:
        self._is_over = True
        stop(self._loops, within)
        self._lock.close()

    def _wait(self) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        while not self._is_over:
            try:
                self._loops = start(self._app)
            except Exception:
                log.exception("background_not_started")
                sleep(5)
            else:
                return


def start_beside_pages(app: Flask) -> list[Loop]:
    """What each process that serves pages does for itself, however many there are."""
    loop = Loop(app, BROWSERS_SEEN, accounts.keep_sightings, seconds=SEEN_EVERY)
    loop.start()
    return [loop]


def look_for_worker(app: Flask) -> Loop:
    """In a process that leaves the background work to another."""
    loop = Loop(app, LOOK_FOR_WORKER, health.look_for_worker, seconds=LOOK_FOR_WORKER_EVERY)
    loop.start()
    return loop
