"""The job that sends the notifications that wait, each worded anew from what its reader may be told then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import structlog
from flask_babel import get_locale
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db, writing
from wgcop.database.queued import LEASE, reserve
from wgcop.i18n import written_to
from wgcop.letters import written_in
from wgcop.origins import origin_of
from wgcop.push.endpoints import ServiceLine, is_offered, is_service
from wgcop.push.models import PushDevice, PushMessage
from wgcop.push.queries import reader_on
from wgcop.push.queue import PushWords, source_of

log = structlog.get_logger(__name__)
BATCH = 50
SPARED_FOR = timedelta(minutes=2)
"""How long the other notifications wait for a service that failed, unless it asks for more."""


class SendingRound:
    """One round of sending. A service that asks to wait gets nothing more in this round."""

    def __init__(self) -> None:
        self.line = ServiceLine()
        self._busy: dict[str | None, timedelta] = {}

    def pause_of(self, endpoint: str) -> timedelta | None:
        return self._busy.get(origin_of(endpoint))

    def spare(self, endpoint: str, pause: timedelta) -> None:
        self._busy[origin_of(endpoint)] = pause


def send_waiting() -> int:
    """Send the notifications that are due, and return how many were sent."""
    if not is_offered():
        return 0
    taken_at, sent = clock.now(), 0
    if not is_anything_due():
        return 0
    now = SendingRound()
    with now.line:
        for message_id in take_due():
            if clock.now() > taken_at + LEASE / 2:
                break  # slow services: another process may soon take the rest
            sent += send(message_id, now)
    return sent


def is_anything_due() -> bool:
    """Return whether there is something to reserve. Most rounds find nothing, and need not write."""
    found = db.session.scalar(select(PushMessage.id).where(*_due()).limit(1))
    db.session.rollback()
    return found is not None


def _due() -> tuple[ColumnElement[bool], ...]:
    return (*PushMessage.is_due(), PushMessage.good_until > clock.now())


def take_due() -> list[int]:
    """Reserve the next notifications, and return the first id of each topic on each device: those of
    a topic leave as one.
    """
    with writing():
        waiting = select(PushMessage).where(*_due()).order_by(PushMessage.id).limit(BATCH)
        first: dict[object, int] = {}
        for message in reserve(db.session, waiting):
            first.setdefault((message.device_id, message.topic), message.id)
        db.session.commit()
    return list(first.values())


@dataclass(frozen=True)
class _Leaving:
    """A notification that is about to leave, with the waiting ones of the same topic."""

    message: PushMessage
    device: PushDevice
    ids: Sequence[int]
    good_until: datetime
    words: PushWords
    language: str
    direction: str


def send(message_id: int, now: SendingRound) -> bool:
    """Send one notification, and return whether the push service took it. Nothing is locked
    meanwhile, and one that fails does not delay the others.
    """
    message = db.session.get(PushMessage, message_id, options=[joinedload(PushMessage.device)])
    if message is None or message.sent_at:
        db.session.rollback()
        return False
    several = _of_its_topic(message)
    waiting = [each.id for each in several if each.sent_at is None]
    for each in {message, *several, message.device}:
        db.session.expunge(each)
    try:
        leaving = _as_it_leaves(message, several, waiting)
    except Exception as error:
        db.session.rollback()
        log.warning("push_failed", notification=message_id, error=error)
        return _keep(waiting, message.failed(type(error).__name__))
    db.session.rollback()
    if leaving is None:
        log.info("push_dropped", notifications=len(waiting), why="Its reader may not see it now.")
        return _drop(waiting)
    return _carried(leaving, now)


def _of_its_topic(message: PushMessage) -> Sequence[PushMessage]:
    """Return the notifications of this topic on its device, also those that it saw before: what is
    shown there is replaced, and tells of all of them.
    """
    return db.session.scalars(
        select(PushMessage)
        .where(PushMessage.device_id == message.device_id, PushMessage.topic == message.topic)
        .order_by(PushMessage.id)
    ).all()


def _as_it_leaves(
    message: PushMessage, several: Sequence[PushMessage], waiting: Sequence[int]
) -> _Leaving | None:
    device = message.device
    person = reader_on(device)
    wanted = [each for each in several if device.wants(each.kind)]
    if person is None or not any(each.id in waiting for each in wanted):
        return None
    with written_to(person.language):
        words = _words(message, person, wanted)
        locale = get_locale()
        direction = locale.text_direction if locale else "ltr"
        until = max(each.good_until for each in several if each.id in waiting)
        return words and _Leaving(message, device, waiting, until, words, written_in(), direction)


def _words(message: PushMessage, person: Person, wanted: Sequence[PushMessage]) -> PushWords | None:
    """Return the words if there is something to tell that was not told before."""
    wording = source_of(message).wording
    is_new = wording(person, [each.about for each in wanted if each.sent_at is None])
    return wording(person, [each.about for each in wanted]) if is_new else None


def _carried(leaving: _Leaving, now: SendingRound) -> bool:
    message, device = leaving.message, leaving.device
    pause = now.pause_of(device.endpoint)
    if pause is not None:
        return _keep(leaving.ids, {"due_at": clock.now() + pause})
    try:
        answer = _carry(leaving, now)
    except Exception as error:  # also an address that a library cannot read
        log.warning("push_failed", notification=message.id, error=error)
        if isinstance(error, OSError):  # it does not answer, and each call would wait for it
            now.spare(device.endpoint, SPARED_FOR)
        return _keep(leaving.ids, message.failed(type(error).__name__))
    if answer.is_taken:
        return _note_sent(leaving)
    log.info("push_refused", notification=message.id, status=answer.status)
    if answer.is_gone:
        return _forget(device)
    if answer.is_for_later:
        # Others do not wait for as long as this one, which may have failed many times.
        now.spare(device.endpoint, max(answer.pause, SPARED_FOR))
        return _keep(leaving.ids, message.failed(str(answer.status), pause=answer.pause))
    return _drop(leaving.ids, device=device, refused=str(answer.status))


def _carry(leaving: _Leaving, now: SendingRound) -> Any:
    carrying = import_module("wgcop.push.carrying")
    message, words = leaving.message, leaving.words
    if not is_service(leaving.device.endpoint):
        raise ValueError("The address is none of a push service.")
    payload = carrying.Payload(
        words.title,
        words.body,
        words.path,
        tag=message.topic,
        language=leaving.language,
        direction=leaving.direction,
    )
    return carrying.carry(
        now.line,
        leaving.device,
        payload,
        topic=message.topic,
        urgency=source_of(message).urgency,
        lasts=leaving.good_until - clock.now(),
    )


def _note_sent(leaving: _Leaving) -> bool:
    sent_at = clock.now()
    with writing():
        _change(leaving.ids, {"sent_at": sent_at})
        db.session.execute(
            update(PushDevice)
            .where(PushDevice.id == leaving.device.id)
            .values(used_at=sent_at, refused="")
        )
        db.session.commit()
    return True


def _keep(ids: Sequence[int], outcome: dict[str, Any]) -> bool:
    with writing():
        _change(ids, outcome)
        db.session.commit()
    return False


def _change(ids: Sequence[int], values: dict[str, Any]) -> None:
    db.session.execute(update(PushMessage).where(PushMessage.id.in_(ids)).values(values))


def _drop(ids: Sequence[int], *, device: PushDevice | None = None, refused: str = "") -> bool:
    with writing():
        db.session.execute(delete(PushMessage).where(PushMessage.id.in_(ids)))
        if device is not None:
            db.session.execute(
                update(PushDevice).where(PushDevice.id == device.id).values(refused=refused)
            )
        db.session.commit()
    return False


def _forget(device: PushDevice) -> bool:
    """Remove a device that its push service no longer knows, unless it has another address by now."""
    with writing():
        db.session.execute(
            delete(PushDevice).where(
                PushDevice.id == device.id, PushDevice.endpoint == device.endpoint
            )
        )
        db.session.commit()
    return False
