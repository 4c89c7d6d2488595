"""Checking, hashing and verifying passwords (argon2, with its cost from the settings)."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _

from wgcop.database import db
from wgcop.errors import Busy

SHORTEST = 12
LONGEST = 500
NEW_PASSWORD = {"autocomplete": "new-password", "minlength": SHORTEST}
"""The attributes of a field for a new password."""
LONGEST_WAIT = 90.0
"""The number of seconds to wait for a free core: enough for everybody who signs in during the first
minute of a meeting.
"""

SILLY = (
    "password",
    "passwort",
    "motdepasse",
    "contraseña",
    "123456789",
    "1234567890",
    "qwertyuiop",
    "azertyuiop",
    "qwertzuiop",
    "abcdefgh",
    "iloveyou",
    "letmein",
    "welcome",
    "changeme",
    "administrator",
    "childprotection",
    "onlineprotection",
    "workinggroup",
    "resolution67",
    "wgcop",
)


def problem_with(password: str, *, email: str) -> str | None:
    """Return what is wrong with a password, for the person who chose it, or None if it is good."""
    plain = _normalized(password).casefold()
    if len(plain) < SHORTEST:
        return _(
            "Use at least %(count)d characters. Three or four words that do not belong together "
            "are easy to remember and hard to guess.",
            count=SHORTEST,
        )
    if len(plain) > LONGEST:
        return _("Use at most %(count)d characters.", count=LONGEST)
    if len(set(plain)) < 5 or _is_silly(plain, email):
        return _("Others would guess this password. Choose words that have nothing to do with you.")
    return None


def hash_of(password: str) -> str:
    with _turn():
        return _hasher().hash(_normalized(password))


def matches(password: str, password_hash: str) -> bool:
    """Return whether the password is correct. This takes equally long if there is no such person
    (an empty hash), so that timing reveals nothing.
    """
    hasher = _hasher()
    try:
        with _turn():
            hasher.verify(password_hash or _nobodys(hasher), _normalized(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def needs_rehash(password_hash: str) -> bool:
    return _hasher().check_needs_rehash(password_hash)


@dataclass(frozen=True)
class PasswordCheck:
    """The result of comparing a password with its stored hash. `hash` is the hash to store from now
    on.
    """

    stored: str
    is_right: bool
    hash: str


def check(password: str, stored: str) -> PasswordCheck:
    """Compare the password with its stored hash, and hash a correct one again if the cost was
    raised since.
    """
    is_right = matches(password, stored)
    is_cheap = is_right and needs_rehash(stored)
    return PasswordCheck(stored, is_right, hash_of(password) if is_cheap else stored)


# A hash uses a whole core and much memory, so more at once than cores would only delay all of them.
_turns = BoundedSemaphore(os.cpu_count() or 1)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a free core; raise `Busy` after a long wait. No transaction may be open, since it
    would lock the database during the wait.
    """
    if db.session.in_transaction():
        raise RuntimeError("A password is hashed before or after a transaction, never within one.")
    if not _turns.acquire(timeout=LONGEST_WAIT):
        raise Busy(
            _("Many people are signing in at this moment. Wait half a minute and try again.")
        )
    try:
        yield
    finally:
        _turns.release()


def _hasher() -> PasswordHasher:
    config = current_app.config
    return _hasher_of(
        config.get("ARGON2_TIME_COST", 3),
        config.get("ARGON2_MEMORY_COST", 65536),
        config.get("ARGON2_PARALLELISM", 2),
    )


@cache
def _hasher_of(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost, memory_cost, parallelism)


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")


def _normalized(password: str) -> str:
    """Return the password in NFKC: keyboards produce the same letter in several ways, and all of
    them are accepted.
    """
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_silly(plain: str, email: str) -> bool:
    """Return whether the password is little more than well-known words or the person's own address."""
    own = [_bare(part) for part in (email, email.partition("@")[0])]
    rest = _bare(plain)
    for word in (*own, *SILLY):
        rest = rest.replace(word, "") if len(word) > 3 else rest
    return len(rest) < 6 or len(set(rest)) < 4
