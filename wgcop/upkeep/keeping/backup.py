"""`wgcop backup`: writes database, key and files into one archive while people write, and checks
the contents of an archive.
"""

import io
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from wgcop import clock
from wgcop.errors import Invalid, Refused
from wgcop.observing.version import version
from wgcop.stores.protocol import Store
from wgcop.upkeep.keeping import archive, databases, rows
from wgcop.upkeep.keeping.archive import Manifest, Progress, Unpacked, require_room
from wgcop.upkeep.keeping.at_work import clear, folder_of_work, part_of
from wgcop.upkeep.keeping.databases import silent
from wgcop.upkeep.keeping.place import (
    DATABASE,
    FILES,
    KEY,
    Installation,
    file_of,
    has_tables,
    is_sqlite,
    kind,
    shown,
)
from wgcop.upkeep.keeping.rows import SqliteRows
from wgcop.upkeep.keeping.sealing import FOR_NOBODY, Encryption, Keys, Stream, opened, sealed

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Made:
    manifest: Manifest
    damaged: list[str]
    """Digests of files whose content no longer matches them."""


def keep(
    place: Installation,
    file: Path,
    seal: Encryption = FOR_NOBODY,
    progress: Progress = silent,
    *,
    over_another: bool = False,
) -> Made:
    """Write an archive of the place as it is now, into `file`. People who write at the same time
    need not wait.
    """
    if file.exists() and not over_another:
        raise Refused(f"{file} is there already. Choose another name, or say --force.")
    require_database(place)
    with (
        _folder_for_a_copy(place) as folder,
        _whole_or_not_at_all(file, part_of(file, folder)) as stream,
    ):
        return _write(place, folder, stream, seal, progress)


def make(
    place: Installation, stream: Stream, seal: Encryption = FOR_NOBODY, progress: Progress = silent
) -> Made:
    """Write an archive of the place into a stream that the caller stores."""
    require_database(place)
    with _folder_for_a_copy(place) as folder:
        made = _write(place, folder, stream, seal, progress)
        stream.flush()  # here, where an error is still reported
        return made


def _write(
    place: Installation, folder: Path, stream: Stream, seal: Encryption, progress: Progress
) -> Made:
    # A file is stored before the row that names it, and none is removed until the archive is whole. So the database is
    # copied first, and no file that it names is missing.
    with place.files.holding():
        copy = folder / DATABASE
        if is_sqlite(place.url):
            require_room(folder, file_of(place.url).stat().st_size)
        databases.copy_into_file(place.url, copy, lambda _: progress(0))
        stored = sorted(_stored_files(place.files))
        manifest = Manifest(
            version=version(),
            revision=databases.revision_of(f"sqlite:///{copy}"),
            database=kind(place.url),
            made_at=clock.now().isoformat(timespec="seconds"),
            rows=counts(copy),
            database_bytes=copy.stat().st_size,
            files=len(stored),
            files_bytes=sum(size for _, size in stored),
            key_of_environment=bool(place.key_of_environment),
        )
        with sealed(stream, seal) as plain, archive.writing(plain, progress) as writing:
            _add(writing, archive.MANIFEST, manifest.as_json())
            with copy.open("rb") as handle:
                writing.add(DATABASE, handle, manifest.database_bytes)
            if key := place.key():
                _add(writing, KEY, f"{key}\n".encode())
            damaged = []
            for name, size in stored:
                with place.files.open(name).handle as handle:
                    if writing.add(f"files/{name[:2]}/{name}", handle, size) != name:
                        damaged.append(name)
    return Made(manifest, damaged)


def require_database(place: Installation) -> None:
    if not (has_tables(place.url) and databases.revision_of(place.url)):
        raise Refused(f"There is no workspace in {shown(place.url)} to keep.")


