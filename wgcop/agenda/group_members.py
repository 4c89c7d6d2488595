"""The members named for a group, and the agenda item on which a group was set up."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Group
from wgcop.database import Base


class GroupMember(Base):
    """A member of a group: a delegation with everybody who speaks for it, or one person."""

    __tablename__ = "group_member"
    __table_args__ = (
        UniqueConstraint("group_id", "delegation_id"),
        UniqueConstraint("group_id", "person_id"),
        CheckConstraint("(delegation_id IS NULL) <> (person_id IS NULL)", name="one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"))
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )

    delegation: Mapped[Delegation | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        if self.delegation:
            return self.delegation.shown_name
        return self.person.name if self.person else ""


class ItemGroup(Base):
    """The agenda item on which a meeting set up the group, and to which the group reports."""

    __tablename__ = "agenda_group"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )

    group: Mapped[Group] = relationship()
    item: Mapped[AgendaItem] = relationship()
