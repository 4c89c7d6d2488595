"""Finds entries of the registry with the same name and lead; the registry signs up to say which these are."""

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
"""From name, acronym, lead, the reader's audiences, and the record that is being written."""

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
