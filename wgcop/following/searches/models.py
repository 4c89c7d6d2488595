"""A saved search, and the time up to which its owner has seen its results."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base, drawn_id
from wgcop.search.question.query import LONGEST_QUERY, Order
from wgcop.search_page.addresses import Address


class Tell(enum.StrEnum):
    ALL = "all"
    MATTERS = "matters"
    """The important changes: new papers, clauses that were agreed, and changes of state."""


TELL_NAMES = {
    Tell.ALL: _l("Everything that is new"),
    Tell.MATTERS: _l("Only what matters: new papers, clauses agreed, changes of state"),
}


class SavedSearch(Base):
    """A saved search. `feed_hash` is the hash of the secret in its feed's address; if it is None,
    there is no feed.
    """

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    typed: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    chosen: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    order: Mapped[Order]
    tell: Mapped[Tell] = mapped_column(default=Tell.ALL)
    mails: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    looked_at: Mapped[datetime] = mapped_column(default=clock.now)
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)

    person: Mapped[Person] = relationship()

    @property
    def address(self) -> Address:
        """The address of the search page with all its results."""
        chosen = {facet: tuple(values) for facet, values in self.chosen.items()}
        return Address(self.typed, chosen, self.order)

    @property
    def url(self) -> str:
        return f"/search/saved/{self.id}"

    @property
    def tell_name(self) -> str:
        return str(TELL_NAMES[self.tell])

    def look(self) -> datetime:
        """Record that the owner has looked at the results, and return when they last did so.
        Nothing counts as new from now on.
        """
        before, self.looked_at = self.looked_at, clock.now()
        return before
