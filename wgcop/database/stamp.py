"""A stamp on everything that pages show: a random number that every commit replaces if it changes
any of it.

Anything made from rows and cached in a process is valid as long as the stamp is the same. A reader
takes the stamp before the rows, so that what is kept under a stamp is never older than it. Tables
that are written all the time and shown on no kept page are named in `UNSHOWN`; every other table
counts, including any that is added later.

A second stamp stays the same while people only talk. Most of a page shows no comments, and is kept
under that one.
"""

import re
import secrets
from functools import cache, lru_cache
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import BigInteger, ColumnElement, Engine, Select, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop.database import AtEnd, Base, db, with_every_commit

UNSHOWN = frozenset(
    {
        # how far each reader has read, and what they follow: read with every page
        *("read_mark", "follow", "position_mark", "digest_mark", "inbox_address"),
        # work that waits, and what is derived from rows
        *("stale_record", "index_state", "known_record", "mail_message", "mention_letter"),
        *("push_message", "reply_address", "worker", "text_print", "taken_file"),
        *("radar_pair", "radar_record", "radar_state", "radar_unchecked"),
        # what was done, apart from what is said
        *("audit_checkpoint", "audit_head", "audit_origin", "audit_row", "signed_in_browser"),
        # keys pressed in a draft
        *("draft_step", "draft_writing", "item_notes_step", "item_notes_writing"),
    }
)
SAID = frozenset(
    {
        *("comment", "comment_earlier_wording", "comment_quote", "comment_mention"),
        *("comment_support", "comment_release", "comment_suggestion", "topic", "entry"),
        *("comment_suggestion_support", "comment_suggestion_decision"),
        "comment_suggestion_proposal",
    }
)
"""The tables that are written as people talk. Any other event also has an entry, and rows in other
tables.
"""
_UNSHOWN_AROUND = UNSHOWN | SAID

_CHANGED = "wgcop.changes_what_is_shown"
_CHANGED_AROUND = "wgcop.changes_what_is_around_talk"
_READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "SET ")
_WRITES = re.compile(r'\b(?:INSERT\s+INTO|(?<!\bDO )UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


class Stamp(Base):
    """The stamps, in a single row. Only equality counts."""

    __tablename__ = "stamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    around: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """The stamp of everything around the talk: comments leave it unchanged."""


class Stamps(NamedTuple):
    """The two stamps: `all` changes with anything that pages show, `around` with all of it except
    comments.
    """

    all: int
    around: int


def present_stamps() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the SQL columns of both stamps. The request selects them before it reads any rows that
    it will cache.
    """
    return (
        select(Stamp.value).scalar_subquery().label("stamp"),
        select(Stamp.around).scalar_subquery().label("stamp_around"),
    )


def note_stamps(row: Any) -> None:
    """Note the stamps of this request from a `row` with the two columns, which are empty if there
    is no stamp.
    """
    g.stamps = None if row.stamp is None else Stamps(row.stamp, row.stamp_around)


def stamps() -> Stamps | None:
    """Return the stamps of this request, as they were before anything else was read. Return None if
    the request has none; then nothing can be cached.
    """
    if "stamps" not in g:
        note_stamps(db.session.execute(_stamps()).one())
    noted: Stamps | None = g.stamps
    return noted


@cache
def _stamps() -> Select[int, int]:
    return select(*present_stamps())


@lru_cache(maxsize=4_000)
def changes_what_is_shown(statement: str, but: frozenset[str] = UNSHOWN) -> bool:
    """Return whether the statement changes what pages show. A statement that is not known to read,
    and names no table, counts as a change.
    """
    if statement.startswith(_READS):
        return False
    written = {name.lower() for name in _WRITES.findall(statement)}
    return not written or not written <= but


@event.listens_for(Engine, "before_cursor_execute")
def _note_change(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if statement.startswith(_READS):
        return
    if changes_what_is_shown(statement):
        connection.info[_CHANGED] = True
    if changes_what_is_shown(statement, _UNSHOWN_AROUND):
        connection.info[_CHANGED_AROUND] = True


@event.listens_for(Engine, "rollback")
@event.listens_for(Engine, "commit")
def _forget_change(connection: Any) -> None:
    if not connection.invalidated:  # a line that broke has taken it along
        connection.info.pop(_CHANGED, None)
        connection.info.pop(_CHANGED_AROUND, None)


def _put_another(session: Session) -> None:
    """Write a new stamp as the last statement of a transaction, so that the row is locked only
    briefly.
    """
    if not session.in_transaction():
        return
    connection = session.connection()
    is_around = connection.info.pop(_CHANGED_AROUND, False)
    if connection.info.pop(_CHANGED, False):
        columns = ("value", "around") if is_around else ("value",)
        # 62 bits fit into a BIGINT, which has a sign
        others = ", ".join(f"{column} = {secrets.randbits(62)}" for column in columns)
        # Past SQLAlchemy's events, which would take this statement for one more change.
        cursor = connection.connection.cursor()
        cursor.execute(f"UPDATE stamp SET {others}")  # noqa: S608 (numbers)
        cursor.close()


with_every_commit(_put_another, place=AtEnd.STAMP)
