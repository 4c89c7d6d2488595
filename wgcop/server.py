"""The production server: gunicorn with threads, one process unless Redis ties several together."""

import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from wgcop import background

THREADS = 1024  # each WebSocket holds one; idle threads are not made before they are needed


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

    def started(_: Any) -> None:
        # Fan-out and pages share one interpreter: shorter turns keep deliveries from waiting.
        sys.setswitchinterval(0.001)
        if processes == 1:
            background.start(app)

    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "worker_class": "gthread",
        "threads": THREADS,
        "worker_connections": THREADS * 2,
        "keepalive": 30,
        "timeout": 120,
        "graceful_timeout": 3,
        "post_worker_init": started,
        "control_socket_disable": True,
        "loglevel": "warning",
    }
    Server(app, options).run()
