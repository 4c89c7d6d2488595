"""The positions of delegations and of regional groups. Each change is a row, with who recorded it
and when. Another table says how far people have seen the positions of others.
"""

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.regional import RegionalGroup, groups_named
from wgcop.bodies.groups import Group
from wgcop.database import WORDS, Base
from wgcop.positions.stances import WITHIN_GROUP, Layer, Stance, layer_name
from wgcop.resolutions.models import Clause
from wgcop.threads.models import MEMBERS

LONGEST_REASON = 300  # characters: a reason is one line


class HeldPosition:
    """The columns that all positions have in common: a position on one thing, a clause or a
    proposal, in one layer. The last row of a holder, thing and layer counts; one without a stance
    says that the position was withdrawn.

    `words` is the text on which it was taken: of a clause the wording agreed so far, or that of the
    edition, and of a proposal the proposed words. When the text changes, the position stands as
    taken on an earlier wording until its holder confirms it.
    """

    belongs_to: ClassVar[tuple[str, ...]]
    """The columns that say on what the position is, and whose it is."""

    id: Mapped[int] = mapped_column(primary_key=True)
    layer: Mapped[Layer]
    stance: Mapped[Stance | None]
    reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    words: Mapped[str] = mapped_column(Text, info=WORDS)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person]:
        return relationship(Person)

    @property
    def thing(self) -> Any:
        """What it is about: a clause or a proposal."""
        raise NotImplementedError

    @property
    def holder(self) -> "Holder":
        raise NotImplementedError

    @property
    def holder_name(self) -> str:
        raise NotImplementedError

    @property
    def audience(self) -> str:
        raise NotImplementedError

    @classmethod
    def is_same(cls, position: Any) -> ColumnElement[bool]:
        """Return the condition for all rows of the holder of this position on the same thing."""
        return and_(*(getattr(cls, name) == getattr(position, name) for name in cls.belongs_to))

    @property
    def is_carried(self) -> bool:
        """Whether it was taken on another clause, of which this one has words."""
        return getattr(self, "carried_from_id", None) is not None

    def is_taken_on(self, words: str) -> bool:
        """Return whether the position was taken on these words, which are those of the thing now."""
        return self.words == words

    @property
    def layer_name(self) -> str:
        return layer_name(self.layer)


class OnClause:
    """The columns of positions on clauses. One that was taken on an ancestor of the clause is carried
    over to it, with the words on which it was taken, until its holder says whether it still holds.
    """

    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"))

    @declared_attr
    @classmethod
    def carried_from_id(cls) -> Mapped[int | None]:
        rows = f"{cls.__tablename__}.id"  # type: ignore[attr-defined]
        return mapped_column(ForeignKey(rows, ondelete="SET NULL"), index=True)

    @declared_attr
    @classmethod
    def clause(cls) -> Mapped[Clause]:
        return relationship(Clause)

    @property
    def thing(self) -> Clause:
        return self.clause


class Position(OnClause, HeldPosition, Base):
    """A position of a delegation on a clause."""

    __tablename__ = "position"
    __table_args__ = (
        Index("ix_position_of_delegation", "clause_id", "delegation_id", "layer", "id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)

    delegation: Mapped[Delegation] = relationship()

    redacts: ClassVar[str] = "position"
    belongs_to = ("clause_id", "delegation_id")

    @property
    def holder(self) -> Delegation:
        return self.delegation

    @property
    def holder_name(self) -> str:
        return self.delegation.shown_name

    @property
    def audience(self) -> str:
        return MEMBERS if self.layer == Layer.RELEASED else f"delegation:{self.delegation_id}"

    @property
    def url(self) -> str:
        return f"/clauses/{self.clause.wid}/positions"


class RegionalPosition(OnClause, HeldPosition, Base):
    """A position of a regional group on a clause, which its coordinators record. It is the group's own, and
    says nothing of what its members hold.
    """

    __tablename__ = "regional_position"
    __table_args__ = (Index("ix_position_of_group", "clause_id", "group_key", "layer", "id"),)

    group_key: Mapped[str] = mapped_column(String(20))

    redacts: ClassVar[str] = "regional-position"
    belongs_to = ("clause_id", "group_key")

    @property
    def holder(self) -> RegionalGroup:
        [group] = groups_named(self.group_key)
        return group

    @property
    def holder_name(self) -> str:
        return self.holder.code

    @property
    def layer_name(self) -> str:
        return str(WITHIN_GROUP) if self.layer == Layer.WITHIN else super().layer_name

    @property
    def audience(self) -> str:
        return MEMBERS if self.layer == Layer.RELEASED else self.holder.audience

    @property
    def url(self) -> str:
        return f"/clauses/{self.clause.wid}/positions/groups/{self.group_key}"


Holder = Delegation | RegionalGroup
AnyPosition = Position | RegionalPosition


def mark_of(words: str) -> str:
    """Return a short mark of the words of a clause, by which a form says which ones it showed."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]  # 64 bits: no two wordings are confused


class PositionMark(Base):
    """The last position of others that a person has seen in the list of what moved against the
    positions of their delegation on a resolution, in its grid or on the desk. Positions on proposals
    have numbers of their own. A number is 0 as long as the person has marked none.
    """

    __tablename__ = "position_mark"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    resolution_id: Mapped[int] = mapped_column(
        ForeignKey("resolution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen: Mapped[int] = mapped_column(default=0)
    seen_on_proposals: Mapped[int] = mapped_column(default=0, server_default="0")


class ChairNotice(Base):
    """A confidential note from a delegation to those who preside over a group. It says, before the
    clause is on the floor, that the delegation will have trouble with it. Nobody else can read it,
    not even the secretariat, and search does not find it. A note from before groups were named has
    no group, and only its delegation can read it.
    """

    __tablename__ = "chair_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    line: Mapped[str] = mapped_column(Text, info=WORDS)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    clause: Mapped[Clause] = relationship()
    delegation: Mapped[Delegation] = relationship()
    group: Mapped[Group | None] = relationship()
    person: Mapped[Person] = relationship()
