"""The private layers of open discussions (pure): what a delegation says to itself, and what the
members of a regional group say among themselves.

Each is an audience, such as `delegation:3` or `regional:atu`, and has a topic of its own beside the
one that everybody hears: `clause:5f1@3`, `clause:5f1@atu`.
"""

from collections.abc import Iterable

OF_DELEGATION, OF_REGIONAL_GROUP = "delegation:", "regional:"
LAYERS = (OF_DELEGATION, OF_REGIONAL_GROUP)


def is_layer(audience: str) -> bool:
    return audience.startswith(LAYERS)


def is_of_regional_group(audience: str) -> bool:
    return audience.startswith(OF_REGIONAL_GROUP)


def layers_among(audiences: Iterable[str]) -> list[str]:
    """Return the layers among these audiences, those of delegations first."""
    return sorted(each for each in audiences if is_layer(each))


def key_of(audience: str) -> str:
    """Return the end of the name of the layer's topic."""
    return audience.rpartition(":")[2]


def regional_groups_among(audiences: Iterable[str]) -> list[str]:
    """Return the keys of the regional groups whose layers are among these audiences."""
    return sorted(key_of(each) for each in audiences if is_of_regional_group(each))
