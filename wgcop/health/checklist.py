"""The checks that `/readyz` and `wgcop doctor` share: what is looked at, how bad it is, and what to
do. They read what is known and contact nothing but the database.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app

from wgcop import clock
from wgcop.database import replica as replicas
from wgcop.health.diagnosis import Diagnosis, fault, ok, warning
from wgcop.health.queries import workers
from wgcop.observing import watched
from wgcop.observing.version import version
from wgcop.stores.protocol import StoreAway

LITTLE_ROOM = 1 << 30
NO_ROOM = 64 << 20
LITTLE_INODES = 10_000
BACKUPS = Path("/var/backups/wgcop")
HOW = "See journalctl -u wgcop-backup, and run what it runs: systemctl start wgcop-backup."


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"])


def disk() -> Iterator[Diagnosis]:
    folder = _folder()
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    says = f"{free >> 20} MB are free."
    if free < NO_ROOM:
        yield fault("disk", says, _make_room(folder))
    elif free < LITTLE_ROOM:
        yield warning("disk", says, _make_room(folder))
    elif found.f_files and found.f_favail < LITTLE_INODES:
        says = f"There is room for {found.f_favail} more files only."
        yield warning("disk", says, _make_room(folder))
    else:
        yield ok("disk", f"{free / (1 << 30):.1f} GB are free.")


def _make_room(folder: Path) -> str:
    """Return what to do, with the size of the backups on this disk, which old archives fill most
    often.
    """
    advice = f"Make room on the disk of {folder}, or move it to a larger one."
    device = folder.stat().st_dev
    try:
        size = sum(
            file.stat().st_size for file in BACKUPS.iterdir() if file.stat().st_dev == device
        )
    except OSError:
        return advice
    return (
        f"{advice} Backups in {BACKUPS} take {size / (1 << 30):.1f} GB of it." if size else advice
    )


def backup() -> Iterator[Diagnosis]:
    folder = _folder()
    last, worries = watched.noted(folder, watched.BACKUP), watched.worries(folder)
    if last is None:
        says = "No backup was made so far."
        advice = "Let one be made each night: systemctl enable --now wgcop-backup.timer."
        yield warning("backup", says, advice) if worries.old else ok("backup", says)
        return
    good = (
        f"The last one that succeeded was made {_ago(last)} ago."
        if last.good
        else "None has succeeded so far."
    )
    if worries.failed:
        yield fault("backup", f"The last one failed: {last.failure.rstrip('.')}. {good}", HOW)
    elif worries.old:
        yield fault("backup", good, f"Nothing was tried since. {HOW}")
    else:
        yield ok("backup", good)
    yield from _trial(folder)


def _trial(folder: Path) -> Iterator[Diagnosis]:
    trial = watched.noted(folder, watched.TRIAL)
    if trial is None:
        yield ok("backup", "Whether it can be restored was not tried so far.")
    elif trial.failure:
        yield fault(
            "backup",
            f"Its trial failed: {trial.failure.rstrip('.')}.",
            "Mend that, and restore an archive again with --trial.",
        )
    else:
        yield ok("backup", f"It was restored as a trial {_ago(trial)} ago.")


def _ago(noted: watched.Noted) -> str:
    assert noted.good is not None
    hours = int((clock.now() - noted.good).total_seconds() // 3600)
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"


def certificate() -> Iterator[Diagnosis]:
    """Check the certificate as it was when it was last looked at."""
    folder = _folder()
    known, worries = watched.noted(folder, watched.CERTIFICATE), watched.worries(folder)
    if worries.refused:
        yield fault(
            "certificate",
            f"It is not trusted: {worries.refused.failure.rstrip('.')}.",
            "Renew it; the line “proxy” says more.",
        )
    elif known is None or known.good is None:
        yield ok("certificate", "Nothing is known of it.")
    else:
        says = f"It ends in {(known.good - clock.now()).days} days."
        advice = "See why it is not renewed (certbot renew --dry-run)."
        yield warning("certificate", says, advice) if worries.ends else ok("certificate", says)


def address() -> Iterator[Diagnosis]:
    """Check whether people reached the workspace at an address other than PUBLIC_URL, where pages
    are not live.
    """
    other = watched.other_name(_folder())
    if other is None:
        yield ok("address", "Nobody came under another name than that of PUBLIC_URL.")
        return
    yield warning(
        "address",
        f"On {other.tried:%Y-%m-%d at %H:%M} UTC somebody who is signed in came by {other.failure}, where pages are not live.",
        "If that name is yours, let the proxy lead it to PUBLIC_URL (nginx: return 301 with that address). "
        "If it is not, somebody made it up, and nothing has to be done.",
    )


def replica() -> Iterator[Diagnosis]:
    """Check the copy of the database as it was when it was last looked at."""
    copy = replicas.replica_of(current_app)
    if copy is None:
        yield ok("replica", "There is none.")
    elif copy.is_close:
        yield ok("replica", f"It is {copy.lag:.1f} seconds behind; pages are read from it.")
    elif copy.lag is None:
        yield fault(
            "replica",
            "The copy does not answer, or follows no database: the database answers all pages itself.",
            "See that it runs, that DATABASE_READ_URL leads to it, and that pg_is_in_recovery() there is true.",
        )
    else:
        yield warning(
            "replica",
            f"It is {copy.lag:.0f} seconds behind: the database answers all pages itself.",
            "See pg_stat_replication on the database, and the log of the copy.",
        )


def worker() -> Iterator[Diagnosis]:
    known = workers()
    alive = [worker for worker in known if worker.is_alive]
    if not alive:
        heard = f" The last was heard {in_words(known[0].silence)} ago." if known else ""
        yield warning(
            "worker",
            f"Nobody does the background work.{heard}",
            "Start the server or, beside several processes, 'wgcop worker' (systemctl enable --now wgcop-worker).",
        )
    for each in alive:
        failing = [duty["name"] for duty in each.duties if duty["running"] < duty["threads"]]
        if failing:
            says = f"{each}. Not running: {', '.join(sorted(failing))}."
            yield warning("worker", says, "Look for thread_failed in its log.")
        elif each.version != version():
            yield warning("worker", f"{each}. This is version {version()}.", "Restart it.")
        else:
            yield ok("worker", f"{each}.")


def without_files(away: StoreAway, where: str) -> Diagnosis:
    return fault(
        "files",
        f"The store {where} cannot be used. {away.cause}",
        "See that it runs, and that address, bucket and key in FILES_URL are right.",
    )


def in_words(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"


SharedCheck = Callable[[], Iterator[Diagnosis]]
SHARED: dict[str, SharedCheck] = {
    "disk": disk,
    "replica": replica,
    "backup": backup,
    "certificate": certificate,
    "address": address,
    "worker": worker,
}
