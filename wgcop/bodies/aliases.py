"""What the search asks with every query: by which other names the bodies in it are known."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import object_session

from wgcop.bodies.body import Body
from wgcop.bodies.queries import body_aliases
from wgcop.db import after_commit

KEPT_FOR = 10.0
"""Seconds until what another process changed is known here."""

_changed_at = 0.0


class Aliases:
    """Read once, and again when bodies were changed here or some seconds have passed."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._aliases: Mapping[str, tuple[str, ...]] = {}

    def __call__(self) -> Mapping[str, tuple[str, ...]]:
        now = monotonic()
        if self._read_at <= max(_changed_at, now - KEPT_FOR):
            self._aliases, self._read_at = body_aliases(), now
        return self._aliases


@event.listens_for(Body, "after_insert")
@event.listens_for(Body, "after_update")
def _collect(_: Any, __: Any, body: Body) -> None:
    session = object_session(body)
    after_commit(_note_change, None, session=session)


def _note_change(_: list[None]) -> None:
    """Not before the commit: who read the aliases until then would keep what was true before."""
    global _changed_at
    _changed_at = monotonic()


def init_app(app: Flask) -> None:
    app.extensions["body_aliases"] = Aliases()
