"""Checks unattended operations: the last backup, its trial restore, the certificate that visitors
get, and the address that they use.
"""

from collections.abc import Iterator
from pathlib import Path

from wgcop import clock
from wgcop.observing import watched
from wgcop.upkeep.doctor.diagnosis import Diagnosis, Examination, fault, ok, warning

HOW = "See journalctl -u wgcop-backup, and run what it runs: systemctl start wgcop-backup."


def backup(examined: Examination) -> Iterator[Diagnosis]:
    folder = Path(examined.app.config["DATA_DIR"])
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


def certificate(examined: Examination) -> Iterator[Diagnosis]:
    """Check the certificate as it is now, not as it was recorded."""
    folder, url = Path(examined.app.config["DATA_DIR"]), examined.app.config["PUBLIC_URL"]
    if not url.startswith("https:"):
        yield ok("certificate", "PUBLIC_URL is not https.")
        return
    watched.look_at_certificate(folder, url)
    known, worries = watched.noted(folder, watched.CERTIFICATE), watched.worries(folder)
    if known is None:
        yield ok("certificate", f"Nothing is known of it: nobody answers at {url}.")
    elif worries.refused:
        yield fault(
            "certificate",
            f"It is not trusted: {known.failure.rstrip('.')}.",
            "Renew it; the line “proxy” says more.",
        )
    elif known.good is not None:
        days = (known.good - clock.now()).days
        says = f"It ends in {days} days."
        yield (
            warning("certificate", says, "See why it is not renewed (certbot renew --dry-run).")
            if worries.ends
            else ok("certificate", says)
        )


def address(examined: Examination) -> Iterator[Diagnosis]:
    """Check whether people reached the workspace at an address other than PUBLIC_URL, where pages
    are not live.
    """
    other = watched.other_name(Path(examined.app.config["DATA_DIR"]))
    if other is None:
        yield ok("address", "Nobody came under another name than that of PUBLIC_URL.")
        return
    yield warning(
        "address",
        f"On {other.tried:%Y-%m-%d at %H:%M} UTC somebody who is signed in came by {other.failure}, where pages are not live.",
        "If that name is yours, let the proxy lead it to PUBLIC_URL (nginx: return 301 with that address). "
        "If it is not, somebody made it up, and nothing has to be done.",
    )
