"""Registry of things that other packages put on record under the items of an agenda, which then
cannot be removed.
"""

from collections.abc import Callable, Collection

Asked = Callable[[Collection[int]], bool]
"""A function that returns whether anything is on record under any of the items with these ids."""

_asked: list[Asked] = []


def keeps_items(ask: Asked) -> Asked:
    """Keep the items under which the decorated function finds something."""
    _asked.append(ask)
    return ask


def anything_on_record(item_ids: Collection[int]) -> bool:
    return any(ask(item_ids) for ask in _asked)
