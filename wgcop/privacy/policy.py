"""Decides who may see the data stored about a person, and who may erase them."""

from typing import Protocol


class WhoErases(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def is_secretariat(self) -> bool: ...


def can_erase(reader: WhoErases) -> bool:
    """Allow the secretariat, which erases a person when they ask or have left."""
    return reader.is_secretariat
