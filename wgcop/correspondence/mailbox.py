"""Fetches new messages from a mailbox by IMAP. A message is marked only after it was dealt with, so that
none is lost if this process or the server stops in between.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from wgcop.errors import Away

TIMEOUT = 20
MOST_AT_ONCE = 50
BEGINNING = 64 * 1024
"""The number of bytes that are read of a message that is too large."""


class NotHandedOver(Away):
    """Raised when the mailbox keeps one message back; it may hand over the others."""


class Mailbox:
    """An open mailbox. Messages are named by their UIDs."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server
        _state, able = server.capability()
        self._ends_one = b"UIDPLUS" in able[-1].upper().split()

    def new(self) -> list[str]:
        """Return the unseen messages, oldest first. If there are many, return the oldest and the
        latest, so that one person who sent very many does not hold up the others.
        """
        answer = self._ask("SEARCH", "UNSEEN", "UNDELETED")
        found = b" ".join(each for each in answer if isinstance(each, bytes)).decode().split()
        if len(found) <= MOST_AT_ONCE:
            return found
        return [*found[: MOST_AT_ONCE // 2], *found[-(MOST_AT_ONCE // 2) :]]

    def fetch(self, uid: str, most: int) -> bytes:
        """Return a message without marking it. If it has more bytes than `most`, return only its
        beginning, padded so that it still counts as too large.
        """
        size = _number_in(self._ask("FETCH", uid, "(RFC822.SIZE)"))
        if size <= most:
            return _content_of(self._ask("FETCH", uid, "(BODY.PEEK[])"))
        head = _content_of(self._ask("FETCH", uid, f"(BODY.PEEK[HEADER]<0.{BEGINNING}>)"))
        return head.ljust(most + 1, b"\n")

    def delete(self, uid: str) -> None:
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        if self._ends_one:
            self._ask("EXPUNGE", uid)
        else:
            self._server.expunge()

    def leave(self, uid: str, *, flagged: bool = False) -> None:
        """Leave a message in the mailbox for an administrator; it is not fetched again."""
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)" if flagged else r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        state, answer = self._server.uid(command, *words)
        if state != "OK":
            refused = NotHandedOver if command == "FETCH" else Away
            raise refused(f"The mailbox answered {state} to {command}.")
        return answer


def _number_in(answer: list[bytes | tuple[bytes, bytes] | None]) -> int:
    for each in answer:
        if isinstance(each, bytes) and b"RFC822.SIZE" in each:
            number = each.partition(b"RFC822.SIZE")[2].split()[0]
            return int(number.strip(b"()"))
    raise NotHandedOver("The mailbox did not say how large a message is.")


def _content_of(answer: list[bytes | tuple[bytes, bytes] | None]) -> bytes:
    for each in answer:
        if isinstance(each, tuple):
            return each[1]
    raise NotHandedOver("The mailbox did not hand over a message.")


@contextmanager
def opened(address: str, *, unencrypted: bool) -> Iterator[Mailbox]:
    """Sign in to `imaps://user:password@host:993/INBOX`, or `imap://…`, which starts TLS before the
    password is sent. The certificate is checked. A password is sent over an unencrypted connection
    only if `unencrypted` allows it.
    """
    url, trusted = urlsplit(address), ssl.create_default_context()
    host, folder = url.hostname or "localhost", unquote(url.path.strip("/")) or "INBOX"
    server: imaplib.IMAP4
    try:
        if url.scheme == "imaps":
            port = url.port or 993
            server = imaplib.IMAP4_SSL(host, port, ssl_context=trusted, timeout=TIMEOUT)
        else:
            server = imaplib.IMAP4(host, url.port or 143, timeout=TIMEOUT)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Away(f"The mailbox at {host} did not answer: {error}") from error
    try:
        if url.scheme == "imap":
            _encrypt(server, trusted, unencrypted=unencrypted)
        server.login(unquote(url.username or ""), unquote(url.password or ""))
        state, _count = server.select(_quoted(folder))
        if state != "OK":
            raise Away(f"The mailbox has no folder {folder}.")
        yield Mailbox(server)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Away(f"The mailbox at {host} answered: {error}") from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()
        with suppress(OSError):
            server.shutdown()  # the line may have broken before


def _encrypt(server: imaplib.IMAP4, trusted: ssl.SSLContext, *, unencrypted: bool) -> None:
    if "STARTTLS" in server.capabilities:
        server.starttls(trusted)
    elif not unencrypted:
        raise Away(
            "The mailbox offers no encryption, so the password was not sent. Use imaps://, or set "
            "REPLY_MAILBOX_UNENCRYPTED=1 if nobody can listen on the line."
        )


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
