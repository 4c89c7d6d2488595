"""PostgreSQL in a folder of its own, which can be away for a while and come back."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.postgres import FAST, binaries

OWNER, NAME = "wgcop", "workspace"
AS_SERVED = {**FAST, "synchronous_commit": "on"}
"""What was acknowledged is in the log, as on a server that nobody has made faster: else a kill loses the last half second."""


class Postgres:
    def __init__(self, programs: Path, folder: Path, owner: dict[str, Any]) -> None:
        self._programs, self.folder, self._owner = programs, folder, owner
        self._server: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        programs = binaries()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
        folder = Path(tempfile.mkdtemp(prefix="wgcop-pg-"))
        database = cls(programs, folder, _owner_of(folder))
        try:
            database._run(
                "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N"
            )
            database.start()
            with database.connection("postgres") as admin:
                admin.execute(f'CREATE DATABASE "{NAME}" TEMPLATE template0')
            yield database
        finally:
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{OWNER}@/{NAME}?host={self.folder}"

    @property
    def process(self) -> int:
        assert self._server is not None, "It does not run."
        return self._server.pid

    def connection(self, name: str = NAME) -> "psycopg.Connection[Any]":
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=name, autocommit=True)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    self._programs / "postgres",
                    *("-D", self.folder / "data", "-k", self.folder, "-h", ""),
                    *(f"--{name}={value}" for name, value in AS_SERVED.items()),
                ],
                stdout=log,
                stderr=log,
                **self._surroundings,
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connection("postgres").close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """At once, as when the machine goes: connections are cut, and the next start recovers."""
        if self._server is None:
            return
        with suppress(ProcessLookupError):
            self._server.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    @property
    def _surroundings(self) -> dict[str, Any]:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return {"cwd": self.folder, "env": environment, **self._owner}

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            **self._surroundings,
        )


def _owner_of(folder: Path) -> dict[str, Any]:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
