"""Runs the check of a draft in its own thread, so that nobody waits longer than a few seconds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import BoundedSemaphore

import structlog
from flask import Flask, current_app

from wgcop.db import db
from wgcop.radar import counterparts
from wgcop.radar.check import Check, Radar
from wgcop.radar.shingle_store import current_counts
from wgcop.search.engines.choice import current_engine

log = structlog.get_logger(__name__)

LONGEST_WAIT = 6.0
MOST_AT_ONCE = 2
MOST_GUESTS_WAITING = 4

_for_members = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="radar")
# Guests share one thread, so that members never wait for guests.
_for_guests = ThreadPoolExecutor(1, thread_name_prefix="radar for guests")
_guests_waiting = BoundedSemaphore(MOST_GUESTS_WAITING)


def check_in_time(
    text: str, *, audiences: frozenset[str], language: str = "en", besides: str = ""
) -> Check | None:
    """The check with its shared passages; None if the radar failed or took too long.

    Call this without an open transaction (`unlocked`), because its lock would keep others from writing.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def work() -> Check:
        with app.app_context():
            return check(text, audiences=audiences, language=language, besides=besides)

    is_guest = audiences <= {"public"}
    if is_guest and not _guests_waiting.acquire(blocking=False):
        return None
    future = (_for_guests if is_guest else _for_members).submit(work)
    if is_guest:
        future.add_done_callback(lambda _: _guests_waiting.release())
    try:
        return future.result(timeout=LONGEST_WAIT)
    except Exception:
        future.cancel()
        log.exception("radar_failed")
        return None


def check(
    text: str, *, audiences: frozenset[str], language: str = "en", besides: str = ""
) -> Check:
    engine, session = current_engine(), db.session
    radar = Radar(engine, session, current_counts())
    result = radar.check(text, audiences=audiences, language=language, besides=besides)
    other_languages = counterparts.find(
        session, engine, text=text, language=language, audiences=audiences, besides=besides
    )
    return replace(
        radar.with_excerpts(result, text, audiences=audiences), counterparts=tuple(other_languages)
    )
