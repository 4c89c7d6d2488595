"""The jobs that store when browsers were last seen, and end accounts, delegations and roles after
their last day.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import delete, or_, select

from wgcop import clock
from wgcop.accounts import user_agents
from wgcop.accounts.actions.people import deactivate, end_office, leave_delegation
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.seen import Sighting, Sightings
from wgcop.accounts.sessions import SignedInBrowser, end_of_last_visit
from wgcop.accounts.stepping_down import lock_all_held
from wgcop.database import db, insert_into, writing
from wgcop.errors import Refused

KEPT = timedelta(days=30)
"""The time after which a browser that was not seen no longer has a valid cookie."""
LOOK_EVERY = 60.0
"""The number of seconds between two checks, since a last day that is already over may be entered at
any time.
"""

log = structlog.get_logger(__name__)


def keep_sightings() -> int:
    """Store all sightings in one SQL statement and return their number. A session older than the
    list of browsers gets its row here.
    """
    sightings: Sightings = current_app.extensions["sightings"]
    taken = sightings.take()
    if not taken:
        return 0
    with writing():
        asked = select(Person.id, Person.epoch).where(Person.id.in_({s.person_id for s in taken}))
        epochs = {person: epoch for person, epoch in db.session.execute(asked)}
        # A session that has ended is not written again: its person may have been erased in the
        # meantime.
        rows = [_row(each) for each in taken if epochs.get(each.person_id) == each.epoch]
        if rows:
            insert = insert_into(SignedInBrowser)
            seen: dict[str, Any] = {name: insert.excluded[name] for name in ("seen_at", "network")}
            seen["seen_before"] = end_of_last_visit(clock.now())
            db.session.connection().execute(
                insert.on_conflict_do_update(index_elements=["person_id", "number"], set_=seen),
                rows,
            )
        db.session.commit()
    return len(rows)


def _row(sighting: Sighting) -> dict[str, Any]:
    agent = user_agents.named(sighting.user_agent)
    return {
        "person_id": sighting.person_id,
        "number": sighting.number,
        "epoch": sighting.epoch,
        "began_at": sighting.at,
        "seen_at": sighting.at,
        "browser": agent.browser,
        "system": agent.system,
        "network": sighting.network,
    }


def until_last_days_end() -> float:
    """Return the seconds until the next check, at midnight UTC at the latest: then open pages,
    which send no requests, are disconnected.
    """
    now = clock.now()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return min(LOOK_EVERY, (midnight - now).total_seconds())


def end_what_is_over() -> int:
    """End accounts, memberships and offices whose last day is over, and note it in their history.
    Return how many ended.

    The sessions of an account end automatically when its last day is over.
    """
    today = clock.now().date()
    with writing():
        people = db.session.scalars(
            select(Person).where(Person.active, Person.last_day < today)
        ).all()
        offices = [
            office
            for office in db.session.scalars(select(Office).where(Office.last_day < today))
            if not office.is_inherited
        ]
        lock_all_held([*people, *(office.person for office in offices)])
        for person in people:
            deactivate(person, by=None)
        memberships = db.session.scalars(
            select(Membership).where(Membership.last_day < today)
        ).all()
        for membership in memberships:
            leave_delegation(membership, by=None)
        ended = sum(map(_end, offices))
        db.session.execute(
            delete(SignedInBrowser).where(
                or_(
                    SignedInBrowser.seen_at < clock.now() - KEPT,
                    SignedInBrowser.ended_at < clock.now() - KEPT,
                )
            )
        )
        db.session.commit()
    return len(people) + len(memberships) + ended


def _end(office: Office) -> bool:
    try:
        end_office(office, by=None)
    except Refused:  # the last secretary stays: somebody has to be able to appoint the next
        log.warning("last_secretary_kept", person=office.person_id)
        return False
    return True
