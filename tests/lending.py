"""A folder that is lent to one test after another and put right in between, which is quicker than to copy all of it for each."""

import os
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

Facts = tuple[int, ...]


class Lent:
    """A copy of `source`. Only what somebody has changed in it is copied again.

    A change shows in the times of a file, unless it was `mapped` into memory.
    """

    def __init__(self, source: Path, place: Path, mapped: Collection[str] = ()) -> None:
        self._source = source
        self._place = place
        self._mapped = mapped
        self._copy()

    @contextmanager
    def at(self, folder: Path) -> Iterator[None]:
        """There alone: whoever goes on to write when it is over finds nothing."""
        try:
            self._put_right()
        except OSError:  # whoever had it last locked something up
            self._copy()
        self._place.rename(folder)
        try:
            yield
        finally:
            folder.rename(self._place)

    def _copy(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._source, self._place, symlinks=True)
        self._known = facts(self._place)

    def _put_right(self) -> None:
        present = facts(self._place)
        changed = [name for name in present if not self._is_as_it_was(name, present[name])]
        for name in sorted(changed, reverse=True):  # what is in a folder before the folder
            known = self._known.get(name, (0,))[0]
            if stat.S_ISDIR(known) and stat.S_ISDIR(present[name][0]):
                (self._place / name).chmod(stat.S_IMODE(known))
            else:
                _remove(self._place / name)
        if changed:
            present = facts(self._place)
        for name in sorted(self._known.keys() - present.keys()):
            _copy(self._source / name, self._place / name)
            self._known[name] = _said((self._place / name).lstat())

    def _is_as_it_was(self, name: str, present: Facts) -> bool:
        if self._known.get(name) != present:
            return False
        return name not in self._mapped or _are_same(self._source / name, self._place / name)


def facts(folder: Path) -> dict[str, Facts]:
    """By path. When an inode was last changed is a time that nobody can set back."""
    found: dict[str, Facts] = {}

    def look(inside: str) -> None:
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name = f"{inside}{entry.name}"
                found[name] = _said(entry.stat(follow_symlinks=False))
                if entry.is_dir(follow_symlinks=False):
                    look(f"{name}/")

    look("")
    return found


def _said(status: os.stat_result) -> Facts:
    if stat.S_ISDIR(status.st_mode):
        return (status.st_mode,)
    times = status.st_mtime_ns, status.st_ctime_ns
    return status.st_mode, status.st_ino, status.st_size, *times


def _are_same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy(source: Path, path: Path) -> None:
    if source.is_dir():
        path.mkdir(exist_ok=True)
        shutil.copystat(source, path)
    else:
        shutil.copy2(source, path)
