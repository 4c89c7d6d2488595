"""Who may read the trail."""

from typing import Protocol


class TrailReader(Protocol):
    @property
    def is_secretariat(self) -> bool: ...


def can_read_trail(reader: TrailReader) -> bool:
    """Return whether the reader may read the trail. Only the secretariat may, since the trail is
    about everybody.
    """
    return reader.is_secretariat
