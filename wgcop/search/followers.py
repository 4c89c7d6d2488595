"""What is kept of each record beside the index. Each follower is told of every batch; `app.py` lists them all."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wgcop.search.records import Record

EXTENSION = "search_followers"

Records = Mapping[str, Record | None]
"""What one batch looked at, by id: the record as it is now, or None where it is not to be found."""


class Update(Protocol):
    """What one batch changes for one follower."""

    def store(self, session: Session) -> None:
        """In the transaction that takes the notes from the outbox: neither is committed without the other."""

    def finish(self, session: Session) -> None:
        """After that commit. What a crash prevents here must be seen by `is_damaged`, or made good by the next batch."""
        return


class Follower(Protocol):
    """Whatever is derived from the records and must not fall behind the index."""

    folder: str = ""
    """The name of its folder in DATA_DIR, if it keeps files."""

    def turn(self) -> AbstractContextManager[object]:
        """Held from before the rows of a batch are read until its update is finished: one process at a time."""
        return nullcontext()

    def prepare(self, records: Records) -> Update:
        """The slow part, with no transaction open, so that nobody waits for it."""

    def is_damaged(self) -> bool:
        """Whether files cannot be trusted and must be made anew."""
        return False

    def remake(self, session: Session) -> None:
        """Make anew what is kept outside the database: it is damaged, or the database is no longer the same."""
        return

    def outdated_kinds(self, session: Session) -> frozenset[str]:
        """Kinds of records to look at again, as after installing an extra."""
        return frozenset()


def init_app(app: Flask, followers: Iterable[Follower]) -> None:
    app.extensions[EXTENSION] = tuple(followers)


def followers_of(app: Flask) -> tuple[Follower, ...]:
    followers: tuple[Follower, ...] = app.extensions[EXTENSION]
    return followers


def current_followers() -> tuple[Follower, ...]:
    return followers_of(current_app)
