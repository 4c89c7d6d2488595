"""The browsers in which people are signed in, and the sessions that were ended, so that a copy of
their cookie is worthless.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, case
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base


class EndedSession(Base):
    """A session that was signed out. `number` comes from `Person.get_id`. Sessions of an earlier
    epoch need no row: they are over anyway.
    """

    __tablename__ = "ended_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(32))


VISIT_ENDS = timedelta(hours=4)
"""The time without a request after which a visit counts as ended. A break at noon is shorter, a
night longer.
"""


class SignedInBrowser(Base):
    """A browser in the list that its owner sees. It does not decide whether the session lasts; the
    epoch and `EndedSession` do.

    `number` names the session and is not a secret: without the sealed cookie it admits nobody.
    """

    __tablename__ = "signed_in_browser"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(32))
    epoch: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    seen_before: Mapped[datetime | None]
    """When the visit before the current one ended."""

    browser: Mapped[str] = mapped_column(String(40), default="")
    system: Mapped[str] = mapped_column(String(40), default="")
    network: Mapped[str] = mapped_column(String(60), default="")
    ended_at: Mapped[datetime | None]


def end_of_last_visit(now: datetime) -> ColumnElement[datetime | None]:
    """Return a SQL expression for the end of the visit, in one browser, before the one that is
    under way or begins now.
    """
    has_ended = SignedInBrowser.seen_at < now - VISIT_ENDS
    return case((has_ended, SignedInBrowser.seen_at), else_=SignedInBrowser.seen_before)
