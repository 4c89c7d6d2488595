"""A PostgreSQL server for one test run: on a socket in a folder of its own, gone when the run ends."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.running.processes import end_with_parent

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "mmap",  # in its folder, which goes with it
}


def binaries() -> Path | None:
    """Where initdb and postgres are: on the PATH, or where Debian keeps them, the newest first."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda file: float(file.parts[-3]), reverse=True)
    return newest[0].parent if newest else None


@dataclass
class Cluster:
    socket: Path
    admin: psycopg.Connection[Any]
    server: subprocess.Popen[bytes]
    made: int = 0

    @classmethod
    @contextmanager
    def running(cls, binaries: Path, kept: Path | None = None) -> Iterator[Self]:
        """A new server, or one that begins with what another one kept."""
        folder = Path(tempfile.mkdtemp(prefix="wgcop-pg-"))
        # The server refuses to run as root.
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam("postgres")
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            owner = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        data = folder / "data"
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        quiet: dict[str, Any] = {"cwd": folder, "env": environment, **owner}
        if kept:
            subprocess.run(["cp", "-a", kept, data], check=True)
        else:
            subprocess.run(
                [binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "-N"],
                check=True,
                stdout=subprocess.DEVNULL,
                **quiet,
            )
        options = [f"--{name}={value}" for name, value in FAST.items()]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, "-h", "", *options],
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent(signal.SIGQUIT),
                **quiet,
            )
        try:
            with cls._connect(folder, server) as admin:
                yield cls(folder, admin, server)
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, place: Path) -> None:
        """Ends the server, and leaves its folder for others to begin with."""
        self.admin.close()
        self.server.send_signal(signal.SIGINT)
        self.server.wait(60)
        subprocess.run(["mv", self.socket / "data", place], check=True)  # with its owner

    def copy(self, binaries: Path) -> "Copy":
        return Copy.of(self.socket, "tests", binaries)

    @staticmethod
    def _connect(
        folder: Path, server: subprocess.Popen[bytes], user: str = "tests"
    ) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + 30
        while True:
            try:
                return psycopg.connect(
                    host=str(folder), user=user, dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((folder / "log").read_text()) from None
                time.sleep(0.05)

    def create(self, *, template: str | None = None, name: str = "") -> str:
        """A new database, empty or a copy of another one; its name."""
        self.made += 1
        name = name or f"tests_{self.made}"
        source = template or "template0"
        # Nothing is kept beyond the run, so copying files is quicker than logging their pages.
        strategy = "STRATEGY FILE_COPY" if self.admin.info.server_version >= 150000 else ""
        self.admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" {strategy}')
        return name

    def drop(self, name: str) -> None:
        self.admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://tests@/{name}?host={self.socket}"


class Copy:
    """A server that follows another, and can be killed."""

    def __init__(self, folder: Path, user: str, binaries: Path, options: dict[str, Any]) -> None:
        self._folder = folder
        self._user = user
        self._binaries = binaries
        self._options = options

    @classmethod
    def of(cls, socket: Path, user: str, binaries: Path) -> Self:
        """Of the server at this socket; not started yet."""
        folder = Path(tempfile.mkdtemp(prefix="wgcop-pg-copy-"))
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam("postgres")
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            owner = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        options = {"cwd": folder, "env": environment, **owner}
        # It may be beside what the PATH only links to.
        program = (binaries / "postgres").resolve().parent / "pg_basebackup"
        where = ["-h", socket, "-U", user, "-D", folder / "data"]
        how = ["-R", "-X", "stream", "-c", "fast"]
        subprocess.run([program, *where, *how], check=True, **options)
        return cls(folder, user, binaries, options)

    def start(self) -> None:
        options = [f"--{name}={value}" for name, value in FAST.items()]
        place = ["-D", self._folder / "data", "-k", self._folder, "-h", ""]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", *place, *options],
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent(signal.SIGQUIT),
                **self._options,
            )
        self.admin = Cluster._connect(self._folder, self._server, self._user)

    def kill(self) -> None:
        self.admin.close()
        self._server.kill()
        self._server.wait()
        # Its children notice a moment later, and hold its memory until then.
        deadline = time.monotonic() + 10
        while _is_used(self._folder / "data" / "postmaster.pid") and time.monotonic() < deadline:
            time.sleep(0.05)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{self._user}@/{name}?host={self._folder}"


def _is_used(note: Path) -> bool:
    """Whether processes are still attached to the shared memory that the note names."""
    number = note.read_text().splitlines()[6].split()[1] if note.exists() else ""
    for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == number:
            return int(fields[6]) > 0
    return False
