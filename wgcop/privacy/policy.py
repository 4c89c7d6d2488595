"""Who may see what is kept of a person, and erase it."""

from typing import Protocol


class WhoErases(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def is_secretariat(self) -> bool: ...


def can_erase(reader: WhoErases) -> bool:
    """The secretariat does it, when the person asks or has left."""
    return reader.is_secretariat
