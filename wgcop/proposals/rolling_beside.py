"""What other features show beside a rolling text: they register it at import."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wgcop.resolutions.models import Edition


@dataclass(frozen=True)
class BesideRolling:
    """`facts` says what is shown, for whoever asks whether it has changed."""

    read: Callable[[Edition], Any]
    facts: Callable[[Any], object]


_beside: dict[str, BesideRolling] = {}


def stands_beside(
    name: str, read: Callable[[Edition], Any], *, facts: Callable[[Any], object]
) -> None:
    _beside[name] = BesideRolling(read, facts)


def read_beside(edition: Edition) -> dict[str, Any]:
    """Return what stands beside the rolling text of the edition, by its name in templates."""
    return {name: each.read(edition) for name, each in _beside.items()}


def facts_beside(beside: dict[str, Any]) -> list[object]:
    return [_beside[name].facts(value) for name, value in beside.items()]
