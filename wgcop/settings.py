"""Settings that depend on other settings, and the secret key, which is made and stored if none was
set.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from wgcop.database import READER, engine_options
from wgcop.errors import Invalid
from wgcop.live import TRANSPORTS
from wgcop.networks import is_public
from wgcop.processes.redis import IN_TIME
from wgcop.web import counters

PRIVATE = ("wgcop.db", "wgcop.db-wal", "wgcop.db-shm", "secret-key", "files", "index", "radar")
FEWEST_CONNECTIONS = 5
SHORTEST_KEY = 32
LARGEST_REQUEST = 2 * 1024 * 1024
SERVER = "postgresql+psycopg://"
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
LONGEST_DRAIN = 86_400
LONGEST_REPLY_NAME = 24
REDIS = ("redis://", "rediss://", "unix://")


def complete(app: Flask) -> None:
    folder = data_folder(Path(app.config["DATA_DIR"]))
    require_redis_address(app.config["REDIS_URL"])
    require_public_address(app.config["PUBLIC_URL"])
    require_mail_address(app.config["MAIL_URL"], app.config["MAIL_SENDER"])
    require_push_services(app.config["PUSH_SERVICES"])
    require_translator(app.config["TRANSLATOR_URL"])
    require_answers_by_mail(app.config["REPLY_ADDRESS"], app.config["REPLY_MAILBOX"])
    require_what_a_server_needs(app.config["THREADS"], app.config["DRAIN_SECONDS"])
    require_who_needs_a_second_factor(app.config["SECOND_FACTOR"])
    require_provider(app)
    require_transport(app.config["LIVE_TRANSPORT"])
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or f"sqlite:///{folder / 'wgcop.db'}"
    require_database_address(app.config["DATABASE_URL"])
    require_copy(app.config["DATABASE_URL"], app.config["DATABASE_READ_URL"])
    app.config["SQLALCHEMY_ENGINES"] = {
        name: engine_options(
            url,
            connections=connections_for_pages(app.config),
            has_pooler=app.config["DATABASE_POOLER"],
        )
        for name, url in (
            ("default", app.config["DATABASE_URL"]),
            (READER, app.config["DATABASE_READ_URL"]),
        )
        if url
    }
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or secret_key_in(folder / "secret-key")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"] or LARGEST_REQUEST
    app.config.setdefault(
        "RATELIMIT_STORAGE_URI",
        address_for_limits(app.config["REDIS_URL"]) or f"{counters.SCHEME}://",
    )
    if app.config["REDIS_URL"]:
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", dict(IN_TIME))
    app.config.update(
        SESSION_COOKIE_NAME="wgcop",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["PUBLIC_URL"].startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )


def data_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in (folder, *(folder / name for name in PRIVATE)):
            keep_private(place)
    except OSError as error:
        raise Invalid(
            f"DATA_DIR: {folder} cannot be made ({error.strerror}). Name a folder that this user may write to."
        ) from error
    return folder


def connections_for_pages(config: Mapping[str, Any]) -> int:
    """Return the number of connections for pages: all of them, except those of a search engine in
    the same database.
    """
    total: int = config["DATABASE_CONNECTIONS"]
    if total < FEWEST_CONNECTIONS:
        raise Invalid(f"DATABASE_CONNECTIONS must be at least {FEWEST_CONNECTIONS}.")
    return total - connections_for_search(config)


def connections_for_search(config: Mapping[str, Any]) -> int:
    if config["SEARCH_ENGINE"] != "postgres":
        return 0
    total: int = config["DATABASE_CONNECTIONS"]
    return max(total // 4, 3)


def require_database_address(url: str) -> None:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is not a number
        parts = None
    is_named = parts is not None and bool(parts.database or parts.host or parts.query)
    if parts is None or parts.drivername not in DRIVERS or not is_named:
        raise Invalid(
            "DATABASE_URL must begin with postgresql+psycopg:// or sqlite:///, and name a database."
        )
    if parts.drivername == "sqlite" and not str(parts.database).startswith(("/", ":memory:")):
        raise Invalid(
            "DATABASE_URL must name the file of SQLite by its whole path, such as "
            f"sqlite:////var/lib/wgcop/wgcop.db: “{parts.database}” would be another file in every folder."
        )


def require_copy(url: str, read_url: str) -> None:
    if read_url and not (url.startswith(SERVER) and read_url.startswith(SERVER)):
        raise Invalid(
            "DATABASE_READ_URL must begin with postgresql+psycopg://, and name a copy of a DATABASE_URL that does."
        )


def require_redis_address(url: str) -> None:
    parts = split(url)
    is_socket = parts is not None and parts.scheme == "unix"
    has_place = parts is not None and (not is_socket or len(parts.path) > 1)
    if url and not (url.startswith(REDIS) and has_place):
        raise Invalid(
            "REDIS_URL must be an address such as redis://127.0.0.1:6379/0 or unix:///run/redis/redis.sock."
        )


def split(url: str) -> SplitResult | None:
    """Return the parts of an address, or None if the text is not an address or its port is invalid."""
    try:
        parts = urlsplit(url)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def address_for_limits(redis: str) -> str:
    """Return the address for Flask-Limiter's storage, which uses another scheme for a socket."""
    return redis.replace("unix://", "redis+unix://", 1) if redis.startswith("unix://") else redis


