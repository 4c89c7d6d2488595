"""The server's side of printing: it feeds the process that prints, and tries again after a crash."""

import json
import signal
from base64 import b64encode
from collections.abc import Mapping
from threading import BoundedSemaphore

from flask_babel import gettext as _

from wgcop.errors import Busy
from wgcop.processes import apart

MIME = "application/pdf"
LONGEST_WAIT = 90.0
"""The time limit of a print in seconds. Fifty pages take some five on a busy machine, the 232 of a
report that lists 5,000 entries some seventy, if nothing else prints. With the queue it is less than a proxy waits.
"""
MOST_AT_ONCE = 2
LONGEST_QUEUE = 20.0
"""The seconds to wait for a free slot."""

_PRINTER = apart.module("wgcop.printing")

_CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGTRAP}
"""The exit codes when the libraries that lay out text crash because of a race between their
threads. The same page prints on another try.
"""

_free = BoundedSemaphore(MOST_AT_ONCE)


class PrintingFailed(Exception):
    """Raised when the page is too long for the limits of the process, or the libraries that print
    are not installed.
    """

    def __init__(self, sentence: str, code: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code  # for the log, which records codes but no sentences


def print_page(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """Return the page as PDF. It names pictures as `picture:<name>`; nothing else is fetched. Raise
    `Busy` if no slot becomes free.
    """
    if not _free.acquire(timeout=LONGEST_QUEUE):
        raise Busy(_("Other papers are being printed at the moment. Try again in half a minute."))
    try:
        return _print(html, pictures)
    finally:
        _free.release()


def _print(html: str, pictures: Mapping[str, bytes]) -> bytes:
    named = {name: b64encode(data).decode() for name, data in pictures.items()}
    question = json.dumps({"html": html, "pictures": named}).encode()
    ended = _ask(question)
    if ended.code in _CRASHES:
        ended = _ask(question)
    if ended.code != 0 or not ended.answer.startswith(b"%PDF-"):
        raise PrintingFailed(
            f"The printing process ended with {ended.code}: {ended.last_words}", ended.code
        )
    return ended.answer


def _ask(question: bytes) -> apart.Ended:
    return apart.run(_PRINTER, question, longest_wait=LONGEST_WAIT)
