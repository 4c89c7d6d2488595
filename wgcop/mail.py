"""Messages are stored in the transaction that causes them and sent by a job, so that none is lost."""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.db import Base, db, writing

log = structlog.get_logger(__name__)
BATCH = 50


class Message(Base):
    """`sent_at` is None until a carrier took it; `due_at` moves further away after each failure."""

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


def write(recipient: str, subject: str, text: str) -> Message:
    """Store a message; it leaves after the commit, and only if there is one."""
    message = Message(recipient=recipient, subject=" ".join(subject.split()), text=text)
    db.session.add(message)
    return message


def send_waiting() -> int:
    """Send what is due; how many were sent. A message that fails is tried again, ever more patiently."""
    with writing():
        waiting = db.session.scalars(
            select(Message)
            .where(Message.sent_at.is_(None), Message.due_at <= clock.now())
            .order_by(Message.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        carry = current_app.extensions["mail_carrier"]
        for message in waiting:
            try:
                carry(message)
                message.sent_at = clock.now()
            except (OSError, smtplib.SMTPException) as error:
                message.failures += 1
                message.last_error = str(error)[:500]
                message.due_at = clock.now() + timedelta(minutes=min(2**message.failures, 240))
                log.warning("mail_failed", recipient=message.recipient, error=message.last_error)
        db.session.commit()
    return sum(message.sent_at is not None for message in waiting)


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
