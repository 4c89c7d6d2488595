"""The devices of a person, and who may be told something on a device at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.accounts.identity import WHILE_IT_LASTS, misses_factor
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.sessions import EndedSession
from wgcop.database import db
from wgcop.push.models import PushDevice


@dataclass(frozen=True)
class ShownDevice:
    """A device as its owner sees it in their list. Where the session `is_over`, nothing is sent."""

    device: PushDevice
    is_over: bool


def devices_of(person: Person) -> Sequence[ShownDevice]:
    ended = exists().where(
        EndedSession.person_id == PushDevice.person_id, EndedSession.number == PushDevice.number
    )
    rows = db.session.execute(
        select(PushDevice, ended)
        .where(PushDevice.person_id == person.id)
        .order_by(PushDevice.added_at.desc(), PushDevice.id.desc())
    )
    now = clock.now()
    return [
        ShownDevice(device, has_ended or device.epoch != person.epoch or device.until <= now)
        for device, has_ended in rows
    ]


def reader_on(device: PushDevice) -> Person | None:
    """Return the person to whom the device belongs as they are now, or None if they may be told
    nothing there: the session is over, or they left all delegations and offices.
    """
    if device.until <= clock.now():
        return None
    person = db.session.scalar(
        select(Person)
        .where(*WHILE_IT_LASTS)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
        .execution_options(populate_existing=True),
        device.session.parameters,
    )
    if person is None or not person.capacities or misses_factor(person):
        return None
    return person
