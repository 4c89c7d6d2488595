"""Servers of a test run's own: the workspace as it is served in production, and Redis. They end with the process that began them."""

import contextlib
import fcntl
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import requests
from flask import Flask

from tests.architecture.reading import ROOT
from tests.running.processes import end_with_parent
from wgcop import clock
from wgcop.accounts.models import Person

HOST = "127.0.0.1"
PACKED_WELL = "PACKED_WELL"
"""A setting for tests that count bytes: scripts and style sheets are compressed as far as in production."""
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def wait_for(ready: Callable[[], bool], runs: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if not runs() or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not start:\n{log.read_text()}")
        time.sleep(0.05)


class Serving:
    """Where commands are started from: `tests/serving.py`, which ends with this run.

    One that was there before the processes that run the tests were forked is shared by them, which ask it one after another.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="wgcop-pages-")
        self._process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-W",
                    "ignore:This process",
                ),  # has threads, of which nobody who is forked from it hears
                *("-m", "tests.serving", self._folder.name),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent(),
        )

    def start(self, arguments: list[str], settings: dict[str, str], log: Path, **more: str) -> int:
        asked = {"arguments": arguments, "environment": settings, "log": str(log), **more}
        return self._ask(asked)

    def open_usual_pages(self, settings: dict[str, Any], name: str) -> None:
        """Those who start servers for many short tests ask for this first; for them all it is done once."""
        self._ask({"settings": settings, "name": name})

    def _ask(self, asked: dict[str, Any]) -> int:
        assert self._process.stdin and self._process.stdout
        with (Path(self._folder.name) / "asking").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            print(json.dumps(asked, default=str), file=self._process.stdin, flush=True)
            return int(self._process.stdout.readline())


serving = cache(Serving)


class Script:
    """What `python -c` would run, in a process that has imported the workspace already: that would be most of its time."""

    KILLED = -signal.SIGKILL

    def __init__(self, script: str, *values: Any) -> None:
        self._folder = Path(mkdtemp(prefix="wgcop-script-"))
        self._ended = self._folder / "ended"
        arguments = [str(value) for value in values]
        more = {"script": script, "exit": str(self._ended)}
        self._process = serving().start(arguments, {}, self._folder / "log", **more)

    def wait(self, seconds: float = PATIENCE) -> int:
        deadline = time.monotonic() + seconds
        while is_alive(self._process):
            assert time.monotonic() < deadline, "The script does not end."
            time.sleep(0.01)
        if not self._ended.exists():
            return self.KILLED
        if code := int(self._ended.read_text()):
            print((self._folder / "log").read_text())
        return code

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Workspace:
    """The production server in processes of its own, over the settings given."""

    settings: dict[str, Any]
    port: int
    log: Path
    process: int | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self, *arguments: str) -> None:
        command = ["serve", "--host", HOST, "--port", str(self.port), *arguments]
        process = serving().start(command, environment(self.settings), self.log)
        self.process = process
        wait_for(lambda: answers(self.port), lambda: is_alive(process), self.log)

    def kill(self) -> None:
        """As when the power goes: nothing gets the time to finish."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):  # it may have refused to start
                os.killpg(self.process, signal.SIGKILL)
            while is_alive(self.process) or answers(self.port):  # its workers die a moment later
                time.sleep(0.01)
            self.process = None


def written(value: Any) -> str:
    """A setting as it stands in the environment."""
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(value) if isinstance(value, list | tuple) else str(value)


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """Settings as the command reads them: only those that come from the environment."""
    return {name: written(value) for name, value in settings.items()}


def sealed_cookie(app: Flask, person: Person) -> tuple[str, str]:
    """Name and value of the cookie of somebody who has signed in."""
    sealed = app.session_interface.get_signing_serializer(app)
    assert sealed is not None
    signed_in = {"_user_id": person.get_id(), "_fresh": True, "_permanent": True}
    seen_a_form = {"proved_at": clock.now().timestamp(), "csrf_token": secrets.token_hex(20)}
    value = sealed.dumps(signed_in | seen_a_form)
    return app.config["SESSION_COOKIE_NAME"], str(value)


class Caller:
    """A program that talks to a served workspace in somebody's name."""

    def __init__(self, served: Workspace, app: Flask, person: Person) -> None:
        self._served = served
        self._http = requests.Session()
        self._http.cookies.set(*sealed_cookie(app, person), domain=HOST, path="/")
        self._token = ""

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._http.cookies)

    def forget_connections(self) -> None:
        self._http.close()

    def get(self, address: str, **options: Any) -> requests.Response:
        return self._http.get(self._served.url + address, timeout=30, **options)

    def post(self, address: str, data: dict[str, Any]) -> requests.Response:
        self._token = self._token or self._fetch_token()
        headers = {"X-CSRFToken": self._token, "X-Fragment": "1"}
        return self._http.post(self._served.url + address, data, headers=headers, timeout=30)

    def send(self, address: str, data: dict[str, Any], files: list[Any]) -> requests.Response:
        """A form with files."""
        self._token = self._token or self._fetch_token()
        headers = {"X-CSRFToken": self._token}
        return self._http.post(
            self._served.url + address, data, headers=headers, files=files, timeout=30
        )

    def _fetch_token(self) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/resolutions/").text)
        assert found, "A page carries its form token in its head."
        return found[1]


@contextmanager
def workspace(settings: dict[str, Any], folder: Path, *arguments: str) -> Iterator[Workspace]:
    served = Workspace(settings, free_port(), folder / "server.log")
    served.start(*arguments)
    try:
        yield served
    finally:
        served.kill()


class Redis:
    """A server that can be away for a while, and come back where it was."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"

    def start(self) -> None:
        settings = ["--bind", HOST, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent(),
        )
        process = self._process
        wait_for(lambda: answers(self.port), lambda: process.poll() is None, Path(os.devnull))

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class S3:
    """A server that speaks S3 and can be away for a while. What it holds is gone with it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.made = 0

    def start(self) -> None:
        program = ["-m", "moto.server", "-H", HOST, "-p", str(self.port)]
        self._process = subprocess.Popen(
            [sys.executable, *program],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent(),
        )
        process = self._process
        wait_for(lambda: answers(self.port), lambda: process.poll() is None, Path(os.devnull))

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def hang(self) -> None:
        """It takes connections, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def new(self) -> str:
        """The address of another bucket, which is empty."""
        self.made += 1
        name = f"files-{self.made}"
        requests.put(f"http://{HOST}:{self.port}/{name}", timeout=10).raise_for_status()
        return f"s3+http://key:secret%2Fof%2Btests@{HOST}:{self.port}/{name}/workspace"


@contextmanager
def redis() -> Iterator[str]:
    server = Redis()
    server.start()
    try:
        yield server.url
    finally:
        server.stop()
