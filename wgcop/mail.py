"""Letters, which are stored in the transaction that causes them and sent by a job, so that none is
lost.
"""

import hashlib
import hmac
import secrets
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import structlog
from babel import Locale
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from markupsafe import escape
from sqlalchemy import JSON, Index, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import WORDS, Base, db, retention, writing
from wgcop.database.queued import LEASE, Queued, reserve
from wgcop.markup import bare_urls

log = structlog.get_logger(__name__)
BATCH = 50  # letters that are reserved at once
ACT_TAKES = timedelta(minutes=1)
"""The time that a mass act gets to write all its letters before they leave."""
LONGEST_SUBJECT = 300  # characters
GOOD_FOR = timedelta(days=14)
"""How long a letter may wait until mail is set up. Its content, such as an invitation, has expired
by then.
"""


class Message(Queued, Base):
    """A letter, which waits until a mail server has accepted it.

    `secret_until` is when a link in the text stops working; the text is erased then, or as soon as
    it was sent. `by_hand` marks letters that the secretariat caused, and may pass on themselves
    where no mail is set up. `calendar` is an event for the reader's calendar program, and
    `calendar_method` the method that it is sent with. At `stop_address` the reader ends letters of
    this kind without signing in; mail programs have a button for that.

    `source` names the function that looks at a letter again when it is sent, and `about` is what
    that function needs; see `renews`. Letters to one recipient that have the same `act` leave as
    one; see `one_act`. At `reply_to` answers are taken in; otherwise they go to the sender.
    """

    __tablename__ = "mail_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT), info=WORDS)
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    by_hand: Mapped[bool] = mapped_column(default=False)
    secret_until: Mapped[datetime | None]
    calendar: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    calendar_method: Mapped[str] = mapped_column(String(20), default="")
    stop_address: Mapped[str] = mapped_column(String(500), default="", server_default="")
    language: Mapped[str] = mapped_column(String(8), default="en", server_default="en")
    source: Mapped[str] = mapped_column(String(40), default="", server_default="")
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    act: Mapped[str] = mapped_column(String(32), default="", server_default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="", server_default="")


Index(
    "ix_mail_message_waiting",
    Message.due_at,
    sqlite_where=Message.sent_at.is_(None),
    postgresql_where=Message.sent_at.is_(None),
)


class LetterWords(NamedTuple):
    """The subject and the text of a letter, and their language if it is no longer that in which the
    letter was written first.
    """

    subject: str
    text: str
    language: str = ""


Renewal = Callable[[Message], LetterWords | None]
_renewals: dict[str, Renewal] = {}


def renews(source: str) -> Callable[[Renewal], Renewal]:
    """Register a function that looks at the letters of a source again at the moment of sending,
    which may be days after they were written. It returns what its reader may be told now, or None
    if they may be told nothing: the letter is then deleted. The function must not change anything.
    """

    def register(renewal: Renewal) -> Renewal:
        _renewals[source] = renewal
        return renewal

    return register


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
    language: str = "en",
    source: str = "",
    about: Mapping[str, Any] | None = None,
    reply_to: str = "",
) -> Message:
    """Store a message, which leaves only if the transaction is committed."""
    act = _act.get()
    message = Message(
        recipient=recipient,
        subject=_in_one_line(subject),
        text=text,
        by_hand=by_hand,
        secret_until=secret_until,
        calendar=calendar.text if calendar else "",
        calendar_method=calendar.method if calendar else "",
        stop_address=stop_address,
        language=language,
        source=source,
        about=dict(about or {}),
        act=act,
        reply_to=reply_to,
        due_at=clock.now() + (ACT_TAKES if act else timedelta()),
    )
    db.session.add(message)
    return message


def _in_one_line(subject: str) -> str:
    return " ".join(subject.split())[:LONGEST_SUBJECT]


_act: ContextVar[str] = ContextVar("act", default="")


@contextmanager
def one_act() -> Iterator[None]:
    """Send all letters that are written inside the block, in however many transactions, as one
    letter to each recipient.
    """
    token = _act.set(secrets.token_hex(8))
    try:
        yield
    finally:
        _act.reset(token)


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
    taken_at, sent = clock.now(), 0
    for message_id in take_due():
        if clock.now() > taken_at + LEASE / 2:
            break  # a slow server: another process may soon take the rest, which waits until then
        sent += send(message_id)
    return sent


def forget_secrets() -> None:
    """Erase the text of letters whose link no longer works."""
    over = select(Message.id).where(Message.secret_until <= clock.now(), Message.text != "")
    ids = db.session.scalars(over).all()
    # Most times there are none: only if there are some is SQLite's write lock taken.
    db.session.rollback()
    if ids:
        with writing():
            db.session.execute(update(Message).where(Message.id.in_(ids)).values(text=""))
            db.session.commit()