def require_public_address(url: str) -> None:
    parts = split(url)
    is_one = parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
    if url and (not is_one or any(sign.isspace() for sign in url)):
        raise Invalid("PUBLIC_URL must be an address such as https://workspace.example.org.")
    if parts is not None and not url.isascii():
        host = in_ascii(parts.hostname or "")
        raise Invalid(
            f"PUBLIC_URL must name its host as browsers and e-mails carry it: {host or 'xn--…'}."
        )


def in_ascii(host: str) -> str:
    """Return the name `xn--…` of a host in non-ASCII letters. It is empty if the encoding is
    ambiguous, as with ß, which was once encoded as ss.
    """
    try:
        name = host.encode("idna").decode()
        return name if name.encode().decode("idna") == host.lower() else ""
    except UnicodeError:
        return ""


def require_mail_address(url: str, sender: str) -> None:
    parts = split(url)
    if url and (parts is None or parts.scheme not in ("smtp", "smtps")):
        raise Invalid(
            "MAIL_URL must be an address such as smtp://user:password@host:587, with % in a password as %25, @ as "
            "%40 and / as %2F; smtps:// is encrypted from the start."
        )
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        raise Invalid("MAIL_SENDER must be an address such as workspace@example.org.")


def require_push_services(services: str) -> None:
    for service in services.replace(",", " ").split():
        parts = split(service)
        is_one = parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
        if parts is None or not is_one or parts.path.strip("/") or parts.query:
            raise Invalid(
                "PUSH_SERVICES must name push services by scheme and host, such as https://push.example.org:8443."
            )


def require_translator(url: str) -> None:
    """Refuse an address to which words would go unencrypted beyond the office's own network."""
    parts = split(url)
    is_one = parts is not None and bool(parts.hostname) and not (parts.query or parts.fragment)
    if url and (parts is None or not is_one or parts.scheme not in ("http", "https")):
        raise Invalid("TRANSLATOR_URL must be an address such as https://translate.example.org.")
    if parts is not None and parts.username is not None:
        raise Invalid("TRANSLATOR_URL must hold no name and no password: see TRANSLATOR_KEY.")
    if parts is not None and parts.scheme == "http" and not is_near(parts.hostname or ""):
        raise Invalid(
            "TRANSLATOR_URL must begin with https://, except for a service on this machine or in your own network."
        )


def is_near(host: str) -> bool:
    """Return whether a host is by its name or address in a network of one's own."""
    try:
        return not is_public(str(ip_address(host)))
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal"))


