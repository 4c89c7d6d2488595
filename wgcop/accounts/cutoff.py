"""Disconnects, after the commit, the sockets of people whose rights changed or who signed out.
Their pages reconnect automatically, and joining checks the new rights.
"""

from typing import Any, cast

from flask_socketio import join_room
from sqlalchemy import Table, event, inspect, or_, select
from sqlalchemy.orm import Session

from wgcop import live
from wgcop.accounts.identity import named_session
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.regional import RegionalCoordinator, RegionalMembership
from wgcop.accounts.sessions import EndedSession
from wgcop.database import after_commit
from wgcop.live import socketio

_memberships = cast(Table, Membership.__table__)


@socketio.on("connect")
def connect() -> None:
    """Put the socket into the room of the person whom the cookie names, so that it can be cut off.
    The session is checked only when a page joins a topic; until then the socket receives nothing.
    """
    named = named_session()
    if named is not None:
        join_room(live.persons_room(named.person))


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: Any) -> None:
    changed: set[int] = set()
    for thing in session.dirty:
        if isinstance(thing, Person):
            attributes: Any = inspect(thing).attrs
            if any(attributes[name].history.has_changes() for name in ("epoch", "active")):
                changed.add(thing.id)
    joined: set[int] = set()
    coordinating: set[int] = set()
    for thing in session.new | session.dirty | session.deleted:
        if isinstance(thing, Membership | Office | EndedSession):
            changed.add(thing.person_id)
        elif isinstance(thing, RegionalMembership):
            joined.add(thing.delegation_id)
        elif isinstance(thing, RegionalCoordinator):
            coordinating.add(thing.membership_id)
    if joined or coordinating:
        changed |= _people(session, joined, coordinating)
    after_commit(_disconnect, *changed, session=session)


def _people(session: Session, delegations: set[int], memberships: set[int]) -> set[int]:
    """Return the ids of the people of these delegations, and of those with these memberships."""
    whose = or_(_memberships.c.delegation_id.in_(delegations), _memberships.c.id.in_(memberships))
    rows = session.connection().execute(select(_memberships.c.person_id).where(whose))
    return set(rows.scalars())


def _disconnect(people: list[int]) -> None:
    for person_id in dict.fromkeys(people):
        live.disconnect_person(person_id)
