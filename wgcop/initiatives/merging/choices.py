"""The choice between the fields of two entries: one value, the other, or both."""

import enum
from collections.abc import Mapping
from typing import Any

from wgcop.fields.field import Field
from wgcop.fields.kinds import LongText
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.fields import IN_HISTORY


class Side(enum.StrEnum):
    STAYING = "staying"
    MERGED = "merged"
    BOTH = "both"


_WITH = {field.goes_with: field for field in IN_HISTORY if field.goes_with}
CHOSEN = tuple(field for field in IN_HISTORY if not field.goes_with)
"""The fields that are chosen one by one; the others go with them."""


def parts(field: Field) -> tuple[Field, ...]:
    return (field, _WITH[field.name]) if field.name in _WITH else (field,)


def values(field: Field, facts: RegistryFacts) -> tuple[Any, ...]:
    return tuple(getattr(facts, part.name) for part in parts(field))


def may_be_both(field: Field) -> bool:
    """Return whether both values may be kept, one after the other: lists and long texts."""
    return field.kind.is_list or isinstance(field.kind, LongText)


def are_alike(field: Field, staying: RegistryFacts, merged: RegistryFacts) -> bool:
    one, other = values(field, staying), values(field, merged)
    return set(one[0]) == set(other[0]) if field.kind.is_list else one == other


def proposed(field: Field, staying: RegistryFacts, merged: RegistryFacts) -> Side:
    """Propose a side: both for lists and sources, otherwise the entry that stays, unless its field
    is empty.
    """
    if field.kind.is_list or (field.name == "source" and staying.source and merged.source):
        return Side.BOTH
    return Side.STAYING if any(values(field, staying)) else Side.MERGED


def united(
    staying: RegistryFacts, merged: RegistryFacts, sides: Mapping[str, Side]
) -> RegistryFacts:
    """Return the facts of the merged entry. A field for which no side is given follows the
    proposal.
    """
    chosen: dict[str, Any] = {}
    for field in CHOSEN:
        side = sides.get(field.name) or proposed(field, staying, merged)
        for part in parts(field):
            one, other = getattr(staying, part.name), getattr(merged, part.name)
            chosen[part.name] = {
                Side.STAYING: one,
                Side.MERGED: other,
                Side.BOTH: _both(field, one, other),
            }[side]
    return RegistryFacts(**chosen)


def _both(field: Field, one: Any, other: Any) -> Any:
    if field.kind.is_list:
        return tuple(dict.fromkeys((*one, *other)))
    return "\n".join(dict.fromkeys(text for text in (one, other) if text))
