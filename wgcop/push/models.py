"""Devices on which people want notifications, and the notifications that wait for them."""

import enum
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.identity import NamedSession
from wgcop.accounts.models import Person
from wgcop.database import Base, retention
from wgcop.database.queued import Queued


class PushKind(enum.StrEnum):
    MENTIONS = "mentions"
    REPLIES = "replies"
    ITEMS = "items"
    TRIAL = "trial"


PUSH_NAMES = {
    PushKind.MENTIONS: _l("When a comment mentions you or your delegation"),
    PushKind.REPLIES: _l("When somebody replies to you"),
    PushKind.ITEMS: _l(
        "When an agenda item with a paper of yours or of your delegation is the next one"
    ),
}
"""The kinds that people choose."""


class PushDevice(Base):
    """A browser of a person that shows notifications: the address that its push service gave it, and
    the keys for which they are encrypted.

    It belongs to one session of its person, by the number that `SignedInBrowser` has too. When that
    session is over, nothing more is sent; `until` is when its cookie expires. The same person can
    take it into a later session, and anybody else who uses the browser takes it over.
    """

    __tablename__ = "push_device"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(32))
    epoch: Mapped[int]
    until: Mapped[datetime]
    endpoint: Mapped[str] = mapped_column(String(1500), unique=True)
    public_key: Mapped[str] = mapped_column(String(100))
    auth_secret: Mapped[str] = mapped_column(String(40))
    browser: Mapped[str] = mapped_column(String(40), default="")
    system: Mapped[str] = mapped_column(String(40), default="")
    mentions: Mapped[bool] = mapped_column(default=True)
    replies: Mapped[bool] = mapped_column(default=True)
    items: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(String(20), default="")
    """What its push service answered when it last refused a notification for good, such as `403`."""

    person: Mapped[Person] = relationship()

    @property
    def session(self) -> NamedSession:
        return NamedSession(self.person_id, self.epoch, self.number)

    def wants(self, kind: PushKind) -> bool:
        return kind == PushKind.TRIAL or bool(getattr(self, kind.value))


class PushMessage(Queued, Base):
    """A notification for one device. It holds no words: `source` names the feature that words it when
    it leaves, and `about` is what that needs.

    A device is told of each `target` once. Notifications with the same `topic` replace each other,
    on the device and at its push service. After `good_until` it is no longer sent.
    """

    __tablename__ = "push_message"
    __table_args__ = (UniqueConstraint("device_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("push_device.id", ondelete="CASCADE"))
    kind: Mapped[PushKind]
    source: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(32))
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    good_until: Mapped[datetime]

    device: Mapped[PushDevice] = relationship()


Index(
    "ix_push_message_waiting",
    PushMessage.due_at,
    sqlite_where=PushMessage.sent_at.is_(None),
    postgresql_where=PushMessage.sent_at.is_(None),
)

KEPT = timedelta(days=30)

retention.keeps_rows(
    PushMessage.written_at,
    "notifications",
    _l("Notifications on devices"),
    why=_l("So that no device is notified twice. The words are not kept."),
    days=KEPT.days,
)
retention.keeps_rows(
    PushDevice.until,
    "devices",
    _l("Devices for notifications that are signed out"),
    why=_l("So that notifications go on when the same person signs in there again."),
    days=90,
)
