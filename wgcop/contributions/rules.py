"""What the secretariat sets for a group: stored by one person at a time, and never over what another set meanwhile."""

from typing import TypeVar

from sqlalchemy import inspect, select

from wgcop.bodies.models import Group
from wgcop.contributions.deadlines.models import GroupDeadlines
from wgcop.contributions.numbers.series import GroupNumbering, MeetingNumbering
from wgcop.db import db
from wgcop.errors import Outdated

Rules = TypeVar("Rules", GroupDeadlines, GroupNumbering, MeetingNumbering)


class OutdatedRules(Outdated):
    """`version` is the stored one. The form comes back with what was typed; saved again, it replaces that."""

    def __init__(self, reason: str, version: int) -> None:
        super().__init__(reason)
        self.version = version


def locked(group: Group, model: type[Rules], key: int, *, version: int, reason: str) -> Rules:
    """The stored rules, or new ones. Whoever sets rules of a group waits for the one before."""
    db.session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    stored = db.session.get(model, key, populate_existing=True)
    if version_of(stored) != version:
        raise OutdatedRules(reason, version_of(stored))
    if stored is None:
        stored = model(**{str(inspect(model).primary_key[0].key): key})
        db.session.add(stored)
    return stored


def version_of(stored: GroupDeadlines | GroupNumbering | MeetingNumbering | None) -> int:
    """0 before anything was set."""
    return stored.version if stored else 0
