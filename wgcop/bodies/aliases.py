"""A cache of the other names of bodies, which every search query needs."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import object_session

from wgcop.bodies.body import Body
from wgcop.bodies.place_names import english_names, place_names
from wgcop.bodies.queries import body_aliases
from wgcop.database import after_commit

CACHED_FOR = 10.0
"""Seconds until this process sees a change that another process made."""

_changed_at = 0.0


class Aliases:
    """A callable that returns the names, read again when bodies have changed in this process or
    after some seconds.
    """

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._aliases: Mapping[str, tuple[str, ...]] = {}

    def __call__(self) -> Mapping[str, tuple[str, ...]]:
        now = monotonic()
        if self._read_at <= max(_changed_at, now - CACHED_FOR):
            self._aliases, self._read_at = body_aliases(), now
        return self._aliases


@event.listens_for(Body, "after_insert")
@event.listens_for(Body, "after_update")
def _collect(_: Any, __: Any, body: Body) -> None:
    session = object_session(body)
    after_commit(_note_change, None, session=session)


def _note_change(_: list[None]) -> None:
    """Record that the names changed. This runs after the commit: before it, a reader would cache
    the old names.
    """
    global _changed_at
    _changed_at = monotonic()


def init_app(app: Flask) -> None:
    app.extensions["body_aliases"] = Aliases()
    app.extensions["place_names"] = place_names
    app.extensions["english_names"] = english_names
