"""Reading of files from outside in a separate process with limits, so that a hostile or damaged
file does no harm.
"""

import json
import subprocess
from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore, Timer
from typing import Any, Self, TypeVar

from flask_babel import gettext as _

from wgcop.errors import Busy
from wgcop.processes import apart
from wgcop.reading import plain, reader_of
from wgcop.reading.papers import WordPaper
from wgcop.reading.pictures import Picture
from wgcop.reading.reasons import Reason
from wgcop.reading.result import LONGEST_TEXT, Reading, Unreadable
from wgcop.reading.tasks import (
    CHECK,
    PAPER,
    PICTURE,
    SHEET,
    TEXT,
    paper_of,
    parse_answer,
    picture_of,
    reading_of,
)
from wgcop.reading.workbooks import WorkbookTable, sheet_of

LONGEST_WAIT = 120.0
"""The seconds for one file, waiting included. The process limits its own processor time further."""
MOST_AT_ONCE = 2
SECONDS_OF_WORK = 60
"""The processor time, in seconds, for a file that nobody waits for. Thousands of pages need less.
"""
SECONDS_WHILE_WAITED_FOR = 10
SECONDS_FOR_A_PAPER = 20
"""The processor time, in seconds, for a Word file. Checking its pictures takes most of it."""
SECONDS_FOR_A_WORKBOOK = 20
SMALL = 256 * 1024
"""The size up to which plain text is read without the sandbox: it cannot unpack into something
larger.
"""
LONGEST_ANSWER = 8 * LONGEST_TEXT

_READER = apart.module("wgcop.reading")

Result = TypeVar("Result")

_free = BoundedSemaphore(MOST_AT_ONCE)


class SandboxedReader:
    """Reads one file after another. The process starts with the first file, and again after a file
    that ended it.
    """

    def __init__(self, *, seconds: int = SECONDS_OF_WORK, waits: bool = True) -> None:
        """Allow `seconds` of processor time for each file. If `waits` is false, raise `Busy` if too
        many files are being read.
        """
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
        return self._ask(TEXT, data, name, reading_of)

    def picture(self, data: bytes) -> Picture:
        return self._ask(PICTURE, data, "", picture_of)

    def paper(self, data: bytes, name: str) -> WordPaper:
        return self._ask(PAPER, data, name, paper_of)

    def workbook(self, data: bytes, name: str) -> WorkbookTable:
        return self._ask(SHEET, data, name, sheet_of)

    def check(self, data: bytes, name: str) -> None:
        """Raise `Unreadable` for a file that cannot be handed on to others."""
        self._ask(CHECK, data, name, lambda _fields: None)

    def _ask(
        self, task: str, data: bytes, name: str, result_of: Callable[[dict[str, Any]], Result]
    ) -> Result:
        process = self._running()
        assert process.stdin and process.stdout
        timer = Timer(LONGEST_WAIT, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                header = json.dumps([task, name, len(data), self._seconds])
                process.stdin.write(header.encode() + b"\n" + data)
                process.stdin.flush()
            answer = parse_answer(process.stdout.readline(LONGEST_ANSWER))
            if not isinstance(answer, Reason):
                return result_of(answer)
        except (ValueError, KeyError, TypeError):
            self._end()
            answer = Reason("It cannot be read: it is damaged, or too large when unpacked.")
        except BaseException:  # otherwise the late answer would be taken for that of the next file
            self._end()
            raise
        finally:
            timer.cancel()
        raise Unreadable(answer)

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
                self._process = apart.start(_READER)
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


def read_in_sandbox(data: bytes, name: str) -> Reading:
    """Read a single file in the sandbox, and wait for a place if need be."""
    with SandboxedReader() as reader:
        return reader.read(data, name)


def picture_at_once(data: bytes) -> Picture:
    """Check a picture for a person who waits; raise `Busy` rather than wait for a place."""
    with SandboxedReader(seconds=SECONDS_WHILE_WAITED_FOR, waits=False) as reader:
        return reader.picture(data)


def paper_in_sandbox(data: bytes, name: str) -> WordPaper:
    with SandboxedReader() as reader:
        return reader.paper(data, name)


def workbook_at_once(data: bytes, name: str) -> WorkbookTable:
    """Read a table for a person who waits for the page; raise `Busy` rather than wait for a place."""
    with SandboxedReader(seconds=SECONDS_FOR_A_WORKBOOK, waits=False) as reader:
        return reader.workbook(data, name)


def read_at_once(data: bytes, name: str) -> Reading:
    """Read a single file for a person who waits for the page; raise `Busy` rather than wait for a
    place.
    """
    with SandboxedReader(seconds=SECONDS_WHILE_WAITED_FOR, waits=False) as reader:
        return reader.read(data, name)
