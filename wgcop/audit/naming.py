"""What features tell of the people and things whose names the trail does not hold, and who is meant by a name."""

from collections.abc import Callable, Collection, Iterable, Mapping

Naming = Callable[[Collection[str]], Mapping[str, str]]

_naming: dict[str, Naming] = {}
_finding_things: dict[str, Callable[[str], Collection[str]]] = {}
_finding: list[Callable[[str], Collection[int]]] = []


def names(kind: str) -> Callable[[Naming], Naming]:
    """Marks what gives the names of things of this kind by their ids, in one statement. Whatever is gone has none."""

    def register(naming: Naming) -> Naming:
        _naming[kind] = naming
        return naming

    return register


def finds_people(find: Callable[[str], Collection[int]]) -> Callable[[str], Collection[int]]:
    """Marks what gives the ids of people with such a name."""
    _finding.append(find)
    return find


def finds_things(
    kind: str,
) -> Callable[[Callable[[str], Collection[str]]], Callable[[str], Collection[str]]]:
    """Marks what gives the ids of things of this kind whose name holds these letters."""

    def register(find: Callable[[str], Collection[str]]) -> Callable[[str], Collection[str]]:
        _finding_things[kind] = find
        return find

    return register


def things_called(name: str) -> dict[str, Collection[str]]:
    """By kind, of those whose names the trail does not hold."""
    return {kind: found for kind, find in _finding_things.items() if (found := find(name))}


def people_called(name: str) -> set[int]:
    return {key for find in _finding for key in find(name)}


def names_of(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of pairs of kind and id."""
    wanted: dict[str, set[str]] = {}
    for kind, key in things:
        if kind in _naming:
            wanted.setdefault(kind, set()).add(key)
    return {
        (kind, key): name
        for kind, keys in wanted.items()
        for key, name in _naming[kind](keys).items()
    }
