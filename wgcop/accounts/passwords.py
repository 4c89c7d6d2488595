"""Passwords: what makes a good one, and how it is kept (argon2, its cost from the settings)."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _

SHORTEST = 12
LONGEST = 500

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
    """Why this is no good password, in words for the person who chose it."""
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
    return _hasher().hash(_normalized(password))


def matches(password: str, kept: str) -> bool:
    """Takes as long for somebody who does not exist (`kept` is empty) as for somebody who does."""
    hasher = _hasher()
    try:
        hasher.verify(kept or _nobodys(hasher), _normalized(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def needs_rehash(kept: str) -> bool:
    return _hasher().check_needs_rehash(kept)


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
    """Keyboards write the same letter in several ways; all of them open the door."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_silly(plain: str, email: str) -> bool:
    """Well-known words, or one's own address, with hardly anything added."""
    own = [_bare(part) for part in (email, email.partition("@")[0])]
    rest = _bare(plain)
    for word in (*own, *SILLY):
        rest = rest.replace(word, "") if len(word) > 3 else rest
    return len(rest) < 6 or len(set(rest)) < 4
