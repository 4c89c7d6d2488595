"""Names and positions of comments, which reveal nothing about comments that others may not see."""

import secrets

from wgcop import clock

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 10
PATTERN = f"[{LETTERS}]{{{LENGTH}}}"


def new_name() -> str:
    """A random name: neither a count nor a time can be read from it."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def number_in(name: str) -> int | None:
    """The number, if this is one: comments were called by numbers before they had names, which are longer."""
    is_number = name.isascii() and name.isdecimal() and len(name) < LENGTH
    return int(name) if is_number else None


def position_now() -> int:
    """Microseconds since 1970, so that comments sort in the order of posting."""
    return int(clock.now().timestamp() * 1_000_000)
