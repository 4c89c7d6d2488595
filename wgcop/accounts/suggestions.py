"""Suggestions of people and delegations for the first letters of a name."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import Delegation, Membership, Person
from wgcop.accounts.regional import group_of_layer, members_of
from wgcop.database import db
from wgcop.events.chapters import layer_of
from wgcop.i18n import comma

SHOWN = 8


@dataclass(frozen=True)
class NameSuggestion:
    """A suggested name. `unique` is false if somebody else has the same name."""

    kind: str
    id: int
    name: str
    detail: str
    unique: bool

    @property
    def spelled(self) -> str:
        """What the letters are compared with; a Member State is also found by its name in the
        reader's language, which is its detail.
        """
        also = self.detail if self.kind == "delegation" else ""
        return f" {fold(self.name)} {fold(also)}"


def suggested_names(letters: str, audience: str | None = None) -> list[NameSuggestion]:
    """Return names that begin with the letters, then names with a later word that does; delegations
    before people.

    For a private comment, `audience` limits the names to the delegation or the regional group that
    will read it, and to those of its members who read that chapter.
    """
    wanted = fold(letters.strip())
    if not wanted:
        return []
    everybody = list(_everybody(audience))
    names = [one.name for one in everybody]
    matches = [one for one in everybody if f" {wanted}" in one.spelled]
    matches.sort(key=lambda one: (not fold(one.name).startswith(wanted), one.kind, fold(one.name)))
    return [
        NameSuggestion(one.kind, one.id, one.name, one.detail, names.count(one.name) == 1)
        for one in matches[:SHOWN]
    ]


def _detail(delegation: Delegation) -> str:
    shown = delegation.shown_name
    names = [delegation.code] if shown == delegation.name else [shown, delegation.code]
    return comma().join(names)


def _everybody(audience: str | None) -> Iterator[NameSuggestion]:
    """Yield all names of this audience. They are compared in Python, because SQLite knows letter
    case only in ASCII.
    """
    readers = select(Delegation)
    if group := group_of_layer(audience or ""):
        readers = readers.where(Delegation.id.in_(members_of(group)))
    for delegation in db.session.scalars(readers):
        if group or audience is None or layer_of(audience) == delegation.audience:
            yield NameSuggestion(
                "delegation",
                delegation.id,
                delegation.name,
                _detail(delegation),
                True,
            )
    people = db.session.scalars(
        select(Person)
        .where(Person.active)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
        )
    )
    for person in people:
        delegations = [membership.delegation for membership in person.memberships]
        if audience is None or any(audience in each.audiences for each in person.memberships):
            detail = comma().join(delegation.shown_name for delegation in delegations)
            yield NameSuggestion("person", person.id, person.name, detail, True)