def take_due() -> list[int]:
    """Reserve the next messages for a while, and return their ids; of messages that leave as one
    letter, only the first id. If this process dies, another one sends them when the reservation
    ends.
    """
    with writing():
        waiting = (
            select(Message)
            .where(*Message.is_due())
            .where(Message.text != "", Message.written_at > clock.now() - GOOD_FOR)
            .order_by(Message.secret_until.is_(None), Message.id)  # first links that end soon
            .limit(BATCH)
        )
        first: dict[object, int] = {}
        for message in reserve(db.session, waiting):
            leaves_with = (message.act, message.recipient) if message.act else message.id
            first.setdefault(leaves_with, message.id)
        db.session.commit()
    return list(first.values())


def send(message_id: int) -> bool:
    """Send one message with those of the same act, and return whether the server accepted it.
    Nothing is locked while it is sent, and a message that fails does not delay the others.
    """
    message = db.session.get(Message, message_id)
    if message is None or message.sent_at:  # it left with another one of the same act
        db.session.rollback()
        return False
    several = sorted([message, *_others_of_act(message)], key=lambda each: each.id)
    message = several[0]  # whenever they are sent, they have the name of the first one
    ids = [each.id for each in several]
    # They get other words below, only to be sent: the session must not store these.
    for each in several:
        db.session.expunge(each)
    try:
        words = [now for each in several if (now := _words_now(each))]
        db.session.rollback()  # no transaction is open while a mail server is waited for
        if not words:
            _drop(ids)
            return False
        told = _joined(words, message.stop_address)
        message.subject, message.text = _in_one_line(told.subject), told.text
        message.language = told.language or message.language
        if len(words) > 1:  # an answer to several letters could be meant for any of them
            message.reply_to = ""
        current_app.extensions["mail_carrier"](message)
    except Exception as error:
        # Not only refusals of the server: an address that the library cannot read fails here too.
        db.session.rollback()
        log.warning("mail_failed", letter=message.id, failures=message.failures + 1, error=error)
        outcome = message.failed(_answer(error))
    else:
        sent = {name: getattr(message, name) for name in ("subject", "text", "language")}
        outcome = {"sent_at": clock.now(), **sent}
        if message.secret_until:
            outcome["text"] = ""
    is_sent = "sent_at" in outcome
    # What failed as one is tried again as one.
    changed = [message.id] if is_sent else ids
    with writing():
        db.session.execute(update(Message).where(Message.id.in_(changed)).values(outcome))
        if is_sent and len(ids) > 1:
            db.session.execute(delete(Message).where(Message.id.in_(ids[1:])))
        db.session.commit()
    return is_sent


def _answer(error: Exception) -> str:
    """Return what the mail server answered, or what failed, for the secretariat."""
    answers: list[tuple[int, bytes | str]]
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = list(error.recipients.values())
        case smtplib.SMTPResponseException():
            answers = [(error.smtp_code, error.smtp_error)]
        case _:
            return str(error)
    return "; ".join(f"{code} {_in_text(words)}" for code, words in answers)


def _in_text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _others_of_act(message: Message) -> Sequence[Message]:
    if not message.act:
        return ()
    return db.session.scalars(
        select(Message).where(
            Message.act == message.act,
            Message.recipient == message.recipient,
            Message.id != message.id,
            Message.sent_at.is_(None),
        )
    ).all()


def _words_now(message: Message) -> LetterWords | None:
    """Return what its reader may be told now, or None if they may be told nothing."""
    if message.source:
        return _renewals[message.source](message)
    return LetterWords(message.subject, message.text)


def _joined(several: Sequence[LetterWords], stop_address: str) -> LetterWords:
    """Return one letter with the contents of all these letters; greeting and ending appear only
    once.
    """
    if len(several) == 1:
        return several[0]
    letters = [words.text.strip().split("\n\n") for words in several]
    ending = 2 if stop_address else 0  # what `letters.how_to_stop` says
    told = [part for paragraphs in letters for part in paragraphs[1 : len(paragraphs) - ending]]
    paragraphs = [letters[0][0], *told, *letters[0][len(letters[0]) - ending :]]
    subject = " · ".join(words.subject for words in several)
    return LetterWords(subject, "\n\n".join(paragraphs) + "\n", several[0].language)


def _drop(ids: Sequence[int]) -> None:
    log.info("mail_dropped", letters=len(ids), why="Their reader may no longer see what they tell.")
    with writing():
        db.session.execute(delete(Message).where(Message.id.in_(ids)))
        db.session.commit()


