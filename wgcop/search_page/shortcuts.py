"""Redirect straight to the thing that was typed by its name only, such as the symbol of a document."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Destination:
    """The thing that a question names: its address, and its kind and title in the results."""

    url: str
    kind: str
    title: str


Shortcut = Callable[[str, frozenset[str]], Destination | None]
"""A function that takes the typed text and the audiences of the reader, and returns the things that
it names. Things that the reader may not see are not named.
"""

_SHORTCUTS: list[Shortcut] = []


def leads_straight(shortcut: Shortcut) -> Shortcut:
    """Register a function that finds things by name."""
    _SHORTCUTS.append(shortcut)
    return shortcut


def shortcut_to(typed: str, audiences: frozenset[str]) -> Destination | None:
    destinations = (shortcut(typed, audiences) for shortcut in _SHORTCUTS)
    return next(filter(None, destinations), None)
