"""How the fields of two entries become those of one: which value stays, or both."""

import enum
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.facts import FACT_NAMES, RegistryFacts
from wgcop.initiatives.kinds import Confidence, InitiativeKind, Measure, ProjectState, TargetGroup
from wgcop.resolutions.models import Clause


class Side(enum.StrEnum):
    STAYING = "staying"
    MERGED = "merged"
    BOTH = "both"


LISTS = frozenset(
    {"regions", "countries", "target_groups", "measures", "clauses", "partners", "links"}
)
TEXTS = frozenset({"scope", "source"})
"""Of these, both may stay, one after the other."""
WITH_REMARK = {
    "started": "started_note",
    "ended": "ended_note",
    "contact_role": "contact_address",
}
"""What belongs to another field and goes with it."""
CHOSEN = tuple(field for field in FACT_NAMES if field not in WITH_REMARK.values())
"""The fields that are chosen, in the order of the form."""

ENUMS: Mapping[str, type[enum.StrEnum]] = {
    "kind": InitiativeKind,
    "level": Level,
    "regions": Region,
    "target_groups": TargetGroup,
    "measures": Measure,
    "project_state": ProjectState,
    "confidence": Confidence,
}


def parts(field: str) -> tuple[str, ...]:
    return (field, WITH_REMARK[field]) if field in WITH_REMARK else (field,)


def values(field: str, facts: RegistryFacts) -> tuple[Any, ...]:
    return tuple(getattr(facts, part) for part in parts(field))


def may_be_both(field: str) -> bool:
    return field in LISTS or field in TEXTS


def are_alike(field: str, staying: RegistryFacts, merged: RegistryFacts) -> bool:
    one, other = values(field, staying), values(field, merged)
    return set(one[0]) == set(other[0]) if field in LISTS else one == other


def proposed(field: str, staying: RegistryFacts, merged: RegistryFacts) -> Side:
    """Lists and sources are united; of single values the one that stays, unless it is empty."""
    if field in LISTS or (field == "source" and staying.source and merged.source):
        return Side.BOTH
    return Side.STAYING if any(values(field, staying)) else Side.MERGED


def united(
    staying: RegistryFacts, merged: RegistryFacts, sides: Mapping[str, Side]
) -> RegistryFacts:
    """A field without a side is as proposed."""
    chosen: dict[str, Any] = {}
    for field in CHOSEN:
        side = sides.get(field) or proposed(field, staying, merged)
        for part in parts(field):
            one, other = getattr(staying, part), getattr(merged, part)
            chosen[part] = {
                Side.STAYING: one,
                Side.MERGED: other,
                Side.BOTH: _both(field, one, other),
            }[side]
    return RegistryFacts(**chosen)


def _both(field: str, one: Any, other: Any) -> Any:
    if field in LISTS:
        return tuple(dict.fromkeys((*one, *other)))
    if field in TEXTS:
        return "\n".join(dict.fromkeys(text for text in (one, other) if text))
    return one


def read(stored: Mapping[str, Any], clauses: Mapping[str, Clause]) -> RegistryFacts:
    """What `versions.stored` wrote; `clauses` are those that it names, by their wid."""
    return RegistryFacts(
        **{
            each.name: _read(each.name, stored[each.name], clauses)
            for each in fields(RegistryFacts)
            if each.name in stored
        }
    )


def _read(field: str, value: Any, clauses: Mapping[str, Clause]) -> Any:
    if field == "clauses":
        return tuple(clauses[wid] for wid in value if wid in clauses)
    if field == "project_state" and not value:
        return None
    kind = ENUMS.get(field, str)
    return tuple(kind(each) for each in value) if field in LISTS else kind(value)
