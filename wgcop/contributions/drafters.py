"""The drafters of a paper: the person who began it, and those whom they named to write in it, to
comment on it, or to read it.
"""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base
from wgcop.errors import Refused
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.models import Contribution


class DrafterRole(enum.StrEnum):
    """The rights of a drafter. Each role includes the ones before it."""

    READ = "read"
    COMMENT = "comment"
    WRITE = "write"


ROLE_NAMES = {
    DrafterRole.WRITE: _l("writes and submits"),
    DrafterRole.COMMENT: _l("reads and comments"),
    DrafterRole.READ: _l("reads"),
}


class Drafter(Searchable, Base):
    """A person who drafts a paper. Nobody else sees the draft, whatever their delegation or office.
    Only drafters who write can edit and submit it.
    """

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
    role: Mapped[DrafterRole] = mapped_column(
        default=DrafterRole.WRITE, server_default=DrafterRole.WRITE.value
    )

    contribution: Mapped["Contribution"] = relationship(back_populates="drafters")
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    @property
    def audience(self) -> str:
        return f"person:{self.person_id}"

    @property
    def writes(self) -> bool:
        return self.role == DrafterRole.WRITE

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[self.role])

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.contribution_id}"]


class Drafted:
    """The columns of a paper that say who began it and who drafts it."""

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
        """The audiences of all drafters, whatever their roles."""
        return frozenset(drafter.audience for drafter in self.drafters)

    @property
    def writing_audience(self) -> frozenset[str]:
        return frozenset(drafter.audience for drafter in self.drafters if drafter.writes)

    @property
    def is_composed(self) -> bool:
        """Whether the workspace made the paper from its own records, such as an agenda. Nobody
        writes, revises or withdraws such a paper.
        """
        return not self.drafters

    def is_drafted_by(self, person: Person) -> bool:
        return any(drafter.person_id == person.id for drafter in self.drafters)

    def role_of(self, person: Person) -> DrafterRole | None:
        """Return the role of a drafter, or None for anybody else."""
        return next(
            (drafter.role for drafter in self.drafters if drafter.person_id == person.id), None
        )

    def limits_of(self, person: Person) -> str:
        """Return a sentence on why a drafter may not write in the draft; empty for drafters who
        write and for people who are not drafters.
        """
        match self.role_of(person):
            case DrafterRole.COMMENT:
                return _(
                    "You may read this draft and comment on it, but not change it. Those who write it can give you this right."
                )
            case DrafterRole.READ:
                return _(
                    "You may read this draft, but not comment on it or change it. Those who write it can give you this right."
                )
            case _:
                return ""

    def name_drafter(
        self, person: Person, role: DrafterRole = DrafterRole.WRITE, *, by: Person | None
    ) -> None:
        if self.is_drafted_by(person):
            raise Refused(_("%(name)s is already a drafter.", name=person.name))
        named_by = by.id if by else None
        self.drafters.append(
            Drafter(person=person, person_id=person.id, role=role, named_by_id=named_by)
        )

    def change_role(self, person: Person, role: DrafterRole) -> None:
        if role != DrafterRole.WRITE:
            self._keep_a_writer_besides(person)
        for drafter in self.drafters:
            if drafter.person_id == person.id:
                drafter.role = role

    def drop_drafter(self, person: Person) -> None:
        self._keep_a_writer_besides(person)
        self.drafters = [drafter for drafter in self.drafters if drafter.person_id != person.id]

    def _keep_a_writer_besides(self, person: Person) -> None:
        if [drafter.person_id for drafter in self.drafters if drafter.writes] == [person.id]:
            raise Refused(
                _(
                    "A draft needs at least one drafter who writes. Give another drafter the right to write first."
                )
            )
