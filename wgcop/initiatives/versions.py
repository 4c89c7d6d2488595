"""The facts of an entry as its history stores them, and what changed from one version to the next."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from wgcop.bodies.countries import country_name
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES
from wgcop.initiatives.facts import FACT_NAMES, RegistryFacts
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    TARGET_GROUP_NAMES,
)

NAMES: Mapping[str, Mapping[Any, Any]] = {
    "kind": INITIATIVE_KIND_NAMES,
    "level": LEVEL_NAMES,
    "regions": REGION_NAMES,
    "target_groups": TARGET_GROUP_NAMES,
    "measures": MEASURE_NAMES,
    "project_state": PROJECT_STATE_NAMES,
    "confidence": CONFIDENCE_NAMES,
}


@dataclass(frozen=True)
class ChangedFact:
    """A fact in the words of the page, before and after."""

    name: str
    before: str
    after: str


def stored(facts: RegistryFacts) -> dict[str, Any]:
    """As JSON: text for a single fact, a list for several; clauses by their wid."""
    given = {each.name: getattr(facts, each.name) for each in fields(facts)}
    given["clauses"] = tuple(sorted(clause.wid for clause in facts.clauses))
    return {name: _as_json(value) for name, value in given.items()}


def changed_facts(
    before: Mapping[str, Any], after: Mapping[str, Any], citations: Mapping[str, str]
) -> list[ChangedFact]:
    """`citations` are what clauses are called, by wid."""
    return list(_changed_facts(before, after, citations))


def _changed_facts(
    before: Mapping[str, Any], after: Mapping[str, Any], citations: Mapping[str, str]
) -> Iterator[ChangedFact]:
    for field, name in FACT_NAMES.items():
        old, new = before.get(field) or "", after.get(field) or ""
        if old != new:
            yield ChangedFact(
                str(name), in_words(field, old, citations), in_words(field, new, citations)
            )


def in_words(field: str, value: Any, citations: Mapping[str, str]) -> str:
    """What `stored` gave for this field, one value to a line."""
    values = value if isinstance(value, list) else [value] if value else []
    return "\n".join(_word(field, each, citations) for each in values)


def _word(field: str, value: str, citations: Mapping[str, str]) -> str:
    if field == "countries":
        return country_name(value)
    if field == "clauses":
        return citations.get(value, value)
    names = {str(key): str(name) for key, name in NAMES.get(field, {}).items()}
    return names.get(value, value)


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return str(value.value) if isinstance(value, enum.Enum) else value or ""
