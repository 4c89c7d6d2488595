"""Folders in which a command is at work, and the leftovers of a killed command.

Such a folder is locked while its command runs. The lock ends with the process, however it ends, and
is visible from other containers with the same data folder.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BEGINNINGS = ("backup-", "restore-", "take-", "verify-")
ELSEWHERE = "elsewhere"
"""The file in such a folder that names what the command writes elsewhere until that gets its final
name.
"""


@contextmanager
def folder_of_work(parent: Path | None, beginning: str) -> Iterator[Path]:
    """Make a folder that only this command uses, and lock it. At the end it is removed with
    everything in it.
    """
    folder, lock = _locked(parent, beginning)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(lock)


def _locked(parent: Path | None, beginning: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=beginning))
        with suppress(
            FileNotFoundError
        ):  # another command took it for left behind, before it was locked
            lock = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # a file system without locks: nobody clears there
                fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def part_of(file: Path, folder: Path) -> Path:
    """Return the temporary path under which to write this file. The path is noted in the folder
    before the file is made.
    """
    part = file.absolute().parent / f".{file.name}-{_ending(folder)}"
    (folder / ELSEWHERE).write_bytes(os.fsencode(part))
    return part


def left_in(parent: Path) -> list[Path]:
    """Return the files that commands left over when they ended, in this folder and elsewhere."""
    left = []
    for folder in _folders(parent):
        with _nobody_at_work(folder) as is_left:
            if is_left:
                left += [folder, *_parts(folder)]
    return left


def clear(parent: Path) -> None:
    for folder in _folders(parent):
        with _nobody_at_work(folder) as is_left:
            if is_left:
                for part in _parts(folder):
                    part.unlink()
                shutil.rmtree(folder)


def _folders(parent: Path) -> list[Path]:
    return sorted(folder for beginning in BEGINNINGS for folder in parent.glob(f"{beginning}*/"))


@contextmanager
def _nobody_at_work(folder: Path) -> Iterator[bool]:
    """Yield True if no command is at work in the folder. Until the block ends, no other process
    takes its files for leftovers.
    """
    try:
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_free = folder.exists()
    except OSError:  # the folder is locked, or the file system has no locks
        is_free = False
    try:
        yield is_free
    finally:
        os.close(lock)


def _parts(folder: Path) -> list[Path]:
    """Return the part that the folder's command wrote elsewhere, if it has a name that only this
    command gives.
    """
    try:
        part = Path(os.fsdecode((folder / ELSEWHERE).read_bytes()))
    except FileNotFoundError:
        return []
    is_its_own = part.name.startswith(".") and part.name.endswith(f"-{_ending(folder)}")
    return [part] if is_its_own and part.is_file() else []


def _ending(folder: Path) -> str:
    return folder.name.partition("-")[2]
