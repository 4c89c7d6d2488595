"""Who may read the trail."""

from typing import Protocol


class Reader(Protocol):
    @property
    def is_secretariat(self) -> bool: ...


def can_read_trail(reader: Reader) -> bool:
    """The secretariat alone: the trail tells of everybody."""
    return reader.is_secretariat
