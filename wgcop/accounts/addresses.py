"""E-mail addresses as people type them, and the one form in which they are kept."""

import re

# Without the signs that a letter's header gives a meaning, and without what nobody sees.
_PART = r"[^@\s.,;:<>()\[\]\\\"\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+"
_PLAUSIBLE = re.compile(rf"{_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")
LONGEST = 254


def normal(email: str) -> str:
    return email.strip().lower()


def is_plausible(email: str) -> bool:
    return len(email) <= LONGEST and _PLAUSIBLE.fullmatch(email.strip()) is not None
