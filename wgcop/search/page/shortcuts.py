"""What is typed may name one thing alone, such as the symbol of a document: then the search leads straight to it."""

from collections.abc import Callable

Shortcut = Callable[[str, frozenset[str]], str | None]
"""What was typed, and the audiences of its reader → an address, or None. What they may not see has none."""

_SHORTCUTS: list[Shortcut] = []


def leads_straight(shortcut: Shortcut) -> Shortcut:
    """Mark a function that knows what is meant by some names."""
    _SHORTCUTS.append(shortcut)
    return shortcut


def shortcut_to(typed: str, audiences: frozenset[str]) -> str | None:
    addresses = (shortcut(typed, audiences) for shortcut in _SHORTCUTS)
    return next((address for address in addresses if address), None)
