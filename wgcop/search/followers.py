"""Followers derive other data from the records, in addition to the index. Each receives every
batch; `app.py` lists them.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wgcop.search.records import Record

EXTENSION = "search_followers"

Records = Mapping[str, Record | None]
"""The records of one batch by their ids: the current record, or None if there is nothing to index.
"""


class Update(Protocol):
    """The changes that one batch makes for one follower."""

    def store(self, session: Session) -> None:
        """Store the changes, in the transaction that deletes the notes from the outbox."""

    def finish(self, session: Session) -> None:
        """Finish after that commit. If a crash prevents it, `is_damaged` must notice, or the next batch repair it."""
        return


class Follower(Protocol):
    """A keeper of data that are derived from the records and must keep up with the index."""

    folder: str = ""
    """The name of its folder in DATA_DIR, if it keeps files."""

    def turn(self) -> AbstractContextManager[object]:
        """Return a lock for one process at a time, held from before the rows of a batch are read
        until its update is finished.
        """
        return nullcontext()

    def prepare(self, records: Records) -> Update:
        """Do the slow part of an update, without an open transaction, so that nobody waits for it.
        It may read rows.
        """

    def is_damaged(self) -> bool:
        """Return whether the files cannot be trusted and must be rebuilt."""
        return False

    def remake(self, session: Session) -> None:
        """Rebuild the files, because they are damaged or the database was replaced."""
        return

    def outdated_kinds(self, session: Session) -> frozenset[str]:
        """Return the kinds of records to process again, for example after installing an extra."""
        return frozenset()


def init_app(app: Flask, followers: Iterable[Follower]) -> None:
    app.extensions[EXTENSION] = tuple(followers)


def followers_of(app: Flask) -> tuple[Follower, ...]:
    followers: tuple[Follower, ...] = app.extensions[EXTENSION]
    return followers


def current_followers() -> tuple[Follower, ...]:
    return followers_of(current_app)
