"""The loops that run beside requests: browsers seen, last days, index, mail, notifications, imports,
files for download, versions of drafts, attached and unused files, daily letters, mentions, answers
by e-mail, silence procedures, action points, confirmations of the registry, requests to members,
records whose time is over, nightly comparison, and the heartbeat that shows that they run.
"""

from pathlib import Path
from threading import Event
from time import monotonic

import structlog
from flask import Flask

from wgcop import mail
from wgcop.accounts import jobs as accounts
from wgcop.correspondence import jobs as correspondence
from wgcop.database import db, replica, retention
from wgcop.drafting import jobs as papers
from wgcop.following import jobs as daily_letter
from wgcop.health import jobs as health
from wgcop.implementation import jobs as requests_to_members
from wgcop.initiatives.confirming import jobs as confirmations
from wgcop.outcomes import jobs as outcomes
from wgcop.priorwork.imports import jobs as imports
from wgcop.processes import leader
from wgcop.processes.loops import Loop
from wgcop.processes.supervisor import Duty
from wgcop.push import jobs as push
from wgcop.radar import jobs as radar
from wgcop.radar import sweep
from wgcop.search import indexer, outbox
from wgcop.takeaway import jobs as takeaway
from wgcop.thread_news import jobs as mentions
from wgcop.writing import jobs as writing

log = structlog.get_logger(__name__)

INDEX_EVERY = 0.5
MAIL_EVERY = 2.0
PUSH_EVERY = 2.0
IMPORT_EVERY = 1.0
TAKEAWAY_EVERY = 1.0
KEEP_EVERY = 5.0
READ_EVERY = 5.0
TIDY_EVERY = 3600.0
LOOK_FOR_THE_NIGHT_EVERY = 600.0
TELL_EVERY = 300.0
MENTIONS_EVERY = 60.0
ANSWERS_EVERY = 30.0
SILENCE_EVERY = 5.0
SEEN_EVERY = 30.0
BEAT_EVERY = 5.0
LOOK_FOR_WORKER_EVERY = 20.0
CATCH_UP_EVERY = 30.0
MOST_FOR_LEAVING = 5.0

INDEX = Duty("index")
MAIL = Duty("mail")
PUSH = Duty("notifications")
RETENTION = Duty("retention")
LAST_DAYS = Duty("last days")
BROWSERS_SEEN = Duty("browsers seen")
IMPORTS = Duty("imports")
TAKEAWAY = Duty("files taken away")
VERSIONS = Duty("versions of drafts")
ATTACHED_FILES = Duty("attached files")
UNUSED_FILES = Duty("unused files")
UNUSED_PICTURES = Duty("unused pictures")
DAILY_LETTERS = Duty("daily letters")
MENTIONS = Duty("mentions")
ANSWERS = Duty("answers by e-mail")
SILENCE = Duty("silence procedures")
ACTION_POINTS = Duty("action points")
REQUESTS = Duty("requests to members")
CONFIRMATIONS = Duty("confirmations")
SWEEP = Duty("sweep")
HEARTBEAT = Duty("heartbeat")
CERTIFICATE = Duty("certificate")
TURN = Duty("background turn")
RADAR_COUNTS = Duty("radar counts")
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
        Loop(app, PUSH, push.send_waiting, seconds=PUSH_EVERY),
        Loop(app, LAST_DAYS, accounts.end_what_is_over, seconds=accounts.until_last_days_end),
        Loop(app, IMPORTS, imports.bring_in_waiting, seconds=IMPORT_EVERY),
        Loop(app, TAKEAWAY, takeaway.make_waiting, seconds=TAKEAWAY_EVERY),
        Loop(app, VERSIONS, writing.keep_paused, seconds=KEEP_EVERY),
        Loop(app, ATTACHED_FILES, papers.read_enclosures, seconds=READ_EVERY),
        Loop(app, UNUSED_FILES, imports.drop_unused_files, seconds=TIDY_EVERY),
        Loop(app, UNUSED_PICTURES, papers.drop_unused, seconds=TIDY_EVERY),
        Loop(app, DAILY_LETTERS, daily_letter.write_letters, seconds=TELL_EVERY),
        Loop(app, MENTIONS, mentions.tell_mentioned, seconds=MENTIONS_EVERY),
        Loop(app, ANSWERS, correspondence.fetch_answers, seconds=ANSWERS_EVERY),
        Loop(app, SILENCE, outcomes.record_adopted, seconds=SILENCE_EVERY),
        Loop(app, ACTION_POINTS, outcomes.remind_owners, seconds=TIDY_EVERY),
        Loop(app, REQUESTS, requests_to_members.remind_members, seconds=TIDY_EVERY),
        Loop(app, CONFIRMATIONS, confirmations.ask_for_confirmation, seconds=TIDY_EVERY),
        Loop(app, RETENTION, retention.end_what_is_over, seconds=TIDY_EVERY),
        Loop(app, SWEEP, sweep.sweep_when_due, seconds=LOOK_FOR_THE_NIGHT_EVERY),
        Loop(app, HEARTBEAT, health.beat, seconds=BEAT_EVERY),
        Loop(app, CERTIFICATE, health.look_at_certificate, seconds=TIDY_EVERY),
    ]
    for loop in loops:
        loop.start()
    return loops


