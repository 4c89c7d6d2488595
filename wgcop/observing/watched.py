"""The results of the last backup, of its trial restore and of the certificate check, and any other
address under which people came, as files in the data folder.

They are files and not rows, because a backup also fails when the database does not answer.
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
OTHER_NAME = "other-name"
BEGAN = "began"
"""The note of the time when monitoring began: a new workspace needs no backup yet."""
LONGEST_WITHOUT_BACKUP = timedelta(hours=36)
"""The longest time without a backup: a day, and the time that a large backup takes."""
LEAST_LEFT = timedelta(days=14)
"""The remaining validity of a certificate below which there is a warning. Automatic renewal happens
a month before the end.
"""
OTHER_NAME_FOR = timedelta(days=1)
"""How long the use of another address is reported."""
OTHER_NAME_EVERY = timedelta(hours=1)
_other_name_noted: dict[Path, datetime] = {}
"""The time of the last such note in each data folder, as far as this process knows."""
PATIENCE = 10


@dataclass(frozen=True)
class Noted:
    """The result of a backup, a trial restore or a certificate check. `failure` is the reason why
    the last attempt failed; for another address under which somebody came, it is that address.

    `good` is the time of the last success, or the end of the validity of a certificate.
    """

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
    """Write a note. After a failure it still holds the time of the last success. If the note cannot
    be written, nothing stops: the old note shows its age.
    """
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
        reason = str(error) or getattr(error, "message", "")
        note(folder, name, failure=(reason or type(error).__name__).splitlines()[0])
        raise
    note(folder, name, good=clock.now())


def begin(folder: Path) -> None:
    if noted(folder, BEGAN) is None:
        note(folder, BEGAN)


def kept_since(folder: Path) -> datetime | None:
    """Return the time of the last successful backup or, if no backup has succeeded, the time since
    which one has been due; None if nothing is known.
    """
    last, began = noted(folder, BACKUP), noted(folder, BEGAN)
    if last and last.good:
        return last.good
    return began.tried if began else None


def look_at_certificate(folder: Path, url: str) -> None:
    """Record the certificate that visitors get at this address. If nobody answers, the last note
    stays.
    """
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


def note_other_name(folder: Path, origin: str) -> None:
    """Record the use of another address, once an hour at most, whatever the address: a browser can
    be made to send another one with each request.
    """
    last = _other_name_noted.get(folder)
    if last is None and (known := noted(folder, OTHER_NAME)):
        last = known.tried
    if last is None or clock.now() - last > OTHER_NAME_EVERY:
        last = clock.now()
        note(folder, OTHER_NAME, failure=origin)
    _other_name_noted[folder] = last


def other_name(folder: Path) -> Noted | None:
    """Return the note of another address by which people came within the last day."""
    known = noted(folder, OTHER_NAME)
    return known if known and clock.now() - known.tried < OTHER_NAME_FOR else None


@dataclass(frozen=True)
class Worries:
    """The warnings that administrators should see. Each is None if all is well or nothing is known."""

    failed: Noted | None = None
    """The last backup, if it failed."""
    old: Noted | None = None
    """The last backup, if it is too old."""
    trial: Noted | None = None
    refused: Noted | None = None
    """The certificate, if browsers do not trust it."""
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
