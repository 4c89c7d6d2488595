"""Reads files from outside in a separate process with limits, so that a hostile or damaged file harms nothing else."""

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

LONGEST_WAIT = 120.0
"""Seconds for one file, waiting included. The process limits its own processor time further."""
MOST_AT_ONCE = 2
SECONDS_OF_WORK = 60
"""Processor time for a file that nobody waits for. Thousands of pages need less."""
SECONDS_WHILE_WAITED_FOR = 10
SMALL = 256 * 1024
"""Plain text up to this size is read without the sandbox: it cannot unpack into something larger."""
LONGEST_ANSWER = 8 * LONGEST_TEXT

_READER = (sys.executable, "-m", "wgcop.reading")
_ROOT = Path(wgcop.__file__).parents[1]
_PASSED_ON = ("LANG", "LD_LIBRARY_PATH", "PATH")
"""The only variables that the process gets. Others may hold passwords, which a hostile file must not reach."""

_free = BoundedSemaphore(MOST_AT_ONCE)


class SandboxedReader:
    """Reads one file after another. The process starts with the first file, and again after a file that ended it."""

    def __init__(self, *, seconds: int = SECONDS_OF_WORK, waits: bool = True) -> None:
        """`seconds` of processor time for each file. Without `waits`, Busy is raised while all places are taken."""
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
        answer = self._ask(data, name)
        if isinstance(answer, Reason):
            raise Unreadable(answer)
        return answer

    def _ask(self, data: bytes, name: str) -> Reading | Reason:
        process = self._running()
        assert process.stdin and process.stdout
        timer = Timer(LONGEST_WAIT, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(self._header(data, name) + data)
                process.stdin.flush()
            return parse_answer(process.stdout.readline(LONGEST_ANSWER))
        except (ValueError, KeyError, TypeError):
            self._end()
            return Reason("It cannot be read: it is damaged, or too large when unpacked.")
        except BaseException:  # otherwise the late answer would be taken for that of the next file
            self._end()
            raise
        finally:
            timer.cancel()

    def _header(self, data: bytes, name: str) -> bytes:
        return json.dumps([name, len(data), self._seconds]).encode() + b"\n"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            if not _free.acquire(blocking=self._waits):
                raise Busy(
                    _(
                        "Other files are being read at the moment. Send yours again in half a minute."
                    )
                )
            try:
                self._process = start_process()
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


def start_process() -> subprocess.Popen[bytes]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 (no argument comes from outside)
        _READER,
        cwd=_ROOT,
        env={**passed_on, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # so that Ctrl-C reaches only the parent
    )


def read_in_sandbox(data: bytes, name: str) -> Reading:
    """Reads a single file."""
    with SandboxedReader() as reader:
        return reader.read(data, name)


def read_at_once(data: bytes, name: str) -> Reading:
    """Reads a single file for a person who waits for the page; raises Busy rather than wait for a place."""
    with SandboxedReader(seconds=SECONDS_WHILE_WAITED_FOR, waits=False) as reader:
        return reader.read(data, name)


def answer_line(answer: Reading | Reason) -> bytes:
    if isinstance(answer, Reason):
        fields: dict[str, Any] = {"reason": answer.as_list()}
    else:
        fields = asdict(answer)
        fields["note"] = answer.note.as_list() if answer.note else None
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def parse_answer(line: bytes) -> Reading | Reason:
    """Raises ValueError for an answer that is not complete."""
    fields = json.loads(line)
    if "reason" in fields:
        return Reason.from_list(fields["reason"])
    fields["passages"] = tuple(Passage(**passage) for passage in fields["passages"])
    fields["note"] = Reason.from_list(fields["note"]) if fields["note"] else None
    return Reading(**fields)
