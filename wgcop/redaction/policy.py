"""The permission to redact, which only the secretariat has."""

from typing import Protocol


class WhoRedacts(Protocol):
    @property
    def is_secretariat(self) -> bool: ...


def can_redact(reader: WhoRedacts) -> bool:
    return reader.is_secretariat
