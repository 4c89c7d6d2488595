"""What is typed may name one thing alone, such as the symbol of a document: then the search leads straight to it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Destination:
    """What was named: its address, and the kind and title under which results show it."""

    url: str
    kind: str
    title: str


Shortcut = Callable[[str, frozenset[str]], Destination | None]
"""What was typed, and the audiences of its reader → what it names. What they may not see is not named."""

_SHORTCUTS: list[Shortcut] = []


def leads_straight(shortcut: Shortcut) -> Shortcut:
    """Mark a function that knows what is meant by some names."""
    _SHORTCUTS.append(shortcut)
    return shortcut


def shortcut_to(typed: str, audiences: frozenset[str]) -> Destination | None:
    destinations = (shortcut(typed, audiences) for shortcut in _SHORTCUTS)
    return next(filter(None, destinations), None)
