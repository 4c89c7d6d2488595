"""Rows that wait to be sent somewhere: one process reserves the next of them for a while, and what
fails is tried again after a growing pause.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from wgcop import clock

LEASE = timedelta(minutes=20)
"""How long rows are reserved: twice the time that is given to a batch, so that no second process
sends what this one is still sending.
"""
LONGEST_PAUSE = timedelta(hours=4)
"""The longest pause between two attempts. The pause doubles each time, up to this."""


class Queued:
    """A row that waits. `sent_at` is None until the other side has accepted it; `due_at` moves further
    away after each failure.
    """

    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    sent_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")

    @classmethod
    def is_due(cls) -> tuple[ColumnElement[bool], ...]:
        return (cls.sent_at.is_(None), cls.due_at <= clock.now())

    def failed(self, error: str, *, pause: timedelta = timedelta()) -> dict[str, Any]:
        """Return the values after another failure, of which the other side may have asked for a
        longer pause.
        """
        failures = self.failures + 1
        growing = min(timedelta(minutes=2**failures), LONGEST_PAUSE)
        return {
            "failures": failures,
            "last_error": error[:500],
            "due_at": clock.now() + max(growing, pause),
        }


Row = TypeVar("Row", bound=Queued)


def reserve(session: Session, waiting: Select[Row]) -> Sequence[Row]:
    """Reserve these rows for a while, and return them. If this process dies, another one takes them
    when the reservation ends.
    """
    taken = session.scalars(waiting.with_for_update(skip_locked=True)).all()
    for row in taken:
        row.due_at = clock.now() + LEASE
    return taken
