"""A delegate who is nobody in particular, for pages that are rendered once for all of them.

Those who hold no office and speak for one delegation see the same of most pages but for names and tokens. What stands for them
has gaps there, and raises an error where a template asks for more, so that no page can tell something of one of them to another.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NoReturn

from flask_babel import get_locale

from wgcop.accounts.models import Capacity, Category, DelegationRole, Membership, Person
from wgcop.web.kept import gap

SHARED = frozenset({"public", "members"})
PERSON, NAME = gap("person"), gap("name")
DELEGATION, NAME_OF_DELEGATION = gap("delegation"), gap("delegation-name")


@dataclass(frozen=True)
class DelegateKind:
    """What tells delegates apart where a page is not the same for them. `layer` is the audience of their delegation, if
    there is something on the page that only that one reads."""

    is_head: bool
    is_observer: bool
    layer: str = ""


@dataclass(frozen=True)
class OneReader:
    """Whoever is of no such kind: a page of theirs is kept for them alone, as long as they speak in this capacity. What gives
    them rights is in rows that the stamp covers."""

    person: int
    capacity: str


class AskedOfNobody(Exception):
    """A page that is kept would have depended on something that was not foreseen."""


class _Nobody:
    def __getattr__(self, name: str) -> NoReturn:
        raise AskedOfNobody(f"{type(self).__name__}.{name}")


@dataclass(frozen=True, repr=False, eq=False)
class NobodysDelegation(_Nobody):
    is_observer: bool
    id: Any = DELEGATION
    name: str = NAME_OF_DELEGATION
    audience: str = f"delegation:{DELEGATION}"


@dataclass(frozen=True, repr=False, eq=False)
class Nobody(_Nobody):
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

    def holds(self, *_roles: object) -> bool:
        return False


def nobody_of(kind: DelegateKind) -> Any:
    delegation: Any = NobodysDelegation(kind.is_observer)
    role = DelegationRole.HEAD if kind.is_head else DelegationRole.MEMBER
    membership = SimpleNamespace(delegation_id=delegation.id, role=role)
    capacity = Capacity(f"delegation-{delegation.id}", gap("title"), delegation, None)
    audiences = SHARED | {kind.layer or delegation.audience}
    return Nobody(kind, audiences, (membership,), (capacity,))


def kind_of(person: Any) -> DelegateKind | None:
    """None of those who hold an office, or speak for several delegations or for none."""
    if not isinstance(person, Person) or person.offices or len(person.memberships) != 1:
        return None
    [membership] = person.memberships
    return DelegateKind(membership.role == DelegationRole.HEAD, membership.delegation.is_observer)


def fills_of(person: Person) -> dict[str, object]:
    """What goes into the gaps for this person, who has such a kind."""
    [membership] = person.memberships
    return {
        "person": person.id,
        "name": person.name,
        "delegation": membership.delegation_id,
        "delegation-name": membership.delegation.name,
        "title": _title(membership),
    }


def _title(membership: Membership) -> str:
    """To look words up takes as long as all else that goes into gaps."""
    key = (membership.role, membership.delegation.category, str(get_locale()))
    if key not in _titles:
        _titles[key] = membership.capacity.title
    return _titles[key]


_titles: dict[tuple[DelegationRole, Category, str], str] = {}
