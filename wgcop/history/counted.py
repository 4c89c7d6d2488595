"""Whose changes a page counts beside those below its own topic: a registry that features fill at import."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Beside = Callable[[str], Iterable[str]]
"""The name of a page's topic → names of others below which lies what the page counts too."""

Names = TypeVar("Names", bound=Beside)

_beside: dict[str, Beside] = {}


def counts_beside(prefix: str) -> Callable[[Names], Names]:
    """For topics whose name begins so: `@counts_beside("resolution:")`."""

    def register(names: Names) -> Names:
        _beside[prefix] = names
        return names

    return register


def counted_on(topic_name: str) -> list[str]:
    """The topic itself first."""
    beside = next((of for prefix, of in _beside.items() if topic_name.startswith(prefix)), None)
    others = beside(topic_name) if beside else ()
    return list(dict.fromkeys([topic_name, *others]))
