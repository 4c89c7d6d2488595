"""The names of people and things that the trail does not hold, which features look up, and the
search by a name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

Naming = Callable[[Collection[str]], Mapping[str, str]]
Finding = Callable[[str], Collection[str]]

_naming: dict[str, Naming] = {}
_finding: dict[str, Finding] = {}


def names(kind: str) -> Callable[[Naming], Naming]:
    """Register a function that returns the names of things of this kind by their ids, in one SQL
    statement. Things that no longer exist are left out.
    """

    def register(naming: Naming) -> Naming:
        _naming[kind] = naming
        return naming

    return register


def finds(kind: str) -> Callable[[Finding], Finding]:
    """Register a function that returns the ids of things of this kind whose name holds these
    letters. A person is such a thing too.
    """

    def register(find: Finding) -> Finding:
        _finding[kind] = find
        return find

    return register


def called(name: str) -> dict[str, Collection[str]]:
    """Return the ids by kind, for every kind whose names the trail does not hold."""
    return {kind: found for kind, find in _finding.items() if (found := find(name))}


def people_called(name: str) -> set[int]:
    return {int(key) for key in _finding["person"](name)}


def names_of(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the names of things as a dictionary whose keys are pairs of kind and id."""
    wanted: dict[str, set[str]] = {}
    for kind, key in things:
        if kind in _naming:
            wanted.setdefault(kind, set()).add(key)
    return {
        (kind, key): name
        for kind, keys in wanted.items()
        for key, name in _naming[kind](keys).items()
    }
