"""Names and positions of comments, which reveal nothing about comments that others may not see."""

import secrets

from wgcop import clock

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
# Ten of 32 characters, without l, o, 0 and 1, which are easily confused: 50 bits.
LENGTH = 10
PATTERN = f"[{LETTERS}]{{{LENGTH}}}"


def new_name() -> str:
    """Return a random name. It reveals neither a count nor a time."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def number_in(name: str) -> int | None:
    """Return the number in an old address, or None for a name. Comments had numbers before they had
    names, and names are longer.
    """
    is_number = name.isascii() and name.isdecimal() and len(name) < LENGTH
    return int(name) if is_number else None


def position_now() -> int:
    """Return the microseconds since 1970, so that comments sort in the order of posting."""
    return int(clock.now().timestamp() * 1_000_000)