TRIAL = "trial"
"""The name of a file in the data folder of a workspace that was restored to look at it: no letter
leaves.
"""


def init_app(app: Flask) -> None:
    app.extensions["mail_carrier"] = carry_by_smtp if is_carried(app) else None


def is_carried(app: Flask) -> bool:
    """Return whether letters leave this workspace."""
    return bool(app.config["MAIL_URL"]) and not is_trial(app)


def is_trial(app: Flask) -> bool:
    return (Path(app.config["DATA_DIR"]) / TRIAL).exists()


def domain() -> str:
    """Return the public domain, or else the sender's, for a Message-ID, which must not name this
    machine.
    """
    public = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    _, sender = parseaddr(current_app.config["MAIL_SENDER"])
    return public or sender.rpartition("@")[2] or "localhost"


class AsItStands(UnstructuredHeader, BaseHeader):
    """A header in one line, however long. The usual header encodes a long address to wrap it, and
    mail programs then do not find the address.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for name in ("List-Unsubscribe", "Reply-To"):
    _HEADERS.map_to_type(name, AsItStands)
_POLICY = default.clone(header_factory=_HEADERS)


def as_email(message: Message) -> EmailMessage:
    email = EmailMessage(policy=_POLICY)
    email["From"] = current_app.config["MAIL_SENDER"]
    email["To"] = message.recipient
    email["Subject"] = message.subject
    email["Date"] = format_datetime(clock.now())
    email["Message-ID"] = f"<{_name_for_ever(message)}@{domain()}>"
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: no notice of absence is to answer it
    if message.reply_to:
        email["Reply-To"] = message.reply_to
    if message.stop_address:  # RFC 8058
        email["List-Unsubscribe"] = f"<{message.stop_address}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(message.text)
    email.add_alternative(as_html(message), subtype="html")
    if message.calendar:
        email.add_alternative(
            message.calendar, subtype="calendar", params={"method": message.calendar_method}
        )
    return email


def _name_for_ever(message: Message) -> str:
    """Return a name that stays the same each time that the letter is sent. If this process dies after
    the server accepted it, it is sent again, and mailboxes show only one of the two.
    """
    return hmac.digest(
        current_app.config["SECRET_KEY"].encode(),
        f"letter {message.id} {message.recipient} {message.written_at.isoformat()}".encode(),
        hashlib.sha256,
    ).hex()[:32]


def as_html(message: Message) -> str:
    """Return the letter as a page: its paragraphs, with links for addresses."""
    direction = Locale.parse(message.language, sep="-").text_direction
    paragraphs = message.text.strip().split("\n\n")
    return (
        f'<!doctype html>\n<html lang="{escape(message.language)}" dir="{direction}">\n'
        f'<head><meta charset="utf-8"><title>{escape(message.subject)}</title></head>\n<body>\n'
        + "\n".join(f'<p dir="auto">{_linked(each)}</p>' for each in paragraphs)
        + "\n</body>\n</html>\n"
    )


def _linked(paragraph: str) -> str:
    parts, end = [], 0
    for start, stop in bare_urls(paragraph):
        url = escape(paragraph[start:stop])
        parts += [escape(paragraph[end:start]), f'<a href="{url}">{url}</a>']
        end = stop
    return "".join([*parts, escape(paragraph[end:])]).replace("\n", "<br>\n")


def carry_by_smtp(message: Message) -> None:
    settings, is_accepted = current_app.config, False
    try:
        with connected(settings["MAIL_URL"], unencrypted=settings["MAIL_UNENCRYPTED"]) as server:
            _hand_over(as_email(message), server)
            is_accepted = True
    except (smtplib.SMTPException, OSError):
        if not is_accepted:
            raise
        # It broke off while saying goodbye: to send the letter again would be to send it twice.


def _hand_over(email: EmailMessage, server: smtplib.SMTP) -> None:
    """Send the letter as it is. `send_message` of the library writes `>From` where a line begins
    with `From`.
    """
    _, sender = parseaddr(email["From"])
    _, recipient = parseaddr(email["To"])
    is_international = not f"{sender}{recipient}".isascii()
    policy = _POLICY.clone(linesep="\r\n", utf8=is_international)
    options = ("SMTPUTF8", "BODY=8BITMIME") if is_international else ()
    server.sendmail(sender, recipient, email.as_bytes(policy=policy), options)


@contextmanager
def connected(address: str, *, unencrypted: bool) -> Iterator[smtplib.SMTP]:
    """Connect to a mail server, and sign in if the address says as whom. `address` is
    `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…`.

    The server's certificate is checked, and a password is sent over an unencrypted connection only
    if `unencrypted` allows it.
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
