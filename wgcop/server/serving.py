"""The production server: gunicorn with threads, in one process, or in several that Redis connects."""

import gc
import os
import resource
import socket
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Chdir
from gunicorn.glogging import Logger as GunicornLogger

from wgcop import clock, live
from wgcop.database import db, fit
from wgcop.errors import Refused
from wgcop.events import delivery
from wgcop.live.seats import Seats
from wgcop.observing import figures, log, telemetry
from wgcop.observing.version import version
from wgcop.radar import comparers
from wgcop.search_engines import choice
from wgcop.server import background, garbage, master, memory, senders
from wgcop.server.connections import Threads
from wgcop.server.few_at_once import AT_ONCE, AT_ONCE_BESIDE_A_SERVER
from wgcop.server.master import Master
from wgcop.server.running import Note, born_at, note_of

OPEN_TRANSACTIONS = timedelta(minutes=1)
"""The longest time between the recording of an entry and its commit for which the entry is still
found.
"""


class Logger(GunicornLogger):
    """A logger that passes gunicorn's lines to our log, because they name addresses, which may hold
    a link's token, and quote errors.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers = [log.FromLibraries()]


class Server(BaseApplication):
    tell_ready: Callable[[], object]

    def __init__(self, app: Flask, options: dict[str, Any], note: Note) -> None:
        self._app = app
        self._options = options
        self._note = note
        super().__init__()

    def run(self) -> None:
        Master(self, self._note).run()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(app: Flask, *, host: str, port: int, processes: int) -> None:
    """Serve until told to stop. With one process, the background work runs inside it."""
    memory.keep_together()
    note = note_of(Path(app.config["DATA_DIR"]), port)
    stand_where_one_may()
    if not master.inherits_sockets():
        require_free(host, port)
    master.speak_aloud(note)
    log.take_over()
    if master.is_successor():
        compile_pages(app)
    # Connections to the database must not be inherited: two processes that speak on one get each other's answers.
    with app.app_context():
        db.engine.dispose()
        is_server = db.engine.dialect.name != "sqlite"
        Threads.at_once = AT_ONCE_BESIDE_A_SERVER if is_server else AT_ONCE
    threads: int = app.config["THREADS"]
    pages: int = app.config["THREADS_FOR_PAGES"]
    sockets: int = app.config["SOCKETS"]
    lines = live.open_lines()
    # With the stock transport each WebSocket holds a thread, beside those for requests.
    of_sockets = 0 if lines is not None else sockets
    app.wsgi_app = Seats(  # type: ignore[method-assign]
        app, threads=max(threads - pages, 1) + of_sockets, sockets=sockets, lines=lines
    )

    # Behind a proxy, all connections come from the proxy, so its address must have no limit.
    Threads.per_address = (
        0 if app.config["TRUSTED_PROXIES"] else app.config["CONNECTIONS_PER_ADDRESS"]
    )
    Threads.most_long_bodies = max(threads // 4, 1)
    Threads.signed_in = staticmethod(partial(senders.is_signed_in, app))
    Threads.sent_from = staticmethod(partial(senders.network, app.config["TRUSTED_PROXIES"]))

    # Each live connection is an open file.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    drain: float = app.config["DRAIN_SECONDS"]

    def started(worker: Any) -> None:
        # Broadcasts, keystrokes and pages share one interpreter, and each statement of SQL releases its lock. Shorter turns than
        # usual (5 ms) keep short work from waiting for long work, and still shorter ones cost more than they save.
        sys.setswitchinterval(0.001)
        gc.callbacks.append(garbage.put_aside)
        garbage.look_through_all()
        garbage.watch(app)
        Thread(target=comparers.warm, daemon=True).start()
        choice.engine_of(app).hold()
        background.start_beside_pages(app)
        telemetry.begin(version())
        fit.watch(app)
        turn = background.BackgroundTurn(app) if processes == 1 else None
        if turn is not None:
            turn.take()
        else:
            background.look_for_worker(app)
        Threads.drain = staticmethod(partial(end_all, turn, drain))
        if master.is_successor():
            require_answer(app)
            if not app.config["REDIS_URL"]:
                told = (app, int(os.environ[master.PREDECESSOR]), clock.now() - OPEN_TRANSACTIONS)
                Thread(target=tell_what_the_old_one_recorded, args=told, daemon=True).start()
        worker.app.tell_ready()

    shared = figures.share() if processes > 1 else None

    def ended(_: Any) -> None:
        note.forget()
        if shared is not None:
            figures.forget(shared)

    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "worker_class": Threads,
        "threads": threads + of_sockets,
        "worker_connections": threads + sockets,
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": drain,
        "post_worker_init": partial(tell_why_it_failed, note, started),
        "pre_exec": master.before_new_code(note),
        "on_exit": ended,
        "control_socket_disable": True,
        "logger_class": Logger,
        "loglevel": "warning",
    }
    Server(app, options, note).run()


def stand_where_one_may() -> None:
    """Change to a folder that this user may enter. gunicorn re-enters the current folder, which
    fails if the user has no access because another user, such as root, started the server there.
    """
    try:
        os.chdir(Path.cwd())
    except OSError:
        os.chdir("/")
        Chdir.default = "/"  # gunicorn noted the folder when it was imported


def end_all(turn: background.BackgroundTurn | None, within: float) -> None:
    """End everything other than requests when a process is told to stop, within this many seconds."""
    until = monotonic() + within
    live.end_all(within)
    if turn is not None:
        turn.end(max(until - monotonic(), 1))


def tell_what_the_old_one_recorded(app: Flask, old: int, since: datetime) -> None:
    """Deliver the entries that the old server recorded while it finished its requests: by then all
    pages have connected to this one, so none has received them.
    """
    born = born_at(old)
    while born and born_at(old) == born:
        sleep(0.5)
    with app.app_context():
        delivery.deliver_since(since)


def compile_pages(app: Flask) -> None:
    """Compile the templates while the server before this one still answers; otherwise everybody's
    first page would wait for it at the same time.
    """
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def require_answer(app: Flask) -> None:
    """Raise RuntimeError unless this server can answer some pages. The server before it ends only
    after this check.
    """
    # In a context that ends: that of the command would leave a transaction open for as long as the server lives, and SQLite
    # could not move later writes from its journal into its file, so that each page would read through more of the journal.
    with app.app_context():
        visitor = app.test_client()
        for address in ("/healthz", "/", "/resolutions/", "/meetings/"):
            answer = visitor.get(address)
            if answer.status_code >= 500:
                raise RuntimeError(f"{address} answers {answer.status_code}.")


def tell_why_it_failed(note: Note, started: Callable[[Any], None], worker: Any) -> None:
    """Call `started`. If it fails in a new server, write the error to the file that the restarting
    command reads.
    """
    try:
        started(worker)
    except BaseException as error:
        if master.is_successor():
            note.errors.write_text(f"Error: {error or type(error).__name__}\n")
        raise


def require_free(host: str, port: int) -> None:
    """Refuse in one sentence if the address cannot be used. Gunicorn would try for seconds, and
    then end with a long message.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(
            f"The server cannot listen on {host}:{port} ({error.strerror}). Say another --host or --port."
        ) from error
