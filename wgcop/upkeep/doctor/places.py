"""Checks the data folder: its owner, who can read it, and how much room there is."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from wgcop.health.checks import LITTLE_ROOM, NO_ROOM, room_left
from wgcop.upkeep.doctor.diagnosis import Diagnosis, Examination, fault, mended, ok, warning
from wgcop.upkeep.keeping import at_work
from wgcop.upkeep.keeping.restore import BEGUN

LITTLE_INODES = 10_000
BACKUPS = Path("/var/backups/wgcop")
SHOWN = 3


def permissions(examined: Examination) -> Iterator[Diagnosis]:
    folder = Path(examined.app.config["DATA_DIR"])
    places = [folder, *folder.rglob("*")]
    owner = folder.stat().st_uid
    found = [*_of_others(places, owner, folder), *_open(places, folder, examined.repair)]
    yield from found or [
        ok("folder", f"{folder} and the {len(places) - 1} files and folders in it are private.")
    ]


def _of_others(places: list[Path], owner: int, folder: Path) -> Iterator[Diagnosis]:
    name = _name(owner)
    if os.geteuid() != owner:
        yield warning(
            "folder",
            f"{folder} belongs to {name}, and this runs as {_name(os.geteuid())}.",
            f"Run commands as {name}: what others write, the server cannot read.",
        )
    others = [place for place in places if place.lstat().st_uid != owner]
    if others:
        yield fault(
            "folder",
            f"{_named(others, folder)} not of {name}, who runs the server.",
            f"Run: chown -R {name} {folder}",
        )


def _open(places: list[Path], folder: Path, repair: bool) -> Iterator[Diagnosis]:
    open_ones = [
        place for place in places if not place.is_symlink() and place.stat().st_mode & 0o077
    ]
    if not open_ones:
        return
    says = "{} open to other users."
    if not repair:
        yield fault(
            "folder",
            says.format(_named(open_ones, folder)),
            "Add --repair, which makes them private.",
        )
        return
    ours = [place for place in open_ones if os.geteuid() in (0, place.stat().st_uid)]
    others = [place for place in open_ones if place not in ours]
    for place in ours:
        place.chmod(place.stat().st_mode & 0o700)
    if ours:
        yield mended("folder", says.format(_named(ours, folder)), "They are private now.")
    if others:
        yield fault(
            "folder",
            says.format(_named(others, folder)),
            "Only their owner can change that. Change the owner first, then run this again.",
        )


def _named(places: list[Path], folder: Path) -> str:
    shown = ", ".join(
        str(place.relative_to(folder) if place.is_relative_to(folder) else place)
        for place in places[:SHOWN]
    )
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return f"{shown}{more} {'is' if len(places) == 1 else 'are'}"


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _of_backups(device: int) -> str:
    """Return a sentence on the size of the backups on this disk, which old archives fill most
    often; empty if there are no backups.
    """
    try:
        size = sum(
            file.stat().st_size for file in BACKUPS.iterdir() if file.stat().st_dev == device
        )
    except OSError:
        return ""
    return f" Backups in {BACKUPS} take {size / (1 << 30):.1f} GB of it." if size else ""


def leftovers(examined: Examination) -> Iterator[Diagnosis]:
    """Check for copies of the database left over from a killed command, and for a restore that was
    broken off.
    """
    folder = Path(examined.app.config["DATA_DIR"])
    if (folder / BEGUN).exists():
        yield fault(
            "leftovers",
            "A restore was broken off here before all rows were in the database.",
            "Run 'wgcop restore' with the same archive again.",
        )
        return
    left = at_work.left_in(folder)
    if not left:
        yield ok("leftovers", "No command left anything behind.")
        return
    says = f"{_named(left, folder)} left behind by a command that was killed, with copies of the database."
    if not examined.repair:
        yield warning("leftovers", says, "Add --repair, which removes them.")
        return
    at_work.clear(folder)
    yield mended("leftovers", says, "They were removed.")


def room(examined: Examination) -> Iterator[Diagnosis]:
    folder = Path(examined.app.config["DATA_DIR"])
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    says = room_left(free)
    advice = f"Make room on the disk of {folder}, or move it to a larger one.{_of_backups(folder.stat().st_dev)}"
    if free < NO_ROOM:
        yield fault("disk", says, advice)
    elif free < LITTLE_ROOM:
        yield warning("disk", says, advice)
    elif disk.f_files and disk.f_favail < LITTLE_INODES:
        yield warning("disk", f"There is room for {disk.f_favail} more files only.", advice)
    else:
        yield ok("disk", says)
