"""Computes lineages: the bodies that follow one another, in order (pure)."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def family(member: T, successions: Iterable[tuple[T, T]]) -> tuple[T, ...]:
    """Return the member and everything before and after it, through any number of steps, earliest
    first.

    `successions` are pairs of an earlier and a later one. A Question may continue several others,
    or be split into several.
    """
    pairs = list(dict.fromkeys(successions))
    members = {member}
    while more := {one for pair in pairs if members & set(pair) for one in pair} - members:
        members |= more
    return tuple(_in_order(member, [pair for pair in pairs if pair[0] in members]))


def comes_before(earlier: T, later: T, successions: Iterable[tuple[T, T]]) -> bool:
    """Return whether the earlier one leads to the later one, through any number of steps."""
    pairs = list(successions)
    reached = {earlier}
    while more := {after for before, after in pairs if before in reached} - reached:
        reached |= more
    return later in reached


def _in_order(member: T, pairs: list[tuple[T, T]]) -> list[T]:
    waiting = list(dict.fromkeys([one for pair in pairs for one in pair])) or [member]
    ordered: list[T] = []
    while waiting:
        ready = [
            one
            for one in waiting
            if all(before in ordered for before, after in pairs if after == one)
        ]
        ordered += ready or waiting
        waiting = [one for one in waiting if one not in ordered]
    return ordered
