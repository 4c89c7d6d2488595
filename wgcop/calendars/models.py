"""The secret address where a member's calendar program reads what that member may see."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base


class CalendarAddress(Base):
    """The secret address of one member. Only the hash of its token is stored."""

    __tablename__ = "calendar_address"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()
