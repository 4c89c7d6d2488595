"""The state of play: a note that the chair pins on top of a thread. Every wording is stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.threads.models import Thread


class StateOfPlay(Base):
    """A wording of the note on top of a thread. The last row of a thread counts; an empty body
    means that the note was removed.
    """

    __tablename__ = "state_of_play"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text, info=WORDS)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    thread: Mapped[Thread] = relationship()
    person: Mapped[Person] = relationship()
