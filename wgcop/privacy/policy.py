"""Decides who may see the data stored about a person, and who may erase them."""

from typing import Protocol


class WhoErases(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def is_secretariat(self) -> bool: ...


def can_erase(reader: WhoErases) -> bool:
    """Return whether the person may erase others: only the secretariat may, on request or when
    somebody has left.
    """
    return reader.is_secretariat
