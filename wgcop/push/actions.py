"""Actions of people on their devices: switch notifications on, choose which, and remove devices."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, func, or_, select

from wgcop.accounts import user_agents
from wgcop.accounts.identity import NamedSession
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.push.models import PUSH_NAMES, PushDevice, PushKind
from wgcop.push.subscriptions import Subscription

MOST_DEVICES = 20


def add_device(
    subscription: Subscription,
    kinds: frozenset[PushKind],
    *,
    session: NamedSession,
    until: datetime,
    user_agent: str,
    by: Person,
) -> PushDevice:
    """Switch notifications on in the browser of this session. Whatever the browser or the session
    had before is replaced, also the device of somebody else who used the browser.
    """
    db.session.execute(
        delete(PushDevice).where(
            or_(
                PushDevice.endpoint == subscription.endpoint,
                (PushDevice.person_id == by.id) & (PushDevice.number == session.number),
            )
        )
    )
    others = select(func.count()).select_from(PushDevice).where(PushDevice.person_id == by.id)
    if (db.session.scalar(others) or 0) >= MOST_DEVICES:
        raise Refused(_("You get notifications on many devices already. Remove one of them first."))
    agent = user_agents.named(user_agent)
    device = PushDevice(
        person_id=by.id,
        browser=agent.browser,
        system=agent.system,
        **{kind.value: kind in kinds for kind in PUSH_NAMES},
    )
    _take_into(device, subscription, session, until)
    db.session.add(device)
    return device


def renew_device(
    subscription: Subscription, *, session: NamedSession, until: datetime, by: Person
) -> bool:
    """Take the device of this browser into the present session of the same person, with the address
    that its push service gives it now. Return False if the person has none here: it was removed, or
    the browser was somebody else's, who gets nothing more there.
    """
    found = db.session.scalars(
        select(PushDevice).where(
            or_(
                PushDevice.endpoint == subscription.endpoint,
                (PushDevice.person_id == by.id) & (PushDevice.number == session.number),
            )
        )
    ).all()
    own = [device for device in found if device.person_id == by.id]
    kept = next((each for each in own if each.number == session.number), own[0] if own else None)
    for device in found:
        if device is not kept:
            db.session.delete(device)
    db.session.flush()
    if kept is not None:
        _take_into(kept, subscription, session, until)
    return kept is not None


def _take_into(
    device: PushDevice, subscription: Subscription, session: NamedSession, until: datetime
) -> None:
    device.number, device.epoch, device.until = session.number, session.epoch, until
    device.endpoint, device.public_key = subscription.endpoint, subscription.public_key
    device.auth_secret, device.refused = subscription.auth_secret, ""


def choose_kinds(device: PushDevice, kinds: frozenset[PushKind]) -> None:
    for kind in PUSH_NAMES:
        setattr(device, kind.value, kind in kinds)


def remove_device(device: PushDevice) -> None:
    """Remove the device, and whatever waits for it."""
    db.session.delete(device)
