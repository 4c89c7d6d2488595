"""`wgcop restore`: brings an archive back into an empty place, on the kind of database that the
place has. All of it, or nothing.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from wgcop.errors import Refused
from wgcop.mail import TRIAL
from wgcop.settings import SHORTEST_KEY
from wgcop.stores.protocol import StoreAway
from wgcop.upkeep.keeping import backup, databases
from wgcop.upkeep.keeping.archive import Progress, Unpacked
from wgcop.upkeep.keeping.at_work import clear, folder_of_work
from wgcop.upkeep.keeping.databases import silent
from wgcop.upkeep.keeping.place import (
    FILES,
    KEY,
    Installation,
    file_of,
    has_tables,
    is_sqlite,
    shown,
)
from wgcop.upkeep.keeping.rows import SqliteRows
from wgcop.upkeep.keeping.sealing import NO_KEYS, Keys

BEGUN = "restore-begun"
"""The name of a file in the data folder that marks that files were restored and rows possibly not
yet. A restore that is killed in this state is begun again.
"""


def restore(
    file: Path,
    place: Installation,
    keys: Keys = NO_KEYS,
    progress: Progress = silent,
    *,
    is_trial: bool = False,
) -> Unpacked:
    with _alone_in(place.folder):
        clear_what_was_broken_off(place)
        require_empty(place)
        with folder_of_work(place.folder, "restore-") as folder:
            unpacked = backup.read(file, folder, keys, progress, with_files=True)
            require_known(unpacked)
            begun, trial = place.folder / BEGUN, place.folder / TRIAL
            makes_trial = is_trial and not trial.exists()
            begun.write_text(TRIAL if makes_trial else "")
            if makes_trial:
                trial.touch()
            try:
                # The file of an SQLite database gets its name last, when the files are there; the rows of a
                # PostgreSQL database are removed again if one of the files cannot be brought.
                with _in_place(unpacked, place), _files_in_place(unpacked, place):
                    pass
            except BaseException:
                if makes_trial:
                    trial.unlink()
                raise
            finally:
                begun.unlink()
    return unpacked


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make the folder and lock it for this restore. A new folder that stays empty is removed again.
    The lock ends with the process, and leaves no file.
    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        _take(lock, folder)
        yield
    finally:
        os.close(lock)
        if is_new:
            with suppress(OSError):  # the folder may not be empty
                folder.rmdir()


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(
            f"Another 'wgcop restore' is at work in {folder}. Wait for it to end."
        ) from error


def clear_what_was_broken_off(place: Installation) -> None:
    """Remove the leftovers of a restore that was killed before its rows were in the database. Raise
    Refused if the rows are there, since the restore was then complete.
    """
    begun = place.folder / BEGUN
    clear(place.folder)
    if not begun.exists():
        return
    if has_tables(place.url) and databases.holds_rows(place.url):
        begun.unlink()
        raise Refused(
            "The restore that was broken off here had ended: everything is in place. Start the server."
        )
    for stored in list(place.files.listed()):
        place.files.erase(stored.name)
    if begun.read_text() == TRIAL:  # else a workspace restored in earnest would send no letters
        (place.folder / TRIAL).unlink(missing_ok=True)


def require_empty(place: Installation) -> None:
    """Raise Refused unless the place is empty. Tables without rows do not count: 'wgcop migrate'
    may have been run already.
    """
    there = [f"files in {place.files.where}"] if any(place.files.listed()) else []
    if has_tables(place.url) and databases.holds_rows(place.url):
        there.append(f"a database that is not empty ({shown(place.url)})")
    if there:
        raise Refused(
            f"Here is a workspace already: {' and '.join(there)}. Restore into an empty DATA_DIR and an empty "
            "database, or move this one away first."
        )


def require_known(unpacked: Unpacked) -> None:
    manifest = unpacked.manifest
    if not databases.knows(manifest.revision):
        raise Refused(
            f"The archive was made by a newer workspace (version {manifest.version}, tables {manifest.revision}). "
            "Install that version first."
        )


@contextmanager
def _in_place(unpacked: Unpacked, place: Installation) -> Iterator[None]:
    """Put the database in place and bring it to this version. It stays only if the body of the
    `with` succeeds.
    """
    if is_sqlite(place.url):
        unpacked.left_out += databases.keep_only_own_code(
            unpacked.database, unpacked.manifest.revision
        )
        databases.migrate(f"sqlite:///{unpacked.database}")
        yield
        databases.put(unpacked.database, file_of(place.url))
        return
    with (
        closing(sqlite3.connect(unpacked.database)) as connection,
        databases.filled(
            place.url, SqliteRows(connection), revision=unpacked.manifest.revision, newest=True
        ),
    ):
        yield


@contextmanager
def _files_in_place(unpacked: Unpacked, place: Installation) -> Iterator[None]:
    """Put files and key in place. The key takes the place of one that has sealed nothing yet. The
    files are removed again if something fails.
    """
    brought: list[str] = []
    try:
        for stored in (unpacked.folder / FILES).glob("*/*"):
            brought.append(stored.name)
            place.files.take_in(stored.name, stored)
        if len(unpacked.key) >= SHORTEST_KEY:
            key = unpacked.folder / KEY
            key.write_text(unpacked.key)
            databases.put(key, place.key_file)
        yield
    except BaseException:
        with suppress(StoreAway):
            for name in brought:
                place.files.erase(name)
        raise


def of_left_out(names: list[str]) -> str:
    return (
        f"The database of the archive acted by itself in a way that no version of the workspace does: {', '.join(names)}. "
        "That was left out. See who could write to the archive, or to the database that it was made from."
    )


WITHOUT_ITS_KEY = (
    "everybody signs in again, authenticator apps, recovery codes and links in letters no longer work, and the "
    "secretariat resets the second factor of whoever has one."
)


def of_key(unpacked: Unpacked, place: Installation) -> str:
    """Return a sentence on the key that is in force from now on."""
    stored, told = unpacked.key, place.key_of_environment
    if told and told != stored:
        return (
            f"SECRET_KEY of the settings counts, and is not the one of the archive: {WITHOUT_ITS_KEY} "
            "Take SECRET_KEY out of the settings to use that of the archive."
            if len(stored) >= SHORTEST_KEY
            else "SECRET_KEY of the settings counts. The archive holds no key that can be used."
        )
    if told:
        return "SECRET_KEY of the settings counts, and is the one of the archive."
    if len(stored) >= SHORTEST_KEY:
        return f"The key of the archive is in {place.key_file}."
    return f"The archive holds no key that can be used, and a new one is made: {WITHOUT_ITS_KEY}"
