"""Decides who may import resolutions into the workspace, also in other languages, and record that one was suppressed.
Everybody may read them.
"""

from typing import Protocol


class Visitor(Protocol):
    """A person who is signed in, or a guest."""

    @property
    def is_secretariat(self) -> bool: ...


def can_import(visitor: Visitor) -> bool:
    return visitor.is_secretariat


def can_put_text(visitor: Visitor) -> bool:
    """Return whether the visitor brings in and corrects the text of an edition in another language."""
    return visitor.is_secretariat


def can_suppress(visitor: Visitor) -> bool:
    """Return whether the visitor records that a resolution was suppressed."""
    return visitor.is_secretariat