def stop(loops: list[Loop], within: float) -> None:
    """Stop the loops between two pieces of work, waiting at most `within` seconds."""
    until = monotonic() + within
    for loop in loops:
        loop.ask_to_stop()
    for loop in loops:
        loop.stop(within=max(until - monotonic(), 0))


class BackgroundTurn:
    """The turn to do the background work: the loops run in one process, among all that could run
    them, on this machine and others.

    The others wait, and one of them takes over within seconds when that one ends, however it ends.
    Running the loops twice would do no harm, since rows are the queue, but they would wait for each
    other.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._loops: list[Loop] = []
        self._is_over = Event()
        self._has_waited = False
        with app.app_context():
            self._turn = leader.turn_of(db.engine, Path(app.config["DATA_DIR"]))

    def take(self) -> None:
        """Start the loops at once if the turn is free, or else when it becomes free."""
        self._look()
        TURN.start(self._watch)

    def end(self, within: float) -> None:
        self._is_over.set()
        stop(self._loops, within)
        self._turn.leave()

    def _watch(self) -> None:
        while not self._is_over.wait(self._turn.retry):
            self._look()

    def _look(self) -> None:
        if self._loops:
            if self._turn.is_kept() or self._is_over.is_set():
                return
            log.warning("background_turn_lost")
            self._leave()
        if not self._turn.take():
            if not self._has_waited:
                log.info("background_waits", why="Another process does the work.")
            self._has_waited = True
            return
        try:
            self._loops = start(self._app)
        except BaseException:
            self._turn.leave()
            raise
        if self._has_waited:
            log.info("background_taken_over")

    def _leave(self) -> None:
        stop(self._loops, MOST_FOR_LEAVING)
        self._loops = []
        self._turn.leave()


def start_beside_pages(app: Flask) -> list[Loop]:
    """Start the loops that each process serving pages needs for itself."""
    loops = [Loop(app, BROWSERS_SEEN, accounts.keep_sightings, seconds=SEEN_EVERY)]
    with app.app_context():
        if db.engine.dialect.name != "sqlite":  # the worker may be on another machine
            counts = Loop(app, RADAR_COUNTS, radar.catch_up, seconds=CATCH_UP_EVERY)
            counts.wake()
            loops.append(counts)
    for loop in loops:
        loop.start()
    return [*loops, *replica.watch(app)]


def look_for_worker(app: Flask) -> Loop:
    """Start the loop that watches for a worker, in a process that leaves the background work to
    another.
    """
    loop = Loop(app, LOOK_FOR_WORKER, health.look_for_worker, seconds=LOOK_FOR_WORKER_EVERY)
    loop.start()
    return loop