def require_answers_by_mail(address: str, mailbox: str) -> None:
    """Refuse an address that a signature would make longer than mail servers allow."""
    local, _at, domain = address.partition("@")
    is_usable = local and domain and parseaddr(address)[1] == address and "+" not in local
    if address and not (is_usable and address.isascii() and len(local) <= LONGEST_REPLY_NAME):
        raise Invalid(
            f"REPLY_ADDRESS must be an address such as reply@cop.example, with at most {LONGEST_REPLY_NAME} "
            "characters before the @ and no + among them."
        )
    parts = split(mailbox)
    if mailbox and (parts is None or parts.scheme not in ("imap", "imaps") or not parts.username):
        raise Invalid(
            "REPLY_MAILBOX must be an address such as imaps://user:password@host:993/INBOX, with % in a password "
            "as %25, @ as %40 and / as %2F."
        )
    if mailbox and not address:
        raise Invalid(
            "REPLY_MAILBOX needs REPLY_ADDRESS: the address of which this is the mailbox."
        )


def require_what_a_server_needs(threads: int, drain: int) -> None:
    if not threads:
        raise Invalid("THREADS must be at least 1.")
    if drain > LONGEST_DRAIN:
        raise Invalid(f"DRAIN_SECONDS must be at most {LONGEST_DRAIN}, which is a day.")


def require_transport(name: str) -> None:
    if name not in TRANSPORTS:
        raise Invalid(f"LIVE_TRANSPORT must be own or stock, and not “{name}”.")


def require_who_needs_a_second_factor(rule: str) -> None:
    if rule not in ("", "officers", "everybody"):
        raise Invalid(f"SECOND_FACTOR must be officers, everybody or empty, and not “{rule}”.")


def require_provider(app: Flask) -> None:
    """Refuse incomplete or insecure settings of the provider. Anyone who could change an
    unencrypted answer on its way could sign in as anybody.
    """
    issuer: str = app.config["OIDC_ISSUER"]
    if not issuer:
        if app.config["OIDC_ONLY"]:
            raise Invalid("OIDC_ONLY needs OIDC_ISSUER: without a provider nobody could sign in.")
        return
    parts = split(issuer)
    is_here = (
        parts is not None
        and parts.scheme == "http"
        and parts.hostname in ("127.0.0.1", "localhost")
    )
    if not is_here and (parts is None or parts.scheme != "https" or not parts.hostname):
        raise Invalid("OIDC_ISSUER must be the address of the provider, and begin with https://.")
    if not app.config["OIDC_CLIENT_ID"]:
        raise Invalid(
            "OIDC_ISSUER needs OIDC_CLIENT_ID: the name under which the provider knows this workspace."
        )


def keep_private(place: Path) -> None:
    """Make a file or folder readable by its owner only, even if it existed before."""
    with suppress(FileNotFoundError, PermissionError):
        mode = place.stat().st_mode
        if mode & 0o077:
            place.chmod(mode & 0o700)


def secret_key_in(file: Path) -> str:
    """Return this installation's key, which is made once; two processes that start together agree
    on one.

    The file is written completely or not at all, even if the disk is full.
    """
    if not file.exists():
        descriptor, part = tempfile.mkstemp(dir=file.parent, prefix="secret-key-")
        try:
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_hex(32))
                handle.flush()
                os.fsync(handle.fileno())
            with suppress(FileExistsError):
                os.link(part, file)
        except OSError as error:
            raise Invalid(
                f"The key that seals cookies cannot be kept in {file}: {error}."
            ) from error
        finally:
            Path(part).unlink(missing_ok=True)
    key = file.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise Invalid(
            f"{file} holds no key: it is empty or cut off, as after a full disk. Put it back from a "
            "backup, or remove it: a new one is made then. Everybody then signs in again; authenticator apps, recovery codes "
            "and links in e-mails no longer work, and the secretariat resets the second factor of whoever has one."
        )
    return key
