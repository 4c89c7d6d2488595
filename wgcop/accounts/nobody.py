"""An anonymous delegate, for pages that are rendered once for many delegates.

People who hold no office and speak for one delegation see the same on most pages, except for names
and tokens. Their stand-in has gaps there, and raises an error if a template asks for more, so that
no page can tell one of them something about another.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NoReturn

from wgcop.accounts.models import Capacity, DelegationRole
from wgcop.accounts.regional import RegionalGroup, read_in_groups
from wgcop.web.kept import AskedOfNobody, gap

SHARED = frozenset({"public", "members"})
PERSON, NAME = gap("person"), gap("name")
DELEGATION, NAME_OF_DELEGATION = gap("delegation"), gap("delegation-name")


@dataclass(frozen=True)
class DelegateKind:
    """What distinguishes delegates for whom a page differs. `groups` are the regional groups of
    their delegation, and `coordinates` those that they coordinate. `layer` is the audience of their
    delegation, if the page holds something that only it reads.
    """

    is_head: bool
    is_observer: bool
    groups: tuple[RegionalGroup, ...] = ()
    coordinates: tuple[RegionalGroup, ...] = ()
    layer: str = ""
    is_deputy: bool = False


@dataclass(frozen=True)
class OneReader:
    """The stand-in for a reader who differs from other delegates: pages are cached for this person
    only, while they speak in this capacity. Their rights depend on rows that the stamp covers.
    """

    person: int
    capacity: str


class Unasked:
    """A stand-in that raises an error for every attribute that it does not define, so that no page
    can depend on one unnoticed.
    """

    def __getattr__(self, name: str) -> NoReturn:
        if name == "_sa_instance_state":
            raise AttributeError(name)  # the mapper asks whether it is a row
        raise AskedOfNobody(f"{type(self).__name__}.{name}")


@dataclass(frozen=True, repr=False, eq=False)
class NobodysDelegation(Unasked):
    is_observer: bool
    id: Any = DELEGATION
    name: str = NAME_OF_DELEGATION
    shown_name: str = NAME_OF_DELEGATION
    audience: str = f"delegation:{DELEGATION}"


@dataclass(frozen=True, repr=False, eq=False)
class Nobody(Unasked):
    kind: DelegateKind
    audiences: frozenset[str]
    memberships: tuple[Any, ...]
    capacities: tuple[Capacity, ...]
    id: Any = PERSON
    name: str = NAME
    offices: tuple[()] = ()
    delegation_ids: frozenset[int] = field(default=frozenset())
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_secretariat: bool = False
    is_officer: bool = False

    @property
    def coordinates(self) -> tuple[RegionalGroup, ...]:
        return self.kind.coordinates

    def holds(self, *_roles: object) -> bool:
        return False


def nobody_of(kind: DelegateKind) -> Any:
    delegation: Any = NobodysDelegation(kind.is_observer)
    role = DelegationRole.HEAD if kind.is_head else DelegationRole.MEMBER
    membership = SimpleNamespace(delegation_id=delegation.id, role=role, is_deputy=kind.is_deputy)
    capacity = Capacity(f"delegation-{delegation.id}", gap("title"), delegation, None, kind.groups)
    in_groups = read_in_groups(kind.groups, kind.coordinates)
    audiences = SHARED | {kind.layer or delegation.audience} | in_groups
    return Nobody(kind, audiences, (membership,), (capacity,))
