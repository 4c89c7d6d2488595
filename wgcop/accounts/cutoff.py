"""Dropping the sockets of people whose rights changed, after the commit that changed them.

A page that is dropped connects again by itself, and joining asks for the rights of now.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from wgcop import live
from wgcop.accounts.models import Membership, Office, Person

_CHANGED = "people_with_changed_rights"


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    changed: set[int] = session.info.setdefault(_CHANGED, set())
    for thing in session.dirty:
        if isinstance(thing, Person):
            attributes: Any = inspect(thing).attrs
            if any(attributes[name].history.has_changes() for name in ("epoch", "active")):
                changed.add(thing.id)
    for thing in session.new | session.dirty | session.deleted:
        if isinstance(thing, Membership | Office):
            changed.add(thing.person_id)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)


@event.listens_for(Session, "after_commit")
def _disconnect(session: Session) -> None:
    for person_id in session.info.pop(_CHANGED, ()):
        live.disconnect_person(person_id)
