"""Checks whether the answers work. Each check contacts the service itself, changes nothing, and
refuses with one sentence.
"""

import os
import pwd
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.exceptions import NoPermissionError
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from wgcop import clock, mail
from wgcop.accounts.addresses import LONGEST, is_plausible
from wgcop.accounts.models import LONGEST_NAME
from wgcop.database import migrations
from wgcop.errors import Refused
from wgcop.processes.redis import IN_TIME
from wgcop.settings import require_database_address, require_redis_address

PATIENCE = 10
LATER, NEVER = 400, 500
"""The lowest reply codes of a mail server that defers a letter, and of one that refuses it."""
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
WITH_A_LOGIN = " If it wants a user and a password: smtp://user:password@host:587."
OTHER_NAMES = (62, 64)
"""OpenSSL's codes for a certificate of another host, or of another address."""
OUT_OF_TIME = (9, 10)
"""OpenSSL's codes for a certificate that is not valid yet, or no longer."""


def resolves(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM))
    except OSError:
        return False


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def require_person(email: str) -> None:
    if len(email) > LONGEST:
        raise Refused(f"The address of a person has at most {LONGEST} characters.")
    if not is_plausible(email):
        raise Refused(f"“{email}” is no e-mail address.")


def require_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Refused(f"The name of a person has at most {LONGEST_NAME} characters.")


def sender_for(host: str, otherwise: str) -> str:
    sender = f"workspace@{host}"
    return sender if is_plausible(sender) else otherwise


def require_sender(sender: str) -> None:
    if len(sender) > LONGEST_NAME + LONGEST:
        raise Refused("The sender is too long. Write an address such as workspace@example.org.")
    if not is_plausible(parseaddr(sender)[1]) and parseaddr(sender)[1] != "workspace@localhost":
        raise Refused(f"“{sender}” is no sender. Write an address such as workspace@example.org.")


def require_database(url: str) -> str:
    """Return the name and version of the database that answers. Raise Refused if none does."""
    if not url:
        return "SQLite"
    require_database_address(url)
    wait = {"connect_timeout": PATIENCE} if url.startswith("postgresql") else {}
    engine = create_engine(url, connect_args=wait)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        migrations.require_letters(engine)
        return (
            f"{engine.dialect.name} {'.'.join(map(str, engine.dialect.server_version_info or ()))}"
        )
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise Refused(
            f"The database at {make_url(url).render_as_string()} does not answer: {cause}."
        ) from error
    finally:
        engine.dispose()


def require_redis(url: str) -> dict[str, Any]:
    """Return what the server says of itself; nothing if there is no address, or if it does not let
    this user ask.
    """
    require_redis_address(url)
    if not url:
        return {}
    try:
        with redis.Redis.from_url(url, decode_responses=True, **IN_TIME) as server:
            server.ping()
            with suppress(NoPermissionError):
                return server.info()
            return {}
    except redis.RedisError as error:
        raise Refused(f"Redis does not answer: {str(error).rstrip('.')}.") from error


def require_known(url: str) -> None:
    """Refuse a mail server without an address, before asking for a password."""
    host = urlsplit(url).hostname or ""
    if host and not resolves(host):
        raise Refused(f"The mail server {host} has no address. Look at the name again.")


def require_mail(
    url: str,
    *,
    unencrypted: bool,
    envelope: tuple[str, str] | None = None,
    letter: EmailMessage | None = None,
) -> None:
    """Connect, check the certificate, sign in. With an `envelope`, ask whether a letter from its
    sender to its recipient would be taken; send the `letter` if there is one.

    Raises Refused with a sentence on what is wrong.
    """
    if not url:
        return
    require_known(url)
    try:
        with mail.connected(url, unencrypted=unencrypted) as server:
            server.noop()
            if envelope is not None:
                _require_taken(server, *envelope)
            if letter is not None:
                server.send_message(letter)
    except ssl.SSLCertVerificationError as error:
        raise Refused(
            f"The mail server's certificate is not trusted: {error.verify_message}. {how_to_trust(error)}"
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Refused(
            f"The mail server does not accept the user or the password ({error.smtp_code})."
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        is_answered = isinstance(error, REFUSALS)
        raise Refused(
            f"The mail server cannot be used: {urlsplit(url).hostname}: {_said(error).rstrip('.')}."
            + (WITH_A_LOGIN if is_answered and not urlsplit(url).username else "")
        ) from error


def _require_taken(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    """Ask whether the server takes a letter, because a server that requires a login often reports
    it only here. Accept 4xx replies: such a letter is tried again later, like any other.
    """
    for ask, address in ((server.mail, sender), (server.rcpt, recipient)):
        code, words = ask(address)
        if code >= NEVER:
            raise smtplib.SMTPResponseException(code, words)
        if code >= LATER:
            break
    server.rset()


def how_to_trust(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in OTHER_NAMES:
        return "Name the server as its certificate does."
    if error.verify_code in OUT_OF_TIME:
        return (
            f"By the clock of this machine it is {clock.now():%d %B %Y, %H:%M} UTC. If that is right the certificate has "
            "to be renewed; otherwise set the clock (timedatectl set-ntp true)."
        )
    return (
        "If your own authority signed it, let this machine trust that: put its certificate into "
        "/usr/local/share/ca-certificates/ours.crt, and run update-ca-certificates as root."
    )


def _said(error: OSError) -> str:
    """Return the server's answer, or the reason why there was none."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    elif isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return "It is not encrypted from the start at this port. Write smtp:// instead of smtps://; it is encrypted then too, where the server offers that"
    else:
        return str(error)
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def test_letter(sender: str, recipient: str, url: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, recipient
    letter["Subject"] = "Mail from the workspace arrives"
    letter.set_content(f"This e-mail shows that {url or 'the workspace'} can send mail.\n")
    return letter


def require_owner(folder: Path) -> None:
    """Refuse to run as root in somebody else's data folder, because the server could not read what
    root makes there.
    """
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == 0:
        return
    owner = name_of(folder.stat().st_uid)
    raise Refused(
        f"{folder} belongs to {owner}, and this runs as root. Run: sudo -u {owner} wgcop setup …"
    )


def name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"


def require_folder(folder: Path) -> None:
    """Refuse unless this user may write the data folder, or the nearest one above it that exists."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    probe = there / ".wgcop-setup"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(
            f"DATA_DIR: {folder} cannot be written ({error.strerror}). Run this as the user who owns it, or "
            "name another folder with --data-dir."
        ) from error
