"""The notification with which people test a device."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.push.models import PushDevice, PushKind, PushMessage
from wgcop.push.queue import PushWords, topic_header, words

SOURCE = "trial"
LASTS = timedelta(minutes=10)


def try_device(device: PushDevice) -> None:
    """Send a test notification to this device, unless one waits already."""
    waiting = select(PushMessage.id).where(
        PushMessage.device_id == device.id,
        PushMessage.source == SOURCE,
        PushMessage.sent_at.is_(None),
        PushMessage.good_until > clock.now(),
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return
    message = PushMessage(
        device=device,
        kind=PushKind.TRIAL,
        source=SOURCE,
        target=f"{SOURCE}:{clock.now().isoformat()}",
        topic=topic_header(SOURCE),
        good_until=clock.now() + LASTS,
    )
    db.session.add(message)


@words(SOURCE, lasts=LASTS, urgency="high")
def as_it_leaves(person: Person, about: Sequence[Mapping[str, Any]]) -> PushWords | None:
    return PushWords(
        _("Notifications arrive on this device"),
        _("You asked for this test notification."),
        "/account/letters#devices",
    )
