"""The store in a folder, with one file for each content, and `flock` between the processes of this
machine.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from wgcop.stores.protocol import Opened, Stored


class FolderStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = str(folder)

    def put(self, name: str, content: bytes) -> None:
        target = self._place(name)
        with suppress(FileNotFoundError):
            os.utime(target)  # so that a sweep does not take it for an old file
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A crash leaves a part under another name, never half a file under its digest; a full disk leaves nothing.
        descriptor, part = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            Path(part).replace(target)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise

    def take_in(self, name: str, place: Path) -> None:
        target = self._place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place, target)

    def open(self, name: str) -> Opened:
        handle = self._place(name).open("rb")
        stat = os.fstat(handle.fileno())
        return Opened(handle, stat.st_size, _moment(stat.st_mtime))

    def listed(self) -> Iterator[Stored]:
        for place in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                stat = place.stat()
                yield Stored(place.name, stat.st_size, _moment(stat.st_mtime))

    def remove(self, name: str, *, unless_since: datetime) -> bool:
        places = [self._place(name)]
        # A part stands in the folder of the file that it would have become.
        if not places[0].exists():
            places = list(self._folder.glob(f"*/{name}"))
        for place in places:
            with suppress(FileNotFoundError):
                if place.stat().st_mtime < unless_since.timestamp():
                    place.unlink()
                    return True
        return False

    def erase(self, name: str) -> None:
        with self._turn(fcntl.LOCK_EX):
            self._place(name).unlink(missing_ok=True)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Prevent the removal of files while the block runs, after waiting for a running sweep to
        end.
        """
        with self._turn(fcntl.LOCK_SH):
            yield

    @contextmanager
    def removing(self) -> Iterator[bool]:
        with ExitStack() as turn:
            try:
                turn.enter_context(self._turn(fcntl.LOCK_EX | fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True

    def try_out(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._folder) as handle:
            handle.write(b"words")

    def reach(self) -> None:
        return

    @contextmanager
    def _turn(self, kind: int) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("a") as lock:
            fcntl.flock(lock, kind)  # released when the file is closed
            yield

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
