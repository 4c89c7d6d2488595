"""Those who write a paper: whoever began it, and whom they named."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.db import Base
from wgcop.errors import Refused
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.models import Contribution


class Drafter(Searchable, Base):
    """Nobody else sees a draft, edits or submits it, whatever their delegation or office."""

    __tablename__ = "contribution_drafter"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    named_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    named_at: Mapped[datetime] = mapped_column(default=clock.now)

    contribution: Mapped["Contribution"] = relationship(back_populates="drafters")
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    @property
    def audience(self) -> str:
        return f"person:{self.person_id}"

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.contribution_id}"]


class Drafted:
    """Columns of a paper: who began it, and who writes it."""

    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    def drafted_by(cls) -> Mapped[Person]:
        return relationship()

    @declared_attr
    def drafters(cls) -> Mapped[list[Drafter]]:
        return relationship(
            back_populates="contribution",
            order_by=(Drafter.named_at, Drafter.person_id),
            cascade="all, delete-orphan",
        )

    @property
    def drafting_audience(self) -> frozenset[str]:
        return frozenset(drafter.audience for drafter in self.drafters)

    @property
    def is_composed(self) -> bool:
        """Made by the workspace from its own records, such as an agenda: nobody writes it, revises or withdraws it."""
        return not self.drafters

    def is_drafted_by(self, person: Person) -> bool:
        return any(drafter.person_id == person.id for drafter in self.drafters)

    def name_drafter(self, person: Person, *, by: Person) -> None:
        if self.is_drafted_by(person):
            raise Refused(_("%(name)s is already a drafter.", name=person.name))
        self.drafters.append(Drafter(person=person, person_id=person.id, named_by_id=by.id))

    def drop_drafter(self, person: Person) -> None:
        if [drafter.person_id for drafter in self.drafters] == [person.id]:
            raise Refused(_("A draft needs at least one drafter. Name another drafter first."))
        self.drafters = [each for each in self.drafters if each.person_id != person.id]
