"""Checks stored files against the rows that name them."""

import re
from collections.abc import Iterator
from datetime import timedelta

from wgcop import clock, files
from wgcop.health.checklist import without_files
from wgcop.health.diagnosis import Diagnosis, fault, mended, ok, warning
from wgcop.stores.protocol import Store, StoreAway, Stored
from wgcop.upkeep.doctor.examination import Examination

DIGEST = re.compile("[0-9a-f]{64}")
SHOWN = 3
STILL_COMING_IN = timedelta(hours=1)
"""The age up to which a partial file may belong to a running upload."""
SAY_EVERY = 500


def stored_files(examined: Examination) -> Iterator[Diagnosis]:
    store = files.store_of(examined.app)
    try:
        store.try_out()
        yield from _compared(examined, store)
    except StoreAway as away:
        yield without_files(away, store.where)


def _compared(examined: Examination, store: Store) -> Iterator[Diagnosis]:
    needed = files.needed()
    there = {file.name: file for file in store.listed()}
    whole = {name for name in there if DIGEST.fullmatch(name)}
    found = [
        *_missing(needed - whole),
        *_changed(examined, store, sorted(needed & whole)),
        *_parts(examined, store, [there[name] for name in sorted(there.keys() - whole)]),
    ]
    unused = len(whole - needed)
    also = f" {unused} more are not needed; the server removes them." if unused else ""
    yield from found or [ok("files", f"All {len(needed)} are there and unchanged.{also}")]


def _missing(names: set[str]) -> Iterator[Diagnosis]:
    if names:
        yield fault(
            "files",
            f"{len(names)} are missing, such as {_some(names)}.",
            "Bring each back from a backup: wgcop backup ARCHIVE --take DIGEST.",
        )


def _changed(examined: Examination, store: Store, names: list[str]) -> Iterator[Diagnosis]:
    changed = set()
    for number, name in enumerate(names, 1):
        if number % SAY_EVERY == 0:
            examined.progress(f"{number} of {len(names)} files compared")
        with store.open(name).handle as handle:
            if files.digest_in(handle) != name:
                changed.add(name)
    if changed:
        yield fault(
            "files",
            f"{len(changed)} are not what was stored, such as {_some(changed)}.",
            "Bring them back from a backup, and look at the disk.",
        )


def _parts(examined: Examination, store: Store, parts: list[Stored]) -> Iterator[Diagnosis]:
    before = clock.now() - STILL_COMING_IN
    left = [part for part in parts if part.at < before]
    if not left:
        return
    says = f"{len(left)} are parts that a crash left behind."
    if not examined.repair:
        yield warning("files", says, "Add --repair, which removes them.")
        return
    for part in left:
        store.remove(part.name, unless_since=before)
    yield mended("files", says, "They were removed.")


def _some(names: set[str]) -> str:
    """Name some of the files, each with its document, because its owner can send it again."""
    shown = sorted(names)[:SHOWN]
    whose = files.whose(shown)
    return "; ".join(f"{name} – {whose[name]}" if name in whose else name for name in shown)
