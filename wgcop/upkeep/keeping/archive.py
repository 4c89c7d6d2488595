"""The form of an archive: a tar stream with a manifest, the database, the key, the files, and the
checksums of all of them.

Unpacked by hand into an empty folder, it is the data folder of a workspace on SQLite.
"""

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol, Self

from wgcop import clock
from wgcop.errors import Invalid, Refused
from wgcop.upkeep.keeping.place import DATABASE, FILES, KEY
from wgcop.upkeep.keeping.sealing import Stream

FORMAT = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
PIECE = 256 * 1024
BLOCK = 512
RECORD = 20 * BLOCK
COMPRESSION = 3
"""The level of compression. Most files are compressed already, and rows shrink little further with
more effort.
"""
LARGEST_MANIFEST = 1024 * 1024
LARGEST_KEY = 4096
LONGEST_SUM = 160
FILE = re.compile(rf"{FILES}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")

BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, tarfile.HeaderError)

Progress = Callable[[int], object]


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    def write(self, content: bytes, /) -> int: ...


@dataclass
class Manifest:
    version: str
    revision: str
    database: str
    made_at: str
    rows: dict[str, int]
    database_bytes: int
    files: int
    files_bytes: int
    key_of_environment: bool
    format: int = FORMAT

    def as_json(self) -> bytes:
        return (json.dumps(asdict(self), indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        try:
            values = json.loads(content)
            if values["format"] != FORMAT:
                raise Refused(
                    f"The archive is of form {values['format']}, which this version does not read. "
                    f"It was made by version {values.get('version')}: install that one or a newer one."
                )
            manifest = cls(**values)
        except (ValueError, TypeError, KeyError) as error:
            raise Invalid(
                "This is no backup of a workspace: its manifest cannot be read."
            ) from error
        sizes = (
            manifest.database_bytes,
            manifest.files,
            manifest.files_bytes,
            *manifest.rows.values(),
        )
        if not all(isinstance(size, int) and size >= 0 for size in sizes):
            raise Invalid("This is no backup of a workspace: its manifest names no sizes.")
        return manifest


class ArchiveWriter:
    """A writer that adds the members of an archive one after another, and notes their checksums."""

    def __init__(self, stream: Writable, sums: Stream, progress: Progress) -> None:
        self._stream = stream
        self._sums = sums
        self._progress = progress

    def add(self, name: str, source: Readable, size: int) -> str:
        """Add a member, and return the SHA-256 of its content."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(clock.now().timestamp())
        self._stream.write(info.tobuf(tarfile.GNU_FORMAT))
        digest, left = hashlib.sha256(), size
        while left:
            piece = source.read(min(PIECE, left))
            if not piece:
                raise Refused(f"{name} became shorter while it was read. Try again.")
            digest.update(piece)
            self._stream.write(piece)
            self._progress(len(piece))
            left -= len(piece)
        self._stream.write(bytes(-size % BLOCK))
        if name != SUMS:
            self._sums.write(f"{digest.hexdigest()}  {name}\n".encode())
        return digest.hexdigest()

    def finish(self) -> None:
        size = self._sums.tell()
        self._sums.seek(0)
        self.add(SUMS, self._sums, size)
        self._stream.write(bytes(2 * BLOCK))


@contextmanager
def writing(stream: Stream, progress: Progress) -> Iterator[ArchiveWriter]:
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=COMPRESSION, filename="") as packed,
        tempfile.TemporaryFile() as sums,
    ):
        archive = ArchiveWriter(packed, sums, progress)
        yield archive
        archive.finish()


@dataclass
class Unpacked:
    manifest: Manifest
    folder: Path
    """The folder with the database, and with the files if they were asked for."""
    key: str = ""
    damaged: list[str] = field(default_factory=list)
    """Digests of files that were already damaged before the archive was made."""
    left_out: list[str] = field(default_factory=list)
    """Names of triggers and views in its database that no version of the workspace has."""

    @property
    def database(self) -> Path:
        return self.folder / DATABASE


def unpack(
    stream: Stream, folder: Path, progress: Progress, *, with_files: bool, only: str = ""
) -> Unpacked:
    """Check a whole archive. Store its database in the folder and, `with_files`, its files: all, or
    `only` this one.
    """
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed, tempfile.TemporaryFile() as sums:
            return _Unpacking(
                packed, folder, sums, progress, with_files=with_files, only=only
            ).all()
    except BROKEN as error:
        raise Invalid("The archive is damaged or cut off.") from error


@dataclass
class _Member:
    name: str
    size: int
    pieces: Iterator[bytes]


class _Unpacking:
    """A reader that accepts only the members that `wgcop backup` writes, in their order, so that
    none is stored under any other name.
    """

    def __init__(
        self,
        stream: Readable,
        folder: Path,
        sums: Stream,
        progress: Progress,
        *,
        with_files: bool,
        only: str,
    ) -> None:
        self._stream = stream
        self._folder = folder
        self._sums = sums
        self._progress = progress
        self._with_files = with_files
        self._only = only

    def all(self) -> Unpacked:
        manifest = Manifest.from_json(self._content(self._expect(MANIFEST, LARGEST_MANIFEST)))
        require_room(
            self._folder,
            manifest.database_bytes * 2
            + manifest.files_bytes * (self._with_files and not self._only),
        )
        unpacked = Unpacked(manifest, self._folder)
        self._store(self._expect(DATABASE, manifest.database_bytes), unpacked.database)
        member = self._next()
        if member.name == KEY:
            key = self._content(self._limited(member, LARGEST_KEY))
            unpacked.key = key.decode("ascii", "replace").strip()
            member = self._next()
        files, size, last = 0, 0, ""
        while match := FILE.fullmatch(member.name):
            files, size = files + 1, size + member.size
            if member.name <= last or files > manifest.files or size > manifest.files_bytes:
                raise Invalid(
                    f"The archive holds more than its manifest says, from {member.name} on."
                )
            last = member.name
            is_wanted = self._with_files and self._only in ("", match[2])
            place = self._folder / member.name if is_wanted else None
            if self._store(member, place) != match[2]:
                unpacked.damaged.append(match[2])
            member = self._next()
        if member.name != SUMS or (files, size) != (manifest.files, manifest.files_bytes):
            raise Invalid(
                f"The archive does not hold what its manifest says, from {member.name} on."
            )
        self._compare(self._limited(member, LONGEST_SUM * (files + 4)))
        if (
            any(self._stream.read(2 * BLOCK))
            or any(self._stream.read(RECORD))
            or self._stream.read(1)
        ):
            raise Invalid("The archive goes on after its end.")
        return unpacked

    def _next(self) -> _Member:
        info = tarfile.TarInfo.frombuf(self._exactly(BLOCK), "utf-8", "replace")
        if info.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or info.size < 0:
            raise Invalid(f"The archive holds something that is no file: {info.name!r}.")
        return _Member(info.name, info.size, self._pieces(info.size))

    def _expect(self, name: str, largest: int) -> _Member:
        member = self._next()
        if member.name != name:
            raise Invalid(f"The archive should hold {name} here, and not {member.name!r}.")
        return self._limited(member, largest)

    def _limited(self, member: _Member, largest: int) -> _Member:
        if member.size > largest:
            raise Invalid(f"{member.name} is larger than the archive may hold.")
        return member

    def _pieces(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            piece = self._exactly(min(PIECE, left))
            left -= len(piece)
            yield piece
        self._exactly(-size % BLOCK)

    def _exactly(self, size: int) -> bytes:
        content = self._stream.read(size)
        if len(content) != size:
            raise EOFError
        return content

    def _store(self, member: _Member, place: Path | None) -> str:
        digest = hashlib.sha256()
        if place is None:
            for piece in member.pieces:
                digest.update(piece)
                self._progress(len(piece))
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as handle:
                for piece in member.pieces:
                    digest.update(piece)
                    handle.write(piece)
                    self._progress(len(piece))
        self._note(digest.hexdigest(), member.name)
        return digest.hexdigest()

    def _content(self, member: _Member) -> bytes:
        content = b"".join(member.pieces)
        self._note(hashlib.sha256(content).hexdigest(), member.name)
        return content

    def _note(self, digest: str, name: str) -> None:
        self._sums.write(f"{digest}  {name}\n".encode())

    def _compare(self, member: _Member) -> None:
        self._sums.seek(0)
        with tempfile.TemporaryFile() as theirs:
            for piece in member.pieces:
                theirs.write(piece)
            theirs.seek(0)
            for ours in self._sums:
                if theirs.readline(LONGEST_SUM) != ours:
                    name = ours.decode().split()[-1]
                    raise Invalid(
                        f"{name} in the archive is not what was stored: its checksum differs."
                    )
            if theirs.read(1):
                raise Invalid("The archive names checksums of what it does not hold.")


def require_room(folder: Path, needed: int) -> None:
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if needed > free:
            raise Refused(
                f"{folder} has room for {free / 1e6:,.0f} MB, and {needed / 1e6:,.0f} MB are needed."
            )
