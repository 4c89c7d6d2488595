"""Decides who may redact: the secretariat."""

from typing import Protocol


class WhoRedacts(Protocol):
    @property
    def is_secretariat(self) -> bool: ...


def can_redact(reader: WhoRedacts) -> bool:
    return reader.is_secretariat
