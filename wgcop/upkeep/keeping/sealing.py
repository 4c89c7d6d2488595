"""Encrypts an archive as it is written, and decrypts it as it is read, so that it need not fit into
memory.

The result is a file of age. A passphrase seals a key made for this archive, which precedes it as an
armored file of age, so that the tools of age can open it, too.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyrage

from wgcop.errors import Invalid, Refused

AGE = b"age-encryption.org/v1"
LETTERS = b"-----BEGIN AGE ENCRYPTED FILE-----"
END_OF_LETTERS = b"-----END AGE ENCRYPTED FILE-----\n"
LONGEST_LETTERS = 64 * 1024
GZIP = b"\x1f\x8b"

Stream = IO[bytes]


@dataclass(frozen=True)
class Encryption:
    """The recipients and the passphrase for which an archive is encrypted. Without either, it is
    not encrypted.
    """

    recipients: tuple[str, ...] = ()
    passphrase: str = ""


@dataclass(frozen=True)
class Keys:
    """Keys that open an archive. A passphrase is only asked for if one is needed."""

    identities: tuple[str, ...] = ()
    passphrase: Callable[[], str] = field(default=lambda: "")


FOR_NOBODY, NO_KEYS = Encryption(), Keys()


def recipient(text: str) -> Any:
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise Invalid(
            f"“{text}” is no public key of age. It begins with age1; `age-keygen` makes one."
        ) from error


def identities_in(file: Path) -> tuple[str, ...]:
    """Return the secret keys in a file as `age-keygen` writes it. Raise Invalid if the file
    contains none.
    """
    try:
        lines = file.read_text().splitlines()
    except OSError as error:
        raise Invalid(
            f"{file} cannot be read: {error.strerror}. The user who runs this command has to be able to read it."
        ) from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{file} cannot be read as a file of secret keys: {error}.") from error
    keys = tuple(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-"))
    if not keys:
        raise Invalid(
            f"{file} holds no secret key of age. Such a line begins with AGE-SECRET-KEY-."
        )
    return keys


@contextmanager
def sealed(stream: Stream, seal: Encryption) -> Iterator[Stream]:
    """Yield a stream to write to; its content is encrypted into `stream`."""
    recipients = [recipient(text) for text in seal.recipients]
    if seal.passphrase:
        once = pyrage.x25519.Identity.generate()
        stream.write(
            pyrage.passphrase.encrypt(f"{once}\n".encode(), seal.passphrase, armored=True).rstrip()
            + b"\n"
        )
        recipients.append(once.to_public())
    if not recipients:
        yield stream
        return
    with _through(lambda plain: _encrypt(plain, stream, recipients), reads=True) as plain:
        yield plain


def _encrypt(plain: Stream, stream: Stream, recipients: list[Any]) -> None:
    watched = _WatchedStream(stream)
    pyrage.encrypt_io(plain, watched, recipients)
    if watched.failed is not None:
        raise watched.failed


class _WatchedStream:
    """A stream that records its first error: pyrage does not report one in the last bytes that it
    writes, and takes one in what it reads for a damaged archive.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.failed: Exception | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._stream.write(content)
        except Exception as error:
            self.failed = self.failed or error
            raise

    def flush(self) -> None:
        self._stream.flush()

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except Exception as error:
            self.failed = self.failed or error
            raise


@contextmanager
def opened(stream: Stream, keys: Keys) -> Iterator[Stream]:
    """Yield a stream to read from, decrypted if necessary. `stream` must be seekable."""
    start = stream.read(len(LETTERS))
    stream.seek(0)
    identities = list(keys.identities)
    if start.startswith(LETTERS):
        letters = _letters(stream)
        if not identities:
            identities = _sealed_identities(letters, keys.passphrase())
    if start.startswith((LETTERS, AGE)):
        if not identities:
            raise Refused("The archive is encrypted for a key. Name its file: --identity FILE.")
        secrets = [_identity(text) for text in identities]
        with _through(lambda plain: _decrypt(stream, plain, secrets), reads=False) as plain:
            yield plain
    elif start.startswith(GZIP):
        yield stream
    else:
        raise Invalid("This is no backup of a workspace.")


def _decrypt(stream: Stream, plain: Stream, secrets: list[Any]) -> None:
    watched = _WatchedStream(stream)
    try:
        pyrage.decrypt_io(watched, plain, secrets)
    finally:
        if watched.failed is not None:
            raise watched.failed


def _letters(stream: Stream) -> bytes:
    """Return the sealed key before an archive. The stream is then at the beginning of the archive."""
    start = stream.read(LONGEST_LETTERS)
    letters, end, _ = start.partition(END_OF_LETTERS)
    if not end:
        raise Invalid("The archive is cut off, or was changed.")
    stream.seek(len(letters) + len(end))
    return letters + end


def _sealed_identities(letters: bytes, passphrase: str) -> list[str]:
    if not passphrase:
        raise Refused(
            "The archive is encrypted with a passphrase. Name its file: --passphrase-file FILE."
        )
    try:
        return pyrage.passphrase.decrypt(letters, passphrase).decode().split()
    except pyrage.DecryptError as error:
        raise Refused("The passphrase does not open this archive.") from error


def _identity(text: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise Invalid("A secret key of age is not as it should be.") from error


@contextmanager
def _through(work: Callable[[Stream], object], *, reads: bool) -> Iterator[Stream]:
    """Yield one end of a pipe. `work` gets the other end, in a thread of its own. If it fails, its
    error is raised here, in place of the broken pipe or the early end that follows from it.
    """
    source, drain = os.pipe()
    ours, theirs = (drain, source) if reads else (source, drain)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(theirs, "rb" if reads else "wb") as end:
                work(end)
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=run, name="sealing", daemon=True)
    thread.start()
    try:
        with os.fdopen(ours, "wb" if reads else "rb") as end:
            yield end
    except Exception as error:
        thread.join()
        _say(failed, instead_of=error)
        raise
    thread.join()
    _say(failed)


def _say(failed: list[BaseException], *, instead_of: Exception | None = None) -> None:
    """Raise the error of the work, unless it is only a consequence of an error on this side: a
    reader that stops early breaks the pipe. An error of the disk is always raised: it has no other
    cause, and may be the cause of the one on this side.
    """
    for error in failed:
        if isinstance(error, pyrage.DecryptError):
            raise Refused(
                "The archive cannot be decrypted: it was encrypted for another key, was changed, or is cut off."
            ) from error
        if isinstance(error, pyrage.EncryptError):
            raise Refused(f"The archive cannot be encrypted: {error}.") from error
        if instead_of is None or isinstance(instead_of, BrokenPipeError) or _is_of_disk(error):
            raise error


def _is_of_disk(error: BaseException) -> bool:
    """Return whether the disk caused the error. System errors have a number; those that pyrage
    raises about the data it decrypts do not.
    """
    return isinstance(error, OSError) and error.errno not in (None, errno.EPIPE)
