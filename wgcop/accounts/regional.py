"""The regional organizations that prepare common positions, which Member States belong to them, and
who coordinates them.

Nobody but these Member States reads what is said within a group. A Member State may belong to
several; Sector Members, Associates, Academia and observers belong to none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ForeignKey,
    ScalarSelect,
    Select,
    String,
    UniqueConstraint,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.database import Base
from wgcop.events.layers import OF_REGIONAL_GROUP

if TYPE_CHECKING:
    from wgcop.accounts.models import Delegation, Membership

COORDINATORS = "coordinators:"


@dataclass(frozen=True)
class RegionalGroup:
    """A regional organization. Its name is never translated."""

    code: str
    name: str

    @property
    def key(self) -> str:
        """The name of the group in addresses, topics and rows."""
        return self.code.lower()

    @property
    def audience(self) -> str:
        """The audience of everybody who speaks for its Member States."""
        return f"{OF_REGIONAL_GROUP}{self.key}"

    @property
    def coordinators(self) -> str:
        """The audience that consists of its coordinators only."""
        return f"{COORDINATORS}{self.key}"


REGIONAL_GROUPS = (
    RegionalGroup("APT", "Asia-Pacific Telecommunity"),
    RegionalGroup("ASMG", "Arab Spectrum Management Group"),
    RegionalGroup("ATU", "African Telecommunications Union"),
    RegionalGroup("CEPT", "European Conference of Postal and Telecommunications Administrations"),
    RegionalGroup("CITEL", "Inter-American Telecommunication Commission"),
    RegionalGroup("RCC", "Regional Commonwealth in the Field of Communications"),
)
_BY_KEY = {group.key: group for group in REGIONAL_GROUPS}


def regional_group(key: str) -> RegionalGroup | None:
    return _BY_KEY.get(key)


def group_of_layer(audience: str) -> RegionalGroup | None:
    """Return the group whose layer this audience is, or None for any other audience."""
    if not audience.startswith(OF_REGIONAL_GROUP):
        return None
    return regional_group(audience.removeprefix(OF_REGIONAL_GROUP))


def groups_named(keys: str | None) -> tuple[RegionalGroup, ...]:
    """Return the groups whose keys stand in a list such as `asmg,atu`, in their usual order."""
    named = (keys or "").split(",")
    return tuple(group for group in REGIONAL_GROUPS if group.key in named)


def read_in_groups(
    groups: Iterable[RegionalGroup], coordinated: Iterable[RegionalGroup]
) -> frozenset[str]:
    """Return the audiences of somebody whose Member State belongs to these groups."""
    return frozenset(
        {
            *(group.audience for group in groups),
            *(group.coordinators for group in coordinated),
        }
    )


class RegionalMembership(Base):
    """A Member State that belongs to a regional group."""

    __tablename__ = "regional_membership"
    __table_args__ = (UniqueConstraint("delegation_id", "group_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    group_key: Mapped[str] = mapped_column(String(20), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)

    delegation: Mapped["Delegation"] = relationship()


class RegionalCoordinator(Base):
    """Somebody who speaks for a Member State of a group and coordinates it: they release what was
    said within it. It ends with their membership of the delegation.
    """

    __tablename__ = "regional_coordinator"
    __table_args__ = (UniqueConstraint("membership_id", "group_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    group_key: Mapped[str] = mapped_column(String(20), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)

    membership: Mapped["Membership"] = relationship()


def members_of(group: RegionalGroup) -> Select[int]:
    """Select the ids of the delegations that belong to the group."""
    return select(RegionalMembership.delegation_id).where(RegionalMembership.group_key == group.key)


def audiences_of_groups(delegation: "Delegation") -> Select[str]:
    """Select the audiences of the groups to which the delegation belongs."""
    return select(literal(OF_REGIONAL_GROUP) + RegionalMembership.group_key).where(
        RegionalMembership.delegation_id == delegation.id
    )


def keys_of_groups(delegation_id: Any) -> ScalarSelect[str]:
    """Return a subquery for the keys of the groups of a delegation, with commas between them."""
    return (
        select(func.aggregate_strings(RegionalMembership.group_key, ","))
        .where(RegionalMembership.delegation_id == delegation_id)
        .correlate_except(RegionalMembership)
        .scalar_subquery()
    )


def keys_of_coordinated(membership_id: Any) -> ScalarSelect[str]:
    """Return a subquery for the keys of the groups that somebody coordinates as a member of their
    delegation, with commas between them.
    """
    return (
        select(func.aggregate_strings(RegionalCoordinator.group_key, ","))
        .where(RegionalCoordinator.membership_id == membership_id)
        .correlate_except(RegionalCoordinator)
        .scalar_subquery()
    )
