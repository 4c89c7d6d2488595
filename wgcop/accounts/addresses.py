"""E-mail addresses as people type them, and the one form in which they are kept."""

import re

_PLAUSIBLE = re.compile(r"[^@\s,;:<>()\"]+@[^@\s,;:<>()\"]+\.[^@\s.,;:<>()\"]+")
LONGEST = 254


def normal(email: str) -> str:
    return email.strip().lower()


def is_plausible(email: str) -> bool:
    return len(email) <= LONGEST and _PLAUSIBLE.fullmatch(email.strip()) is not None
