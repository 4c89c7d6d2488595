"""One folder for all that a run writes, so that nothing stays when the run has gone."""

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

PREFIX = "wgcop-tests-"
VARIABLE = "WGCOP_TESTS"
"""Names the folder to all processes of a run."""

ENOUGH = 3 << 30


def places() -> list[Path]:
    """In memory, if there is room enough: a disk takes its time to make and remove so many copies of the data."""
    memory, disk = Path("/dev/shm"), Path(tempfile.gettempdir())
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH
    return [memory, disk] if has_room else [disk, memory]


def keep_together(config: pytest.Config) -> None:
    """Where pytest was called by itself, and nobody watches over it: what it writes goes when it ends, or as the next run begins.

    The folders of its tests stay where pytest looks for them, so that one can look into those of a test that failed.
    """
    if VARIABLE in os.environ:
        return
    bases = places()
    remove_abandoned(bases)
    folder = make(bases[0])
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(bases[0]))
    os.environ |= {VARIABLE: str(folder), "TMPDIR": str(folder / "tmp")}
    tempfile.tempdir = None  # it is looked up once
    config.add_cleanup(partial(remove, folder))


def make(base: Path) -> Path:
    """A folder that is held as long as this process, or one that it forks, lives."""
    new = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=base))
    new.chmod(0o711)  # the user of the database passes through
    held = os.open(new / "held", os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_EX)
    (new / "tmp").mkdir(mode=0o1777)
    (new / "tmp").chmod(0o1777)
    return new.rename(base / new.name[1:])


def remove_abandoned(bases: list[Path]) -> None:
    """Folders of runs that were killed together with whoever watched over them, and their processes."""
    for base in bases:
        for folder in base.glob(f"{PREFIX}*") if base.is_dir() else ():
            with suppress(OSError), (folder / "held").open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for number in processes_of(folder):
                    with suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
                remove(folder)


def processes_of(folder: Path) -> Iterator[int]:
    """Those that were told of the folder, or stand in it."""
    told = f"{VARIABLE}={folder}".encode()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with suppress(OSError):
                is_told = told in (process / "environ").read_bytes().split(b"\0")
                if is_told or folder in (process / "cwd").readlink().parents:
                    yield int(process.name)


def remove(folder: Path) -> None:
    """Somebody may write into it while it goes."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
