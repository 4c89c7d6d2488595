"""The server as an administrator starts it, in processes that can start others in their place."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from bench.load.doors import Door
from bench.load.processes import of_session
from tests.architecture.reading import ROOT
from tests.servers import HOST, answers, environment, free_port, wait_for
from wgcop import demo
from wgcop.app import create_app
from wgcop.database import db, migrations, writing
from wgcop.search import indexer

WGCOP = Path(sys.prefix) / "bin" / "wgcop"


class Served:
    def __init__(self, settings: dict[str, Any], folder: Path, *more: str) -> None:
        """`more` is what is said to `wgcop serve` beside its address."""
        self.settings, self._more = settings, more
        self.port, self.log = free_port(), folder / "server.log"
        self.environment = {**os.environ, **environment(settings), "PYTHONPATH": str(ROOT)}
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def door(self) -> Door:
        return Door(self.url)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def processes(self) -> list[int]:
        """Of the server that was started here, and of those that took its place."""
        return [each for started in self._started for each in of_session(started.pid)]

    def start(self) -> None:
        process = self._begin("serve", "--host", HOST, "--port", str(self.port), *self._more)
        wait_for(lambda: answers(self.port), lambda: process.poll() is None, self.log)

    def start_worker(self) -> None:
        self._begin("worker")

    def _begin(self, *command: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [WGCOP, *command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [WGCOP, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def end(self, by: signal.Signals) -> subprocess.Popen[bytes]:
        self._started[-1].send_signal(by)
        return self._started[-1]

    def end_all(self, by: signal.Signals) -> None:
        """The server and whichever took its place, and wait until they have ended."""
        for process in self.processes[:1]:
            os.kill(process, by)
        while self.processes:
            time.sleep(0.1)

    def end_and_start(self) -> None:
        self.end(signal.SIGTERM).wait()
        self.start()

    def kill(self) -> None:
        """With all servers that took the place of one that was started here."""
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def demo_world(settings: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        with writing():
            demo.load(db.session)
            db.session.commit()
        indexer.drain_all()
        db.engine.dispose()
    yield app
