"""Finds entries of the registry with the same name and lead. The registry provides the function for
this.
"""

from collections.abc import Callable, Sequence
from typing import Protocol


class NamesakeWork(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def url(self) -> str: ...

    @property
    def title(self) -> str: ...


Finder = Callable[[str, str, str, frozenset[str], str], Sequence[NamesakeWork]]
"""A function that takes name, acronym, lead, the reader's audiences, and the id of the record that
is being written, and returns its namesakes.
"""

_finders: list[Finder] = []


def finds_namesakes(finder: Finder) -> Finder:
    _finders.append(finder)
    return finder


def namesakes(
    name: str, acronym: str, lead: str, *, audiences: frozenset[str], besides: str = ""
) -> list[NamesakeWork]:
    return [
        found for finder in _finders for found in finder(name, acronym, lead, audiences, besides)
    ]
