"""Stores the rules that the secretariat sets for a group, under a lock and never over somebody
else's newer rules.
"""

from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.bodies.models import Group
from wgcop.database import Base, db
from wgcop.errors import Outdated


class StoredRules(Base):
    """Rules of a group or of a meeting. They are changed under an optimistic lock (`version`)."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)


Rules = TypeVar("Rules", bound=StoredRules)


class OutdatedRules(Outdated):
    """The refusal of rules that were written on an older version. `version` is the stored one: the
    form comes back with what was typed, and replaces that version if it is saved again.
    """

    def __init__(self, reason: str, version: int) -> None:
        super().__init__(reason)
        self.version = version


def locked(group: Group, model: type[Rules], key: int, *, version: int, reason: str) -> Rules:
    """Return the stored rules, or new ones, after locking the group, so that only one person at a
    time sets rules. Raise `OutdatedRules` unless `version` is the stored one.
    """
    db.session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    stored = db.session.get(model, key, populate_existing=True)
    if version_of(stored) != version:
        raise OutdatedRules(reason, version_of(stored))
    if stored is None:
        stored = model(**{str(inspect(model).primary_key[0].key): key})
        db.session.add(stored)
    return stored


def version_of(stored: StoredRules | None) -> int:
    """Return the version of stored rules, or 0 if nothing was set."""
    return stored.version if stored else 0
