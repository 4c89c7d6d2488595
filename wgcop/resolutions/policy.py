"""Who brings resolutions into the workspace; everybody reads them."""

from typing import Protocol


class Reader(Protocol):
    """Whoever asks: a person or a guest."""

    @property
    def is_secretariat(self) -> bool: ...


def can_import(reader: Reader) -> bool:
    return reader.is_secretariat
