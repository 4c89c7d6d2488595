"""Cached pages with gaps for each reader's own values, until the stamp on the contents changes.

A cached page is rendered anonymously: the stand-in for the reader has gaps where a name or a token
would be, and refuses to tell anything else. So nothing about a reader can get into it except what
is in its key.
"""

import re
import secrets
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from wgcop import clock
from wgcop.database import SAFE_METHODS
from wgcop.database.stamp import stamps

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Made = TypeVar("Made")
Facts = TypeVar("Facts")

LASTS = timedelta(seconds=10)
"""How long a page is kept at most. Parts of a page depend on the time, such as whether a meeting is
in progress, and are out of date by at most this much.
"""
MOST = 200
"""The number of values cached under one stamp. A page takes some two hundred kilobytes."""
MOST_READERS = 1_000
"""The number of values cached for single readers, some ten kilobytes each. They have a limit of
their own, so that they do not push out the pages.
"""

HTML = "text/html; charset=utf-8"
ENCODING = "zstd"
LEVEL, IN_A_CROWD = 9, 3
"""The levels of compression: a clause's page of 120 kB takes a millisecond, during which other
threads have the interpreter, or in a crowd a fifth of that for a twelfth more bytes.

Brotli makes a twentieth fewer bytes, but a room that comes at once costs a sixth more of the
processor.
"""
WAITING = "wgcop.waiting"
"""The key in the WSGI environment with the number of other requests that wait for their turn, if
any do.
"""
CROWD = 5


_OPENS, _CLOSES = f"\ue000{secrets.token_hex(8)}", "\ue001"
"""The characters around the name of a gap. People may write any character, but cannot guess the one
after the first.
"""

_rendering: ContextVar[bool] = ContextVar("rendering_for_nobody", default=False)


def init_app(app: Flask) -> None:
    app.extensions["kept"] = KeptThings()
    app.extensions["kept around talk"] = KeptThings()
    app.extensions["kept answers"] = KeptThings()
    app.extensions["kept for readers"] = KeptThings(MOST_READERS)
    # Last in line, so that no other processor hands templates a token of the reader's.
    app.context_processor(lambda: {"csrf_token": csrf_value} if _rendering.get() else {})
    app.add_template_global(csrf_value, "csrf_value")
    app.add_template_global(csrf_value, "csrf_token")


def gap(name: str) -> str:
    return f"{_OPENS}{name}{_CLOSES}"


def for_each_reader(name: str, make: Callable[[], str]) -> str:
    """Return a value that no two readers may share, or a gap if a page is rendered anonymously."""
    return gap(name) if _rendering.get() else make()


def csrf_value() -> str:
    return for_each_reader("csrf", generate_csrf)


_GAP = re.compile(f"{_OPENS}([^{_CLOSES}]*){_CLOSES}")


def filled_in(page: str, markup_of: Mapping[str, str]) -> str:
    """Fill the gaps of a page for which there is markup."""
    return _GAP.sub(lambda found: markup_of.get(found[1], found[0]), page)


@dataclass(frozen=True)
class KeptPage:
    """A page as pieces, with the name of a gap between each two."""

    pieces: tuple[str, ...]
    gaps: tuple[str, ...]

    @classmethod
    def of(cls, page: str) -> "KeptPage":
        first, *rest = page.split(_OPENS)
        named = [each.partition(_CLOSES) for each in rest]
        return cls((first, *(text for *_, text in named)), tuple(name for name, *_ in named))

    def answer(self, fills: Mapping[str, object], *, of_many: bool) -> Response:
        """Fill the gaps with `fills`, whose values are escaped here, and return the answer.

        While others wait for a page that many may ask for at once, it is sent as Zstandard to
        browsers that accept it; otherwise it is compressed like any page.
        """
        filled = {name: str(escape(fills[name])) for name in dict.fromkeys(self.gaps)}
        values = (filled[name] for name in self.gaps)
        between = chain.from_iterable(zip(values, self.pieces[1:], strict=True))
        page = "".join((self.pieces[0], *between)).encode()
        waiting = request.environ.get(WAITING, 0)
        if not (of_many and waiting and request.accept_encodings.quality(ENCODING) > 0):
            return Response(page, content_type=HTML)
        headers = {"Content-Encoding": ENCODING}
        page = zstd.compress(page, IN_A_CROWD if waiting >= CROWD else LEVEL)
        return Response(page, headers=headers, content_type=HTML)


