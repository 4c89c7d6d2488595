"""Records of the servers that run on a data folder on this machine: a small file for each, named by
machine and port.
"""

import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Running:
    """The first process of a server. `born` distinguishes it from a later process with the same
    number.
    """

    process: int
    born: int
    before: int = 0
    """The preceding process of the server, while it still finishes the work that it has begun."""
    successor: int = 0
    """The process of the server that is starting to take its place."""
    tried: int = 0
    """The number of times the server was asked to start another one."""
    failed: str = ""
    """The error message of the last successor, if it did not start."""

    @classmethod
    def now(cls, *, before: int = 0) -> Self:
        return cls(os.getpid(), born_at(os.getpid()), before)

    @property
    def is_alive(self) -> bool:
        return self.born == born_at(self.process)

    def but(self, **changes: int | str) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]


class Note:
    """The file about one server. Only the server that serves writes it; the command that restarts
    it reads it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.errors = file.with_suffix(".starting")
        """The file with the errors of a successor while it starts."""

    @property
    def port(self) -> int:
        return int(self.file.stem.rpartition("-")[2])

    def read(self) -> Running | None:
        try:
            return Running(**json.loads(self.file.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, running: Running) -> None:
        part = self.file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(asdict(running)))
        part.replace(self.file)

    def require_room(self) -> None:
        """Raise OSError if the server could not write the file now."""
        probe = self.file.with_suffix(".probe")
        try:
            probe.write_bytes(bytes(4096))
        finally:
            probe.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove the files, unless a successor has written the note."""
        running = self.read()
        if running is not None and running.process == os.getpid():
            self.file.unlink(missing_ok=True)
            self.errors.unlink(missing_ok=True)


def note_of(data: Path, port: int) -> Note:
    folder = data / "servers"
    folder.mkdir(exist_ok=True)
    return Note(folder / f"{socket.gethostname()}-{port}.json")


def notes(data: Path) -> list[Note]:
    """Return the notes of the servers that run on this machine."""
    files = (data / "servers").glob(f"{socket.gethostname()}-*.json")
    found = [Note(file) for file in sorted(files)]
    return [note for note in found if (running := note.read()) and running.is_alive]


def born_at(process: int) -> int:
    """Return the start time of a process, in the kernel's units; 0 if there is no such process, or
    it has ended.
    """
    with suppress(OSError, ValueError, IndexError):
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        if after_name[0] not in "ZX":
            return int(after_name[19])
    return 0
