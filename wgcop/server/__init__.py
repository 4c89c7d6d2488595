"""The production server: gunicorn with threads, one process unless Redis ties several together."""

import gc
import resource
import socket
import sys
from threading import Thread
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from wgcop import background, fit, live
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.live.seats import Seats
from wgcop.radar import comparers
from wgcop.search.engines import choice
from wgcop.server.connections import Threads


class Server(BaseApplication):
    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(app: Flask, *, host: str, port: int, processes: int) -> None:
    """Serve until told to stop. With one process the background work runs inside it."""
    require_free(host, port)
    # Connections to the database must not be inherited: two processes that speak on one get each other's answers.
    with app.app_context():
        db.engine.dispose()
    threads: int = app.config["THREADS"]
    pages: int = app.config["THREADS_FOR_PAGES"]
    sockets: int = app.config["SOCKETS"]
    lines = live.open_lines()
    # With the stock transport each WebSocket holds a thread, beside those for requests.
    of_sockets = 0 if lines is not None else sockets
    app.wsgi_app = Seats(  # type: ignore[method-assign]
        app, threads=max(threads - pages, 1) + of_sockets, sockets=sockets, lines=lines
    )

    # Behind a proxy all connections are the proxy's.
    Threads.per_address = (
        0 if app.config["TRUSTED_PROXIES"] else app.config["CONNECTIONS_PER_ADDRESS"]
    )
    Threads.most_long_bodies = max(threads // 4, 1)

    # Each live connection is an open file.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def started(_: Any) -> None:
        # Broadcasts, keystrokes and pages share one interpreter, and each statement of SQL lets go of it: shorter turns keep
        # short work from waiting for long. What stays for good need not be searched for garbage.
        sys.setswitchinterval(0.0001)
        gc.collect()
        gc.freeze()
        Thread(target=comparers.warm, daemon=True).start()
        choice.engine_of(app).hold()
        fit.watch(app)
        if processes == 1:
            background.start(app)

    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "worker_class": Threads,
        "threads": threads + of_sockets,
        "worker_connections": threads + sockets,
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": 3,
        "post_worker_init": started,
        "control_socket_disable": True,
        "loglevel": "warning",
    }
    Server(app, options).run()


def require_free(host: str, port: int) -> None:
    """Refuse in one sentence. Gunicorn would try for seconds, and then end with a page of its own."""
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