class AskedOfNobody(Exception):
    """Raised when a cached page would depend on an unforeseen property of its reader."""


class KeptThings:
    """Cached values of one application, all made under the current stamp."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[Any, datetime]] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._stamp: int | None = None
        self._lock = Lock()

    def get(self, at: int, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value cached under the key. It is made again when the stamp changes or after a
        time; if many ask at once, only one thread makes it.
        """
        found = self._found(at, key)
        if found is not None:
            return found[0]
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            found = self._found(at, key)
            if found is not None:
                return found[0]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            self._put(at, key, made)
        return made

    def _found(self, at: int, key: Hashable) -> tuple[Any] | None:
        """Return the cached value in a tuple, or None. It may be newer than the stamp that was
        read, but never older.
        """
        if self._stamp != at:
            return None
        made, made_at = self._made.get(key, (None, datetime.min.replace(tzinfo=UTC)))
        return (made,) if made_at <= clock.now() < made_at + LASTS else None

    def _put(self, at: int, key: Hashable, made: Any) -> None:
        with self._lock:
            if self._stamp != at:
                self._made.clear()
                self._stamp = at
            self._made[key] = made, clock.now()
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)


def present_stamp() -> int | None:
    """Return the stamp, or None if nothing may be cached. Take it before reading anything that will
    be cached under it.
    """
    now = None if current_app.debug else stamps()
    return now.all if now else None


def kept(at: int, key: Hashable, make: Callable[[], Made]) -> Made:
    store: KeptThings = current_app.extensions["kept"]
    return store.get(at, key, make)


def kept_around_talk(key: Hashable, make: Callable[[], Made]) -> Made:
    """Return the value cached under the stamp that comments leave unchanged. It must show nothing
    that people say in threads, and a stamp must exist.
    """
    now = stamps()
    assert now
    store: KeptThings = current_app.extensions["kept around talk"]
    return store.get(now.around, key, make)


def kept_answer(at: int, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return the cached answer to a question. Answers have a cache of their own, because questions
    vary so much that they would push the pages out.
    """
    store: KeptThings = current_app.extensions["kept answers"]
    return store.get(at, key, make)


def kept_for_reader(at: int, reader: int, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return the value cached for one reader only. `key` holds everything that the stamp does not
    cover.
    """
    store: KeptThings = current_app.extensions["kept for readers"]
    return store.get(at, (reader, key), make)


def each_kept(
    key: Hashable, wanted: Iterable[Made], find: Callable[[list[Made]], Mapping[Made, Facts]]
) -> dict[Made, Facts]:
    """Return what is known about each of these things, if it is the same for all readers. Only
    facts that are not cached under this stamp are looked up.

    A request that writes may read rows that are never committed, so nothing that it reads is
    cached.
    """
    at = present_stamp() if has_request_context() and request.method in SAFE_METHODS else None
    if at is None:
        return dict(find(list(wanted)))
    known: dict[Made, Facts | None] = kept(at, key, dict)
    if new := [each for each in wanted if each not in known]:
        known |= {**dict.fromkeys(new), **find(new)}
    found = ((each, known[each]) for each in wanted)
    return {each: facts for each, facts in found if facts is not None}


@contextmanager
def rendering_for(nobody: Any) -> Iterator[None]:
    """Render everything inside for `nobody`: they take the place of the reader, and a gap that of a
    token.
    """
    reader = g.pop("_login_user", None)
    g._login_user = nobody
    token = _rendering.set(True)
    try:
        yield
    finally:
        _rendering.reset(token)
        g.pop("_login_user", None)
        if reader is not None:
            g._login_user = reader
