"""The facts that people enter about a group."""

from dataclasses import dataclass

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.roles import LEADERS
from wgcop.bodies.body import Body
from wgcop.bodies.models import Group, GroupKind


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """The facts that people enter about a group. `leaders` preside and `deputies` replace them, in
    the offices of its kind. Members are named only if the group is not open to all.
    """

    name: str
    kind: GroupKind
    parent: Group | None = None
    question: Body | None = None
    mandate: str = ""
    leaders: tuple[Person, ...] = ()
    deputies: tuple[Person, ...] = ()
    open_to_all: bool = True
    delegations: tuple[Delegation, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def has_deputies(self) -> bool:
        return LEADERS[self.kind][1] is not None
