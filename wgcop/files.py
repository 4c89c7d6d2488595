"""Files by content: each is stored once under its SHA-256, and sent with the type detected from its
bytes.
"""

import hashlib
import zipfile
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import Flask, Response, current_app, request, send_file
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable

from wgcop.database import db
from wgcop.stores import choice
from wgcop.stores.protocol import Store

EXTENSION = "files"
FOLDER = "files"

NOT_MODIFIED = 304
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""The kinds of pictures that papers show, by their first bytes."""


def init_app(app: Flask) -> None:
    folder = Path(app.config["DATA_DIR"]) / FOLDER
    app.extensions[EXTENSION] = choice.store_at(app.config["FILES_URL"], folder)


def store_of(app: Flask) -> Store:
    store: Store = app.extensions[EXTENSION]
    return store


def current_store() -> Store:
    return store_of(current_app)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(place: Path) -> str:
    """Return the digest of a file, which need not fit into memory."""
    with place.open("rb") as handle:
        return digest_in(handle)


def digest_in(handle: BinaryIO) -> str:
    return hashlib.file_digest(handle, "sha256").hexdigest()  # type: ignore[arg-type]


def store(content: bytes) -> str:
    """Store the content unless it is there already. Return its digest; the content is read again by
    this digest.
    """
    sha = digest(content)
    current_store().put(sha, content)
    return sha


def read(sha: str) -> bytes:
    with current_store().open(sha).handle as handle:
        return handle.read()


def pieces(sha: str, size: int = 256 * 1024) -> Iterator[bytes]:
    """Yield the pieces of a file, which need not fit into memory. It is opened with the first
    piece.
    """
    kept_in = current_store()

    def read() -> Iterator[bytes]:
        with kept_in.open(sha).handle as handle:
            while piece := handle.read(size):
                yield piece

    return read()


Keeper = Callable[[], set[str]]

_keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> Keeper:
    """Register a feature's function that returns the stored files it still needs."""
    _keepers.append(keeper)
    return keeper


def needed() -> set[str]:
    """Return the digests of all files that some feature needs."""
    return set().union(*(keeper() for keeper in _keepers)) - {
        ""
    }  # rows that were stored without a file have an empty digest


Names = Callable[[Collection[str]], Mapping[str, str]]
_names: list[Names] = []


def named_by(names: Names) -> Names:
    """Register a function by which a feature says, for digests, whose files they are, so that an
    administrator can find them again.

    For things that only a delegation may read, it returns only the address.
    """
    _names.append(names)
    return names


def whose(shas: Collection[str]) -> dict[str, str]:
    return {sha: name for names in _names for sha, name in names(shas).items()}


def sweep(wanted: Container[str], *, before: datetime) -> int:
    """Remove files last stored before that moment whose digest is not wanted, and parts left by a
    crash. Return how many.

    While another process holds the files, none is removed until the next sweep.
    """
    kept_in = current_store()
    removed = 0
    with kept_in.removing() as may_remove:
        for each in kept_in.listed() if may_remove else ():
            if each.name not in wanted and each.at < before:
                removed += kept_in.remove(each.name, unless_since=before)
    return removed


def drop(shas: Iterable[str]) -> None:
    """Remove these files now, except those that some feature still needs."""
    kept_in = current_store()
    for sha in set(shas) - needed() - {""}:
        kept_in.erase(sha)


def answer(sha: str, name: str) -> Response:
    """Send the file as a download. It is never shown within the workspace, because an uploaded file
    must not run with its rights.
    """
    return _sent(sha, as_attachment=True, download_name=plain_name(name) or sha)


def show_picture(sha: str) -> Response:
    """Send a picture that was checked before it was stored, to be shown within a page. Its content
    never changes.
    """
    response = _sent(sha, kinds=PICTURES.values())
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _sent(
    sha: str,
    *,
    kinds: Container[str] = (),
    as_attachment: bool = False,
    download_name: str | None = None,
) -> Response:
    """Send the whole file, the part that is asked for, or the answer that it has not changed."""
    db.session.rollback()  # no connection to the database waits for a store that is slow
    try:
        opened = current_store().open(sha)
    except FileNotFoundError:
        raise NotFound from None
    try:
        kind = media_type(opened.handle)
        if kinds and kind not in kinds:
            raise NotFound
        opened.handle.seek(0)
        response = send_file(
            opened.handle,
            mimetype=kind,
            as_attachment=as_attachment,
            download_name=download_name,
            etag=sha,
            last_modified=opened.at,
            conditional=False,
        )
        response.content_length = opened.size
        response.make_conditional(request.environ, True, opened.size)
    except (NotFound, RequestedRangeNotSatisfiable):
        opened.handle.close()
        raise
    if response.status_code == NOT_MODIFIED:
        opened.handle.close()
        response.response = ()
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def plain_name(path: str) -> str:
    """Return the last part of a path, without characters that would break a header or be invisible
    in it.
    """
    return "".join(character for character in Path(path).name if character.isprintable())


def media_type(handle: BinaryIO) -> str:
    """Return the media type by the first bytes, regardless of the file's name."""
    head = handle.read(4096)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return DOCX if _is_docx(handle) else "application/zip"
    for start, kind in PICTURES.items():
        if head.startswith(start):
            return kind
    if b"\0" in head:
        return "application/octet-stream"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "text/plain"


def _is_docx(handle: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(handle) as parts:
            return "word/document.xml" in parts.namelist()
    except zipfile.BadZipFile:
        return False
