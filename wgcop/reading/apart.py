"""Files from outside are read in a process of their own, within limits: what breaks a reader, or unpacks to too much, ends there."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any, Self

from flask_babel import gettext as _

import wgcop
from wgcop.errors import Busy
from wgcop.passages import Passage
from wgcop.reading import plain, reader_of
from wgcop.reading.reasons import Reason
from wgcop.reading.result import LONGEST_TEXT, Reading, Unreadable

PATIENCE = 120.0
"""Seconds for a file; the process limits its own work more closely."""
MOST_AT_ONCE = 2
SECONDS_OF_WORK = 60
"""For a file that nobody waits for: thousands of pages need less."""
SECONDS_WHILE_WAITED_FOR = 10
SMALL = 256 * 1024
"""Plain text up to this is read where it is: it cannot unpack to more than it is."""
LONGEST_ANSWER = 8 * LONGEST_TEXT

_READER = (sys.executable, "-m", "wgcop.reading")
_ROOT = Path(wgcop.__file__).parents[1]
_PASSED_ON = ("LANG", "LD_LIBRARY_PATH", "PATH")
"""What else stands in the environment, passwords among it, is no business of whoever reads hostile files."""

_free = BoundedSemaphore(MOST_AT_ONCE)


class ReadingRoom:
    """Reads one file after another; its process begins with the first that needs it, and anew after one that ended it."""

    def __init__(self, *, seconds: int = SECONDS_OF_WORK, waits: bool = True) -> None:
        """`seconds` of work are done for each file; who does not wait for a place hears that all are taken."""
        self._seconds = seconds
        self._waits = waits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, data: bytes, name: str) -> Reading:
        if reader_of(data, name) is plain.read and len(data) <= SMALL:
            return plain.read(data, name)
        found = self._ask(data, name)
        if isinstance(found, Reason):
            raise Unreadable(found)
        return found

    def _ask(self, data: bytes, name: str) -> Reading | Reason:
        process = self._running()
        assert process.stdin and process.stdout
        patience = Timer(PATIENCE, process.kill)
        patience.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(self._header(data, name) + data)
                process.stdin.flush()
            return from_line(process.stdout.readline(LONGEST_ANSWER))
        except (ValueError, KeyError, TypeError):
            self._end()
            return Reason(
                "It cannot be read: it is damaged, or unpacks to more than there is room and time for."
            )
        except BaseException:  # or the answer would be taken for that of the next file
            self._end()
            raise
        finally:
            patience.cancel()

    def _header(self, data: bytes, name: str) -> bytes:
        return json.dumps([name, len(data), self._seconds]).encode() + b"\n"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            if not _free.acquire(blocking=self._waits):
                raise Busy(
                    _("Other files are being read just now. Send yours again in half a minute.")
                )
            try:
                self._process = begin()
            except BaseException:
                _free.release()
                raise
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        with suppress(BrokenPipeError), self._process as process:
            process.kill()
        self._process = None
        _free.release()


def begin() -> subprocess.Popen[bytes]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 (nothing of it is given from outside)
        _READER,
        cwd=_ROOT,
        env={**passed_on, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # so that Ctrl-C is for us alone
    )


def read_apart(data: bytes, name: str) -> Reading:
    """A single file."""
    with ReadingRoom() as room:
        return room.read(data, name)


def read_while_waited_for(data: bytes, name: str) -> Reading:
    """A single file, for somebody who sits before an open page; Busy rather than waiting."""
    with ReadingRoom(seconds=SECONDS_WHILE_WAITED_FOR, waits=False) as room:
        return room.read(data, name)


def to_line(found: Reading | Reason) -> bytes:
    if isinstance(found, Reason):
        said: dict[str, Any] = {"reason": found.as_kept()}
    else:
        said = asdict(found)
        said["note"] = found.note.as_kept() if found.note else None
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def from_line(line: bytes) -> Reading | Reason:
    """ValueError if it is not a whole answer."""
    said = json.loads(line)
    if "reason" in said:
        return Reason.kept(said["reason"])
    said["passages"] = tuple(Passage(**passage) for passage in said["passages"])
    said["note"] = Reason.kept(said["note"]) if said["note"] else None
    return Reading(**said)
