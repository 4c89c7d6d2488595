"""Stored files against the rows that name them."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

from wgcop import files
from wgcop.upkeep.doctor.diagnosis import Diagnosis, Examination, fault, mended, ok, warning

DIGEST = re.compile("[0-9a-f]{64}")
SHOWN = 3
STILL_COMING_IN = 3600
"""Seconds for which a part may belong to an upload that runs."""
SAY_EVERY = 500


def stored_files(examined: Examination) -> Iterator[Diagnosis]:
    folder = Path(examined.app.config["DATA_DIR"]) / "files"
    needed = files.needed()
    there = {place.name: place for place in folder.glob("*/*")}
    whole = {name for name in there if DIGEST.fullmatch(name)}
    found = [
        *_missing(needed - whole),
        *_changed(examined, [there[name] for name in sorted(needed & whole)]),
        *_parts(examined, [there[name] for name in sorted(there.keys() - whole)]),
    ]
    unused = len(whole - needed)
    also = f" {unused} more are not needed; the server removes them." if unused else ""
    yield from found or [ok("files", f"All {len(needed)} are there and unchanged.{also}")]


def _missing(names: set[str]) -> Iterator[Diagnosis]:
    if names:
        yield fault(
            "files",
            f"{len(names)} are missing, such as {_some(names)}.",
            "Bring them back from a backup, into the folder of their first two letters.",
        )


def _changed(examined: Examination, places: list[Path]) -> Iterator[Diagnosis]:
    changed = set()
    for number, place in enumerate(places, 1):
        if number % SAY_EVERY == 0:
            examined.progress(f"{number} of {len(places)} files compared")
        if files.digest_of(place) != place.name:
            changed.add(place.name)
    if changed:
        yield fault(
            "files",
            f"{len(changed)} are not what was stored, such as {_some(changed)}.",
            "Bring them back from a backup, and look at the disk.",
        )


def _parts(examined: Examination, places: list[Path]) -> Iterator[Diagnosis]:
    left = [place for place in places if place.stat().st_mtime < time.time() - STILL_COMING_IN]
    if not left:
        return
    says = f"{len(left)} are parts that a crash left behind."
    if not examined.repair:
        yield warning("files", says, "Add --repair, which removes them.")
        return
    for place in left:
        place.unlink(missing_ok=True)
    yield mended("files", says, "They were removed.")


def _some(names: set[str]) -> str:
    return ", ".join(name[:12] + "…" for name in sorted(names)[:SHOWN])
