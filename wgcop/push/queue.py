"""Notifications are stored in the transaction that causes them, one for each device that wants them,
and worded when they leave.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import literal, select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db, insert_into
from wgcop.push.models import PushDevice, PushKind, PushMessage


class PushWords(NamedTuple):
    """What a device shows, perhaps while it is locked, and the path that a click opens."""

    title: str
    body: str
    path: str


Wording = Callable[[Person, Sequence[Mapping[str, Any]]], PushWords | None]
"""A function that words what this person may be told now about the given `about`, oldest first, or
returns None if that is nothing. It must not change anything.
"""


@dataclass(frozen=True)
class PushSource:
    """A source of notifications: how long they are worth sending, their urgency for a push service
    (`normal` or `high`), and the function that words them.
    """

    lasts: timedelta
    urgency: str
    wording: Wording


_sources: dict[str, PushSource] = {}


def words(
    source: str, *, lasts: timedelta, urgency: str = "normal"
) -> Callable[[Wording], Wording]:
    """Register the function that words the notifications of a source at the moment of sending."""

    def register(wording: Wording) -> Wording:
        _sources[source] = PushSource(lasts, urgency, wording)
        return wording

    return register


def source_of(message: PushMessage) -> PushSource:
    return _sources[message.source]


def notify(
    people: Collection[int],
    kind: PushKind,
    *,
    source: str,
    target: str,
    topic: str,
    about: Mapping[str, Any],
) -> None:
    """Store a notification for each device of these people that wants this kind, in one SQL
    statement. A device that was told of the target is not told again.
    """
    if not people:
        return
    now = clock.now()
    device = getattr(PushDevice, kind.value)
    values: dict[str, Any] = {
        "kind": kind,
        "source": source,
        "target": target,
        "topic": topic_header(topic),
        "about": dict(about),
        "good_until": now + _sources[source].lasts,
        "written_at": now,
        "due_at": now,
        "failures": 0,
        "last_error": "",
    }
    columns = PushMessage.__table__.c
    # The devices are locked, in one order: one that is removed at this moment would be missing for
    # the row that names it, and undo what the notification is about.
    wanted = (
        select(
            PushDevice.id, *(literal(value, columns[name].type) for name, value in values.items())
        )
        .where(PushDevice.person_id.in_(sorted(people)), device, PushDevice.until > now)
        .order_by(PushDevice.id)
        .with_for_update(read=True, key_share=True)
    )
    insert = insert_into(PushMessage).from_select(
        ["device_id", *values], wanted, include_defaults=False
    )
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["device_id", "target"],
            set_={"about": insert.excluded.about},
            where=PushMessage.sent_at.is_(None),
        )
    )


def topic_header(topic: str) -> str:
    """Return the topic in the form that push services accept. It tells them nothing."""
    return hashlib.sha256(topic.encode()).hexdigest()[:32]
