"""The numbers of a meeting's papers, counted in a row of their own, so that taking one locks nothing else."""

from sqlalchemy import ForeignKey, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.bodies.models import Meeting
from wgcop.db import Base, db


class Series(Base):
    """`last` is the last number that was used; 0 before the first paper."""

    __tablename__ = "document_series"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    last: Mapped[int] = mapped_column(default=0)


def take_number(meeting: Meeting) -> int:
    """The next one, without a gap: the row stays locked until the commit, and a rollback gives it back."""
    taking = (
        update(Series)
        .where(Series.meeting_id == meeting.id)
        .values(last=Series.last + 1)
        .returning(Series.last)
        .execution_options(synchronize_session=False)
    )
    number = db.session.scalar(taking)
    if number is None:
        _begin(meeting)
        number = db.session.scalars(taking).one()
    return number


def _begin(meeting: Meeting) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Series(meeting_id=meeting.id))
    except IntegrityError:
        pass  # somebody else began it at the same moment
