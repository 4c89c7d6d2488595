"""Messages are stored in the transaction that causes them and sent by a job, so that none is lost."""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app
from sqlalchemy import String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.db import Base, db, writing

log = structlog.get_logger(__name__)
BATCH = 50
TAKEN_FOR = timedelta(minutes=20)
LONGEST_PAUSE = 240


class Message(Base):
    """`sent_at` is None until a carrier took it; `due_at` moves further away after each failure.

    `by_hand` is what the secretariat itself caused and may hand over where there is no carrier.
    """

    __tablename__ = "mail_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    sent_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    by_hand: Mapped[bool] = mapped_column(default=False)


def write(recipient: str, subject: str, text: str, *, by_hand: bool = False) -> Message:
    """Store a message; it leaves after the commit, and only if there is one."""
    subject = " ".join(subject.split())
    message = Message(recipient=recipient, subject=subject, text=text, by_hand=by_hand)
    db.session.add(message)
    return message


def send_waiting() -> int:
    """Send what is due; how many were sent. A message that fails is tried again, ever more patiently."""
    return sum(send(message_id) for message_id in take_due())


def take_due() -> list[int]:
    """The next messages, taken for a while: if this process dies, another sends them after that."""
    with writing():
        waiting = db.session.scalars(
            select(Message)
            .where(Message.sent_at.is_(None), Message.due_at <= clock.now())
            .order_by(Message.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for message in waiting:
            message.due_at = clock.now() + TAKEN_FOR
        taken = [message.id for message in waiting]
        db.session.commit()
    return taken


def send(message_id: int) -> bool:
    """Nothing is locked while the carrier takes its time, and no message keeps the others waiting."""
    message = db.session.get_one(Message, message_id)
    db.session.expunge(message)
    db.session.rollback()
    try:
        current_app.extensions["mail_carrier"](message)
    except Exception as error:
        # Not only what carriers say: an address that the library cannot read fails here too.
        log.warning("mail_failed", recipient=message.recipient, error=str(error)[:500])
        failures = message.failures + 1
        outcome: dict[str, Any] = {
            "failures": failures,
            "last_error": str(error)[:500],
            "due_at": clock.now() + timedelta(minutes=min(2**failures, LONGEST_PAUSE)),
        }
    else:
        outcome = {"sent_at": clock.now()}
    with writing():
        db.session.execute(update(Message).where(Message.id == message_id).values(outcome))
        db.session.commit()
    return "sent_at" in outcome


def init_app(app: Flask) -> None:
    app.extensions["mail_carrier"] = carry_by_smtp if app.config["MAIL_URL"] else carry_to_log


def carry_to_log(message: Message) -> None:
    log.info("mail_not_configured", recipient=message.recipient, subject=message.subject)


def carry_by_smtp(message: Message) -> None:
    """`MAIL_URL` is `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…`."""
    url = urlsplit(current_app.config["MAIL_URL"])
    email = EmailMessage()
    email["From"] = current_app.config["MAIL_SENDER"]
    email["To"] = message.recipient
    email["Subject"] = message.subject
    email["Message-ID"] = make_msgid(f"wgcop-{message.id}")
    email.set_content(message.text)
    carrier = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with carrier(url.hostname or "localhost", url.port or 0, timeout=20) as server:
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(email)
