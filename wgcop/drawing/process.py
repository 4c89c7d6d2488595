"""The server's side of drawing: it hands charts to the process that draws."""

import json
from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any

from flask_babel import gettext as _

from wgcop.errors import Busy
from wgcop.processes import apart

LONGEST_WAIT = 40.0
"""The longest time for one request, in seconds. Five pictures take one and a half, most of it for
starting.
"""
MOST_AT_ONCE = 2
LONGEST_QUEUE = 15.0
"""The longest time to wait for a place, in seconds."""

_DRAWER = apart.module("wgcop.drawing")

_free = BoundedSemaphore(MOST_AT_ONCE)


class DrawingFailed(Exception):
    """Raised when a chart is too large for the limits of the process, or the charting library is
    not installed.
    """

    def __init__(self, sentence: str, code: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code  # for the log, which records codes but no sentences


def draw_charts(specs: Sequence[Any]) -> list[str]:
    """Return each chart as the charting library draws it, in the same order."""
    drawn = _ask({"charts": list(specs)})
    if not (isinstance(drawn, list) and len(drawn) == len(specs)):
        raise DrawingFailed("The drawing process answered with something else than its pictures.")
    return [str(each) for each in drawn]


def to_png(svg: str, *, scale: float) -> bytes:
    return b64decode(_ask({"svg": svg, "scale": scale}))


def _ask(question: Any) -> Any:
    if not _free.acquire(timeout=LONGEST_QUEUE):
        raise Busy(_("Other pictures are being drawn at the moment. Try again in half a minute."))
    try:
        ended = apart.run(_DRAWER, json.dumps(question).encode(), longest_wait=LONGEST_WAIT)
    finally:
        _free.release()
    if ended.code == 0:
        with suppress(ValueError):
            return json.loads(ended.answer)
    raise DrawingFailed(
        f"The drawing process ended with {ended.code}: {ended.last_words}", ended.code
    )
