"""Servers of a test run's own: the workspace as it is served in production, and Redis."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.architecture.reading import ROOT

HOST = "127.0.0.1"
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not start:\n{log.read_text()}")
        time.sleep(0.05)


@dataclass
class Workspace:
    """The production server in processes of its own, over the settings given."""

    settings: dict[str, Any]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from wgcop.cli import main; main()", "serve"]
                + ["--host", HOST, "--port", str(self.port), *arguments],
                cwd=ROOT,
                env={**os.environ, **environment(self.settings)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that a kill reaches every process of it
            )
        wait_for(lambda: answers(self.port), self.process, self.log)

    def kill(self) -> None:
        """As when the power goes: nothing gets the time to finish."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """Settings as the command reads them: only those that come from the environment."""
    return {name: str(value) for name, value in settings.items() if not isinstance(value, bool)}


@contextmanager
def workspace(settings: dict[str, Any], folder: Path, *arguments: str) -> Iterator[Workspace]:
    served = Workspace(settings, free_port(), folder / "server.log")
    served.start(*arguments)
    try:
        yield served
    finally:
        served.kill()


@contextmanager
def redis() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: answers(port), process, Path(os.devnull))
        yield f"redis://{HOST}:{port}/0"
    finally:
        process.terminate()
        process.wait()
