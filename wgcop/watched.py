"""What became of the last backup, of its trial restore and of the certificate: notes in the data folder, for whoever is to hear of it.

They are files, and no rows: a backup fails also where the database does not answer.
"""

import json
import os
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from wgcop import clock

FOLDER = "watched"
BACKUP, TRIAL, CERTIFICATE = "backup", "trial", "certificate"
BEGAN = "began"
"""Since when somebody watches: a workspace that is new needs no backup yet."""
LONGEST_WITHOUT_BACKUP = timedelta(hours=36)
"""A night, and the time that a large backup takes."""
LEAST_LEFT = timedelta(days=14)
"""Of a certificate. Those who renew by themselves do so a month before the end."""
PATIENCE = 10


@dataclass(frozen=True)
class Noted:
    """`failure` is why it failed when it was last tried. `good` is when it last went well, or until when a certificate is good."""

    tried: datetime
    good: datetime | None = None
    failure: str = ""


def noted(folder: Path, name: str) -> Noted | None:
    try:
        read = json.loads((folder / FOLDER / f"{name}.json").read_text())
        good = read["good"] and datetime.fromisoformat(read["good"])
        return Noted(datetime.fromisoformat(read["tried"]), good, str(read["failure"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note(folder: Path, name: str, *, good: datetime | None = None, failure: str = "") -> None:
    """A failure leaves standing when it last went well. A disk that takes no note stops nothing: the note there grows old."""
    before = noted(folder, name)
    now = Noted(clock.now(), good or (before.good if before else None), failure)
    told = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in asdict(now).items()
    }
    with suppress(OSError):
        place = folder / FOLDER
        place.mkdir(mode=0o700, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=place)
        try:
            with os.fdopen(descriptor, "w") as file:
                json.dump(told, file)
            if os.geteuid() == 0:  # whoever serves from this folder reads it
                owner = folder.stat()
                for each in (place, part):
                    os.chown(each, owner.st_uid, owner.st_gid)
            Path(part).replace(place / f"{name}.json")
        except OSError:
            Path(part).unlink()
            raise


@contextmanager
def noting(folder: Path, name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        said = str(error) or getattr(error, "message", "")
        note(folder, name, failure=(said or type(error).__name__).splitlines()[0])
        raise
    note(folder, name, good=clock.now())


def begin(folder: Path) -> None:
    if noted(folder, BEGAN) is None:
        note(folder, BEGAN)


def kept_since(folder: Path) -> datetime | None:
    """When a backup last succeeded; before the first, since when one is wanted."""
    last, began = noted(folder, BACKUP), noted(folder, BEGAN)
    if last and last.good:
        return last.good
    return began.tried if began else None


def look_at_certificate(folder: Path, url: str) -> None:
    """Which certificate visitors get at this address. Where nobody answers, what was known stays."""
    address = urlsplit(url)
    if address.scheme != "https" or not address.hostname:
        return
    context = ssl.create_default_context()
    place = (address.hostname, address.port or 443)
    try:
        with (
            socket.create_connection(place, PATIENCE) as connection,
            context.wrap_socket(connection, server_hostname=address.hostname) as secured,
        ):
            ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as error:
        note(folder, CERTIFICATE, failure=error.verify_message)
    except (OSError, KeyError, ValueError):
        return
    else:
        note(folder, CERTIFICATE, good=datetime.fromtimestamp(ends, clock.now().tzinfo))


@dataclass(frozen=True)
class Worries:
    """What somebody has to hear of; each is None if all is well or nothing is known."""

    failed: Noted | None = None
    """The last backup."""
    old: Noted | None = None
    """Nothing has been kept for too long."""
    trial: Noted | None = None
    refused: Noted | None = None
    """A certificate that browsers do not trust."""
    ends: datetime | None = None

    def __bool__(self) -> bool:
        return self != Worries()


def worries(folder: Path) -> Worries:
    now = clock.now()
    backup, trial, certificate = (noted(folder, name) for name in (BACKUP, TRIAL, CERTIFICATE))
    since = backup or noted(folder, BEGAN)
    is_old = since and now - (since.good or since.tried) > LONGEST_WITHOUT_BACKUP
    refused = certificate if certificate and certificate.failure else None
    ends = certificate.good if certificate and not refused else None
    return Worries(
        failed=backup if backup and backup.failure else None,
        old=since if is_old else None,
        trial=trial if trial and trial.failure else None,
        refused=refused,
        ends=ends if ends and ends - now < LEAST_LEFT else None,
    )
