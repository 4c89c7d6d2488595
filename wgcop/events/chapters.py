"""The chapters of the discussions within a delegation (pure): the names of the audiences that read
them.

A new chapter begins when somebody joins who is not to read earlier discussions. The present chapter
has the audience of the delegation, `delegation:3`; an earlier one has an audience and topics of its
own, such as `delegation:3.1`. Code that checks audiences therefore respects chapters without
knowing them.
"""

from collections.abc import Iterable

from wgcop.events.layers import OF_DELEGATION


def layer_of(audience: str) -> str:
    """Return the audience of the whole delegation to which this one belongs; any other audience is
    its own.
    """
    return audience.partition(".")[0] if audience.startswith(OF_DELEGATION) else audience


def is_earlier(audience: str) -> bool:
    """Return whether this is the audience of an earlier chapter."""
    return audience != layer_of(audience)


def earlier(delegation_id: int, chapter: int) -> str:
    """Return the audience of a chapter that is over."""
    return f"{OF_DELEGATION}{delegation_id}.{chapter}"


def found_in(delegation_id: int, chapter: int) -> str:
    """Return the audience under which the index stores the words of a chapter. It stays the same
    when the chapter ends: otherwise a newcomer could find them until the index is up to date.
    """
    return f"chapter:{delegation_id}.{chapter}"


def found_by(audience: str, present: int) -> str:
    """Return the audience under which the index stores a comment. `present` is the present chapter
    of its delegation.
    """
    if not audience.startswith(OF_DELEGATION):
        return audience
    key, _dot, chapter = audience.removeprefix(OF_DELEGATION).partition(".")
    return found_in(int(key), int(chapter or present))


def read_in_chapters(delegation_id: int, first: int, present: int) -> frozenset[str]:
    """Return the audiences of somebody who reads the chapters of the delegation from the first one
    on, apart from that of the delegation itself.
    """
    over = (earlier(delegation_id, chapter) for chapter in range(first, present))
    found = (found_in(delegation_id, chapter) for chapter in range(first, present + 1))
    return frozenset((*over, *found))


def delegations_among(audiences: Iterable[str]) -> list[int]:
    """Return the ids of the delegations whose audiences these are."""
    whole = {layer_of(each) for each in audiences if each.startswith(OF_DELEGATION)}
    return sorted(int(each.removeprefix(OF_DELEGATION)) for each in whole)
