"""Files by content: each is stored once in the data folder under its SHA-256, and sent with the type its bytes say."""

import fcntl
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from flask import Response, current_app, send_file
from werkzeug.exceptions import NotFound

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""The kinds of pictures that papers show, by their first bytes."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(place: Path) -> str:
    """Of a file that need not fit into memory."""
    with place.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def store(content: bytes) -> str:
    """Store the content unless it is there already. Returns its digest, by which it is read again."""
    sha = digest(content)
    target = _place(sha)
    with suppress(FileNotFoundError):
        os.utime(target)  # so that `sweep` does not take it for something old
        return sha
    target.parent.mkdir(parents=True, exist_ok=True)
    # A crash leaves a part under another name, never half a file under its digest; a full disk leaves nothing.
    descriptor, part = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        Path(part).replace(target)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    return sha


def read(sha: str) -> bytes:
    return _place(sha).read_bytes()


def pieces(sha: str, size: int = 256 * 1024) -> Iterator[bytes]:
    """Of a file that need not fit into memory. It is opened with the first piece."""
    place = _place(sha)

    def read() -> Iterator[bytes]:
        with place.open("rb") as handle:
            while piece := handle.read(size):
                yield piece

    return read()


Keeper = Callable[[], set[str]]

_keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> Keeper:
    """A feature that stores files says which ones it still needs."""
    _keepers.append(keeper)
    return keeper


def needed() -> set[str]:
    """The digests of all files that some feature needs."""
    return set().union(*(keeper() for keeper in _keepers)) - {
        ""
    }  # of what was stored without a file


def sweep(wanted: Container[str], *, before: datetime) -> int:
    """Remove files last stored before that moment whose digest is not wanted, and parts left by a crash. Returns how many.

    While somebody holds all files, none is removed: there will be another time.
    """
    removed = 0
    with suppress(BlockingIOError), _turn(_folder(), fcntl.LOCK_EX | fcntl.LOCK_NB):
        for place in _folder().glob("*/*"):
            with suppress(FileNotFoundError):
                if place.name not in wanted and place.stat().st_mtime < before.timestamp():
                    place.unlink()
                    removed += 1
    return removed


def drop(shas: Iterable[str]) -> None:
    """Remove these files now, except those that some feature still needs. While a backup holds all files, it is waited for."""
    with _turn(_folder(), fcntl.LOCK_EX):
        for sha in set(shas) - needed() - {""}:
            _place(sha).unlink(missing_ok=True)


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """No file in this folder of files is removed meanwhile, by any process. A sweep that runs is waited for."""
    with _turn(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def _turn(folder: Path, kind: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, kind)  # let go with the file
        yield


def answer(sha: str, name: str) -> Response:
    """A download, never shown within the workspace: a file that somebody sent must not act in its name."""
    place = _place(sha)
    if not place.is_file():
        raise NotFound
    response = send_file(
        place,
        mimetype=media_type(place),
        as_attachment=True,
        download_name=plain_name(name) or sha,
        etag=sha,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def show_picture(sha: str) -> Response:
    """A picture that was checked before it was stored, shown within a page. Its content never changes."""
    place = _place(sha)
    if not place.is_file() or media_type(place) not in PICTURES.values():
        raise NotFound
    response = send_file(place, mimetype=media_type(place), etag=sha, conditional=True)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def plain_name(path: str) -> str:
    """The last part of a path, without characters that would break a header or hide in it."""
    return "".join(character for character in Path(path).name if character.isprintable())


def media_type(place: Path) -> str:
    """The type as the first bytes tell it, whatever the file is called."""
    with place.open("rb") as handle:
        head = handle.read(4096)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return DOCX if _is_docx(place) else "application/zip"
    for start, kind in PICTURES.items():
        if head.startswith(start):
            return kind
    if b"\0" in head:
        return "application/octet-stream"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "text/plain"


def _is_docx(place: Path) -> bool:
    try:
        with zipfile.ZipFile(place) as parts:
            return "word/document.xml" in parts.namelist()
    except zipfile.BadZipFile:
        return False


def _place(sha: str) -> Path:
    return _folder() / sha[:2] / sha


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"
