"""Checks the data folder: its owner, who can read it, and what was left behind in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from wgcop.health.diagnosis import Diagnosis, fault, mended, ok, warning
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.keeping import at_work
from wgcop.upkeep.keeping.restore import BEGUN
from wgcop.upkeep.setting_up.checks import name_of

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
    name = name_of(owner)
    if os.geteuid() != owner:
        yield warning(
            "folder",
            f"{folder} belongs to {name}, and this runs as {name_of(os.geteuid())}.",
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