@contextmanager
def _folder_for_a_copy(place: Installation) -> Iterator[Path]:
    """Make a folder for a copy beside the database, after removing the leftovers of a killed
    backup.
    """
    place.folder.mkdir(parents=True, exist_ok=True)
    clear(place.folder)
    with folder_of_work(place.folder, "backup-") as folder:
        yield folder


def _stored_files(files: Store) -> Iterator[tuple[str, int]]:
    """Return the name and size of each stored file."""
    return ((file.name, file.size) for file in files.listed() if DIGEST.fullmatch(file.name))


def _add(writing: archive.ArchiveWriter, name: str, content: bytes) -> None:
    writing.add(name, io.BytesIO(content), len(content))


def counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return rows.counts(SqliteRows(connection))


@contextmanager
def _whole_or_not_at_all(file: Path, part: Path) -> Iterator[Stream]:
    """Write to `part`. It gets the name of `file` once everything is in it and on the disk."""
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Invalid(f"{file} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
        databases.put(part, file)
    except OSError as error:
        raise Refused(f"{file} was not written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def read(
    file: Path,
    folder: Path,
    keys: Keys,
    progress: Progress = silent,
    *,
    with_files: bool,
    only: str = "",
) -> Unpacked:
    """Check a whole archive, and leave its contents in the folder. Raise Invalid if it is damaged."""
    try:
        with file.open("rb") as stored, opened(stored, keys) as plain:
            unpacked = archive.unpack(plain, folder, progress, with_files=with_files, only=only)
    except OSError as error:
        raise Refused(f"{file} was not unpacked: {error.strerror or error}.") from error
    require_sound(unpacked)
    return unpacked


def take_out(
    file: Path, digest: str, folder: Path, keys: Keys, progress: Progress = silent
) -> Path:
    """Take one file with this digest out of an archive into the folder, after checking the whole
    archive. Return its path.
    """
    unpacked = read(file, folder, keys, progress, with_files=True, only=digest)
    found = folder / FILES / digest[:2] / digest
    if not found.exists():
        raise Refused(f"{file} holds no file {digest}. Look into another archive.")
    if digest in unpacked.damaged:
        raise Refused(f"{digest} was damaged before {file} was made. Look into an older archive.")
    return found


def require_sound(unpacked: Unpacked) -> None:
    """Raise Invalid unless the database can be read and matches the manifest."""
    manifest = unpacked.manifest
    try:
        with closing(sqlite3.connect(unpacked.database)) as connection:
            connection.execute("PRAGMA trusted_schema = off")
            connection.execute("PRAGMA cell_size_check = on")
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if answer != "ok":
                raise Invalid(f"The database in the archive is damaged: {answer}.")
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        held = counts(unpacked.database)
    except (sqlite3.DatabaseError, TypeError) as error:
        raise Invalid(f"The database in the archive cannot be read: {error}.") from error
    for table in sorted({*held, *manifest.rows}):
        if held.get(table) != manifest.rows.get(table):
            raise Invalid(
                f"The table {table} in the archive has {held.get(table, 'no')} rows, and should have "
                f"{manifest.rows.get(table, 'none')}."
            )
    if revision != manifest.revision:
        raise Invalid(
            f"The tables are of version {revision}, and should be of {manifest.revision}."
        )


def described(manifest: Manifest) -> str:
    """Return a description of the contents of an archive."""
    size = manifest.files_bytes
    shown = f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} kB"
    return (
        f"{sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, and {manifest.files:,} "
        f"{'file' if manifest.files == 1 else 'files'} with {shown}"
    )


def of_damaged(damaged: list[str]) -> str:
    names = ", ".join(damaged[:3])
    return (
        f"{len(damaged)} of the files were damaged on the disk before they were kept, such as {names}. "
        "Look for them in an older backup."
    )


def of_missing(missing: list[str]) -> str:
    return (
        f"{len(missing)} of the files that the workspace names are not in its store, such as {missing[0]}, and so not in "
        "the archive. Take them out of an older one: wgcop backup ARCHIVE --take DIGEST."
    )
