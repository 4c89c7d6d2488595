"""Sessions that were signed out, so that a copy of their cookie is worthless."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.db import Base


class EndedSession(Base):
    """`number` comes from `Person.get_id`. Sessions of an earlier epoch need no row: they are over anyway."""

    __tablename__ = "ended_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(32))
