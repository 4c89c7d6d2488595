"""The chapters of the discussions within a delegation, and what ends one.

`wgcop.events.chapters` says what a chapter is. The comments belong to features above this one,
which register functions that close their chapters.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base


class DelegationChapter(Base):
    """A chapter of a delegation that is over. The present one has the next number, and no row."""

    __tablename__ = "delegation_chapter"
    __table_args__ = (UniqueConstraint("delegation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    number: Mapped[int]
    ended_at: Mapped[datetime] = mapped_column(default=clock.now)


Close = Callable[[int, int], bool]
"""A function that takes the id of a delegation and the number of a chapter. It moves the
discussions within the delegation so far to the audience of that chapter, and returns whether there
was anything to move.
"""

_closing: list[Close] = []


def closes_chapters(close: Close) -> Close:
    _closing.append(close)
    return close


def close_all(delegation_id: int, chapter: int) -> bool:
    """Close the chapter in every feature, and return whether anything was said in it."""
    closed = [close(delegation_id, chapter) for close in _closing]
    return any(closed)
