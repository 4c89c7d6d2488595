"""The topics whose changes a page counts: its own, and others that features register at import."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Beside = Callable[[str], Iterable[str]]
"""A function that takes the name of a page's topic and returns the names of other topics whose
changes the page also counts.
"""

Names = TypeVar("Names", bound=Beside)

_beside: dict[str, Beside] = {}


def also_counts(prefix: str) -> Callable[[Names], Names]:
    """Register a function for topics with this prefix, as in `@also_counts("resolution:")`."""

    def register(names: Names) -> Names:
        _beside[prefix] = names
        return names

    return register


def topics_counted_on(topic_name: str) -> list[str]:
    """Return the topic itself, followed by those registered for it."""
    beside = next((of for prefix, of in _beside.items() if topic_name.startswith(prefix)), None)
    others = beside(topic_name) if beside else ()
    return list(dict.fromkeys([topic_name, *others]))
