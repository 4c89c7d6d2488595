"""What a comment is called outside and where it stands, without counting what others may not see."""

import secrets

from wgcop import clock

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 10
PATTERN = f"[{LETTERS}]{{{LENGTH}}}"


def new_name() -> str:
    """Drawn by lot: neither from a sequence nor from the moment can anything be read in it."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def position_now() -> int:
    """The microseconds since 1970: comments stand in the order in which they were said."""
    return int(clock.now().timestamp() * 1_000_000)
