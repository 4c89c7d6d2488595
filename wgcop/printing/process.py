"""The side of the server: starts the process that prints, feeds it, and ends it if it takes too long."""

import json
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Timer

from flask_babel import gettext as _

import wgcop
from wgcop.errors import Busy

MIME = "application/pdf"
LONGEST_WAIT = 60.0
"""Seconds. Fifty pages take some five on a busy machine."""
MOST_AT_ONCE = 2
LONGEST_QUEUE = 20.0
"""Seconds to wait for a place."""

_PRINTER = (sys.executable, "-m", "wgcop.printing")
_ROOT = Path(wgcop.__file__).parents[1]
_PASSED_ON = ("LANG", "LD_LIBRARY_PATH", "PATH")
"""The only variables that the process gets. Others may hold passwords."""

_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGTRAP}
"""How the libraries that lay out text end a process when their threads meet at a bad moment. The same page prints on another try."""

_free = BoundedSemaphore(MOST_AT_ONCE)


class PrintingFailed(Exception):
    """The page is too long for the limits of the process, or the libraries that print are not installed."""


def print_page(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """The page as PDF. Pictures are named in it as `picture:<name>`; nothing else is fetched."""
    if not _free.acquire(timeout=LONGEST_QUEUE):
        raise Busy(_("Other papers are being printed at the moment. Try again in half a minute."))
    try:
        return _print(html, pictures)
    finally:
        _free.release()


def _print(html: str, pictures: Mapping[str, bytes]) -> bytes:
    named = {name: b64encode(data).decode() for name, data in pictures.items()}
    question = json.dumps({"html": html, "pictures": named}).encode()
    ended, pdf, errors = _ask(question)
    if ended in _CRASHES:
        ended, pdf, errors = _ask(question)
    if ended != 0 or not pdf.startswith(b"%PDF-"):
        said = errors.decode(errors="replace").strip().splitlines()
        raise PrintingFailed(f"The printing process ended with {ended}: {said[-1:]}")
    return pdf


def _ask(question: bytes) -> tuple[int, bytes, bytes]:
    """How the process ended, what it printed, and what it said of errors."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with subprocess.Popen(  # noqa: S603 (no argument comes from outside)
        _PRINTER,
        cwd=_ROOT,
        env={**passed_on, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that Ctrl-C reaches only the parent
    ) as process:
        timer = Timer(LONGEST_WAIT, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                pdf, errors = process.communicate(question)
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()
    return process.returncode, pdf, errors
