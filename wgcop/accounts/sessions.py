"""Sessions that were signed out: a copy of such a cookie is worth nothing, however long it would have lasted."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.db import Base


class EndedSession(Base):
    """By the number that `Person.get_id` gave it; one of an earlier epoch is over without this."""

    __tablename__ = "ended_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(32))
