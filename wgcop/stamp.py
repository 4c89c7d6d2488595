"""A stamp on what pages show: each commit that changes any of it leaves another one, a random number.

Whatever was made of rows and kept in a process holds as long as the stamp is the same. A reader takes it before the rows, so
that what is kept under a stamp is never older than it. Tables that are written all the time and shown on no page that is kept
are named in `UNSHOWN`; every other one counts, also one that nobody has thought of here.
"""

import re
import secrets
from functools import cache, lru_cache
from typing import Any

from flask import g
from sqlalchemy import BigInteger, Engine, ScalarSelect, Select, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop.db import Base, db, with_every_commit

UNSHOWN = frozenset(
    {
        # how far each reader has read, and what they follow: read with every page
        *("read_mark", "follow"),
        # work that waits, and what is derived from rows
        *("stale_record", "index_state", "known_record", "mail_message", "worker", "text_print"),
        *("radar_pair", "radar_record", "radar_state", "radar_unchecked"),
        # what was done, apart from what is said
        *("audit_checkpoint", "audit_head", "audit_origin", "audit_row", "signed_in_browser"),
        # keys pressed in a draft
        *("draft_step", "draft_writing", "item_notes_step", "item_notes_writing"),
    }
)

_CHANGED = "wgcop.changes_what_is_shown"
_READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "SET ")
_WRITES = re.compile(r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


class Stamp(Base):
    """One row, of which only equality counts."""

    __tablename__ = "stamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


def present_value() -> ScalarSelect[int]:
    """As part of a statement that a request sends before those whose rows it keeps."""
    return select(Stamp.value).scalar_subquery()


def note_stamp(value: int | None) -> None:
    g.stamp = value


def stamp() -> int | None:
    """Of this request, as it was before anything else was read. None if there is none, and then nothing can be kept."""
    if "stamp" not in g:
        note_stamp(db.session.scalar(_stamp()))
    value: int | None = g.stamp
    return value


@cache
def _stamp() -> Select[int]:
    return select(Stamp.value)


@lru_cache(maxsize=4_000)
def changes_what_is_shown(statement: str) -> bool:
    """What is neither known to read nor names its tables counts as a change."""
    if statement.startswith(_READS):
        return False
    written = {name.lower() for name in _WRITES.findall(statement)}
    return not written or not written <= UNSHOWN


@event.listens_for(Engine, "before_cursor_execute")
def _note_change(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(_READS) and changes_what_is_shown(statement):
        connection.info[_CHANGED] = True


@event.listens_for(Engine, "rollback")
@event.listens_for(Engine, "commit")
def _forget_change(connection: Any) -> None:
    if not connection.invalidated:  # a line that broke has taken it along
        connection.info.pop(_CHANGED, None)


def _put_another(session: Session) -> None:
    """The last statement of a transaction, so that nobody who holds this row waits for another."""
    if not session.in_transaction():
        return
    connection = session.connection()
    if connection.info.pop(_CHANGED, False):
        cursor = connection.connection.cursor()
        cursor.execute(f"UPDATE stamp SET value = {secrets.randbits(62)}")  # noqa: S608 (a number)
        cursor.close()


with_every_commit(_put_another)
