"""Runs the check of a draft in a thread of its own, so that nobody waits longer than a few seconds."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import BoundedSemaphore

import structlog
from flask import Flask, current_app

from wgcop.database import db
from wgcop.radar import counterparts
from wgcop.radar.check import Check, Radar
from wgcop.radar.shingle_store import current_counts
from wgcop.search_engines.choice import current_engine

log = structlog.get_logger(__name__)

LONGEST_WAIT = 6.0  # seconds
MOST_AT_ONCE = 2
MOST_GUESTS_WAITING = 4


class RadarThreads:
    """The threads for checks. Guests share one, so that members never wait for guests."""

    def __init__(self) -> None:
        self.for_members = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="radar")
        self.for_guests = ThreadPoolExecutor(1, thread_name_prefix="radar for guests")
        self.guests_waiting = BoundedSemaphore(MOST_GUESTS_WAITING)


_threads = RadarThreads()


def _begin_anew() -> None:
    """Make new threads in a forked process, which has none of its parent's threads, though it
    believes so.
    """
    global _threads
    _threads = RadarThreads()


os.register_at_fork(after_in_child=_begin_anew)


def check_in_time(
    text: str, *, audiences: frozenset[str], language: str = "en", besides: str = ""
) -> Check | None:
    """Return the check with its shared passages; None if the radar failed or took too long.

    Call this without an open transaction (`unlocked`), because its lock would keep others from
    writing.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def work() -> Check:
        with app.app_context():
            return check(text, audiences=audiences, language=language, besides=besides)

    is_guest = audiences <= {"public"}
    threads = _threads
    if is_guest and not threads.guests_waiting.acquire(blocking=False):
        return None
    future = (threads.for_guests if is_guest else threads.for_members).submit(work)
    if is_guest:
        future.add_done_callback(lambda _: threads.guests_waiting.release())
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
