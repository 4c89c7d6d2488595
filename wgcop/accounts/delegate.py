"""A delegate with only what cached pages need, read with one small statement.

Loading a person with all memberships and offices takes as long as everything else that such a page
reads from the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from flask import current_app, g, session
from flask_babel import get_locale
from sqlalchemy import Select, Table, exists, select

from wgcop.accounts import identity
from wgcop.accounts.models import (
    Category,
    Delegation,
    DelegationRole,
    Membership,
    Office,
    Person,
    read_by_member,
    title_of_member,
)
from wgcop.accounts.nobody import SHARED, DelegateKind, Unasked
from wgcop.accounts.regional import (
    RegionalGroup,
    groups_named,
    keys_of_coordinated,
    keys_of_groups,
    read_in_groups,
)
from wgcop.accounts.roles import title_in_words
from wgcop.bodies.place_names import state_in_words
from wgcop.database import db
from wgcop.database.stamp import note_stamps, present_stamps

MOST_OTHERS = 10_000

_people, _memberships, _delegations, _offices = (
    cast(Table, model.__table__) for model in (Person, Membership, Delegation, Office)
)


@dataclass(frozen=True, repr=False, eq=False)
class Delegate(Unasked):
    """A person who holds no office and speaks for one delegation. A delegate stands in for the
    signed-in person while a cached page is looked up. If the page needs more, it is rendered like
    any other page.
    """

    id: int
    name: str
    language: str
    delegation_id: int
    delegation: str
    category: Category
    role: DelegationRole
    groups: tuple[RegionalGroup, ...] = ()
    coordinates: tuple[RegionalGroup, ...] = ()
    is_deputy: bool = False
    is_authenticated: bool = True
    is_anonymous: bool = False

    @property
    def kind(self) -> DelegateKind:
        is_observer = self.category == Category.OBSERVER
        is_head = self.role == DelegationRole.HEAD
        return DelegateKind(
            is_head, is_observer, self.groups, self.coordinates, is_deputy=self.is_deputy
        )

    @property
    def layer(self) -> str:
        """The audience that consists of the person's delegation."""
        return f"delegation:{self.delegation_id}"

    @property
    def audiences(self) -> frozenset[str]:
        of_delegation = read_by_member(self.delegation_id, self.role)
        in_groups = read_in_groups(self.groups, self.coordinates)
        return SHARED | {f"person:{self.id}"} | of_delegation | in_groups

    @property
    def delegation_ids(self) -> frozenset[int]:
        return frozenset({self.delegation_id})

    @property
    def fills(self) -> Mapping[str, object]:
        """The values for the gaps in an anonymously rendered page."""
        return {
            "person": self.id,
            "name": self.name,
            "delegation": self.delegation_id,
            "delegation-name": state_in_words(self.delegation),
            "title": _title(self.category, self.role, str(get_locale())),
        }


@cache
def _title(category: Category, role: DelegationRole, _language: str) -> str:
    """Return the title of a member. It is cached, because translating it takes as long as all the
    other values that fill gaps.
    """
    return title_in_words(title_of_member(category, role))


def delegate_of(person: Person) -> Delegate | None:
    """Return the person as a delegate, or None if they hold an office, speak for several
    delegations or for none, or if the discussions within their delegation have several chapters.
    """
    if person.offices or len(person.memberships) != 1:
        return None
    [membership] = person.memberships
    if membership.present_chapter > 1:
        return None
    delegation = membership.delegation
    return Delegate(
        person.id,
        person.name,
        person.language,
        delegation.id,
        delegation.name,
        delegation.category,
        membership.role,
        membership.groups,
        membership.coordinates,
        membership.is_deputy,
    )


def delegate_who_reads() -> Delegate | None:
    """Return the delegate of this request, or None. The delegate stands in for the signed-in person
    until `let_person_be_loaded` is called.
    """
    reader = g.get("_login_user")
    if isinstance(reader, Person):
        return delegate_of(reader)
    if reader is None:
        reader = _asked_for()
        if reader is not None:
            g._login_user = reader
    return reader if isinstance(reader, Delegate) else None


def let_person_be_loaded() -> None:
    """Let Flask-Login load the whole person, for a page that is not cached."""
    if isinstance(g.get("_login_user"), Delegate):
        g.pop("_login_user")


def _asked_for() -> Delegate | None:
    named = identity.named_session()
    others: set[identity.NamedSession] = current_app.extensions["sessions_of_others"]
    if named is None or named in others:
        return None
    rows = db.session.execute(_delegate(), named.parameters).all()
    if len(rows) != 1 or rows[0].holds_office or rows[0].present_chapter > 1:
        # Remembered, so that the next request does not query in vain. Somebody who stops being an
        # officer is still loaded as officers are.
        if len(others) >= MOST_OTHERS:
            others.clear()
        others.add(named)
        return None
    [row] = rows
    if identity.rule() and not (row.has_second_factor or session.get(identity.BY_PROVIDER)):
        return None  # the person may have to set one up first
    note_stamps(row)
    identity.note_seen(named)
    groups, coordinated = groups_named(row.regional), groups_named(row.coordinated)
    return Delegate(
        row.id,
        row.name,
        row.language,
        row.delegation_id,
        row.delegation,
        row.category,
        row.role,
        groups,
        tuple(each for each in groups if each in coordinated),
        row.is_deputy,
    )


@cache
def _delegate() -> Select[Any]:
    return (
        select(
            *(_people.c.id, _people.c.name, _people.c.language, _people.c.has_second_factor),
            *(_memberships.c.delegation_id, _memberships.c.role),
            *(_memberships.c.present_chapter, _memberships.c.is_deputy),
            *(_delegations.c.name.label("delegation"), _delegations.c.category),
            keys_of_groups(_memberships.c.delegation_id).label("regional"),
            keys_of_coordinated(_memberships.c.id).label("coordinated"),
            exists().where(_offices.c.person_id == _people.c.id).label("holds_office"),
            *present_stamps(),
        )
        .join_from(_people, _memberships, _memberships.c.person_id == _people.c.id)
        .join(_delegations, _delegations.c.id == _memberships.c.delegation_id)
        .where(*identity.WHILE_IT_LASTS)
    )
