"""Letters, which are stored in the transaction that causes them and sent by a job, so that none is
lost.
"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import structlog
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import WORDS, Base, db, retention, writing

log = structlog.get_logger(__name__)
BATCH = 50
LEASE = timedelta(minutes=20)
LONGEST_PAUSE = 240
GOOD_FOR = timedelta(days=14)
"""How long a letter may wait until mail is set up. Its content, such as an invitation, has expired
by then.
"""


class Message(Base):
    """A letter. `sent_at` is None until a mail server has accepted it; `due_at` moves further away
    after each failure.

    `secret_until` is when a link in the text stops working; the text is erased then, or as soon as
    it was sent. `by_hand` marks letters that the secretariat caused, and may pass on themselves
    where no mail is set up. `calendar` is an event for the reader's calendar program, and
    `calendar_method` the method that it is sent with. At `stop_address` the reader ends letters of
    this kind without signing in; mail programs have a button for that.
    """

    __tablename__ = "mail_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(300), info=WORDS)
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    sent_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    by_hand: Mapped[bool] = mapped_column(default=False)
    secret_until: Mapped[datetime | None]
    calendar: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    calendar_method: Mapped[str] = mapped_column(String(20), default="")
    stop_address: Mapped[str] = mapped_column(String(500), default="", server_default="")


Index(
    "ix_mail_message_waiting",
    Message.due_at,
    sqlite_where=Message.sent_at.is_(None),
    postgresql_where=Message.sent_at.is_(None),
)


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar event attached to a letter."""

    method: str
    text: str


def write(
    recipient: str,
    subject: str,
    text: str,
    *,
    by_hand: bool = False,
    secret_until: datetime | None = None,
    calendar: CalendarPart | None = None,
    stop_address: str = "",
) -> Message:
    """Store a message, which leaves only if the transaction is committed."""
    subject = " ".join(subject.split())[:300]
    message = Message(
        recipient=recipient,
        subject=subject,
        text=text,
        by_hand=by_hand,
        secret_until=secret_until,
        calendar=calendar.text if calendar else "",
        calendar_method=calendar.method if calendar else "",
        stop_address=stop_address,
    )
    db.session.add(message)
    return message


retention.keeps_rows(
    Message.written_at,
    "letters",
    _l("E-mails"),
    why=_l("To see whether an e-mail was sent, and to pass it on if no mail server is set up."),
    days=90,
)


def take_back(recipient: str, secret_until: Iterable[datetime]) -> None:
    """Delete letters to this recipient that were not sent and whose links no longer work, as their
    `secret_until` shows.
    """
    db.session.execute(
        delete(Message).where(
            Message.recipient == recipient,
            Message.secret_until.in_(list(secret_until)),
            Message.sent_at.is_(None),
        )
    )


def send_waiting() -> int:
    """Send the letters that are due, and return how many were sent. A letter that fails is tried
    again after a growing pause.
    """
    forget_secrets()
    if current_app.extensions["mail_carrier"] is None:
        return 0  # everything waits until one is set
    return sum(send(message_id) for message_id in take_due())


def forget_secrets() -> None:
    """Erase the text of letters whose link no longer works."""
    over = select(Message.id).where(Message.secret_until <= clock.now(), Message.text != "")
    ids = db.session.scalars(over).all()
    db.session.rollback()
    if ids:
        with writing():
            db.session.execute(update(Message).where(Message.id.in_(ids)).values(text=""))
            db.session.commit()


def take_due() -> list[int]:
    """Reserve the next messages for a while, and return their ids. If this process dies, another
    one sends them after that time.
    """
    with writing():
        waiting = db.session.scalars(
            select(Message)
            .where(Message.sent_at.is_(None), Message.due_at <= clock.now())
            .where(Message.text != "", Message.written_at > clock.now() - GOOD_FOR)
            .order_by(Message.secret_until.is_(None), Message.id)  # first links that end soon
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for message in waiting:
            message.due_at = clock.now() + LEASE
        ids = [message.id for message in waiting]
        db.session.commit()
    return ids


def send(message_id: int) -> bool:
    """Send one message, and return whether the server accepted it. Nothing is locked while it is
    sent, and a message that fails does not delay the others.
    """
    message = db.session.get_one(Message, message_id)
    db.session.expunge(message)
    db.session.rollback()
    try:
        current_app.extensions["mail_carrier"](message)
    except Exception as error:
        # Not only refusals of the server: an address that the library cannot read fails here too.
        log.warning("mail_failed", letter=message.id, failures=message.failures + 1, error=error)
        failures = message.failures + 1
        outcome: dict[str, Any] = {
            "failures": failures,
            "last_error": str(error)[:500],
            "due_at": clock.now() + timedelta(minutes=min(2**failures, LONGEST_PAUSE)),
        }
    else:
        outcome = {"sent_at": clock.now()}
        if message.secret_until:
            outcome["text"] = ""
    with writing():
        db.session.execute(update(Message).where(Message.id == message_id).values(outcome))
        db.session.commit()
    return "sent_at" in outcome


TRIAL = "trial"
"""The name of a file in the data folder of a workspace that was restored to look at it: no letter
leaves.
"""


def init_app(app: Flask) -> None:
    carries = app.config["MAIL_URL"] and not is_trial(app)
    app.extensions["mail_carrier"] = carry_by_smtp if carries else None


def is_trial(app: Flask) -> bool:
    return (Path(app.config["DATA_DIR"]) / TRIAL).exists()


def domain() -> str:
    """Return the public domain, or else the sender's, for a Message-ID, which must not name this
    machine.
    """
    public = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    _, sender = parseaddr(current_app.config["MAIL_SENDER"])
    return public or sender.rpartition("@")[2] or "localhost"


def as_email(message: Message) -> EmailMessage:
    email = EmailMessage()
    email["From"] = current_app.config["MAIL_SENDER"]
    email["To"] = message.recipient
    email["Subject"] = message.subject
    email["Date"] = format_datetime(clock.now())
    email["Message-ID"] = f"<{uuid4().hex}@{domain()}>"
    if message.stop_address:  # RFC 8058
        email["List-Unsubscribe"] = f"<{message.stop_address}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(message.text)
    if message.calendar:
        email.add_alternative(
            message.calendar, subtype="calendar", params={"method": message.calendar_method}
        )
    return email


def carry_by_smtp(message: Message) -> None:
    settings = current_app.config
    with connected(settings["MAIL_URL"], unencrypted=settings["MAIL_UNENCRYPTED"]) as server:
        server.send_message(as_email(message))


@contextmanager
def connected(address: str, *, unencrypted: bool) -> Iterator[smtplib.SMTP]:
    """Connect to a mail server, and sign in if the address says as whom. `address` is
    `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…`.

    The server's certificate is checked, and a password goes over an unencrypted connection only if
    `unencrypted` allows it.
    """
    url = urlsplit(address)
    trusted, host, port = ssl.create_default_context(), url.hostname or "localhost", url.port or 0
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, timeout=20, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=20)
    with server:
        is_open = url.scheme != "smtps"
        if is_open:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=trusted)
                is_open = False
        if url.username:
            if is_open and not unencrypted:
                raise smtplib.SMTPNotSupportedError(
                    "The server offers no encryption, so the password was not sent. Use smtps://, or "
                    "set MAIL_UNENCRYPTED=1 in the file of settings or before the command, if nobody can listen on the line."
                )
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
