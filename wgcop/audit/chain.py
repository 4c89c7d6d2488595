"""The chain of checksums: each row's checksum covers the one before, and the last is sealed with
the key of the installation.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import NamedTuple

BEGINNING = ""
"""The checksum before the first row."""


class Content(NamedTuple):
    """The content of a row."""

    number: int
    at: datetime
    deed: str
    person_id: int | None
    through: str
    of_kind: str
    of_id: str
    of_name: str
    detail: str


def checksum(before: str, content: Content) -> str:
    """Return the SHA-256 of the row and the checksum of the row before, which is the same on every
    database.
    """
    at = content.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps([before, *content._replace(at=at)], separators=(",", ":"))  # type: ignore[arg-type]
    return hashlib.sha256(canonical.encode()).hexdigest()


def seal(key: str, number: int, last: str) -> str:
    """Return the seal of the last row. Without the key nobody can compute it, so nobody can cut or
    rewrite the trail unnoticed.
    """
    return hmac.new(key.encode(), f"audit:{number}:{last}".encode(), hashlib.sha256).hexdigest()


def is_sealed(key: str, number: int, last: str, stored: str) -> bool:
    """Return whether the end of the trail has the correct seal. A trail without a row has no seal
    yet.
    """
    if number == 0:
        return (last, stored) == (BEGINNING, "")
    return hmac.compare_digest(seal(key, number, last), stored)


def disguise(key: str, name: str) -> str:
    """Return a short pseudonym for a name that no account has. It is always the same for the same
    name, and needs the key.
    """
    return hmac.new(key.encode(), f"audit-name:{name}".encode(), hashlib.sha256).hexdigest()[:12]


def until(number: int) -> str:
    """Return the detail of the row that records a shortening of the trail."""
    return f"≤ {number}"
