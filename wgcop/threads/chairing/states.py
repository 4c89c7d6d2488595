"""The states of a thread: open, resolved, or open only for a time. Each change is a row."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.database import Base
from wgcop.errors import Refused
from wgcop.i18n import moment
from wgcop.threads.models import Thread


class ThreadState(Base):
    """The whole state of a thread after a change. The last row of a thread counts; a thread without
    a row is open.
    """

    __tablename__ = "thread_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    resolved: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    thread: Mapped[Thread] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def has_window(self) -> bool:
        return self.opens_at is not None or self.closes_at is not None

    @property
    def is_yet_to_open(self) -> bool:
        return self.opens_at is not None and clock.now() < self.opens_at

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and clock.now() >= self.closes_at

    @property
    def is_shut(self) -> bool:
        return self.is_yet_to_open or self.is_closed

    def require_open(self, meeting: Meeting | None) -> None:
        """Refuse a comment that comes too early or too late; its writer keeps the text.

        The message gives the time in the time zone of the current `meeting`.
        """
        clock_of = (meeting.zone, meeting.clock_place) if meeting else ()
        if self.is_yet_to_open:
            assert self.opens_at is not None
            raise Refused(
                _(
                    "This thread opens on %(moment)s. Your words are kept. Send them then.",
                    moment=moment(self.opens_at, *clock_of),
                )
            )
        if self.is_closed:
            assert self.closes_at is not None
            raise Refused(
                _(
                    "This thread closed on %(moment)s and accepts no more comments. Your words are kept. "
                    "Send them to your delegation, or ask the chair to reopen the thread.",
                    moment=moment(self.closes_at, *clock_of),
                )
            )
