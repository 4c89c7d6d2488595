"""The facts about an initiative, as an entry of the registry states them."""

from dataclasses import dataclass, fields
from typing import Any

from flask_babel import lazy_gettext as _l

from wgcop.bodies.countries import region_of
from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.kinds import (
    Confidence,
    Dimension,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)
from wgcop.initiatives.models import Initiative
from wgcop.resolutions.models import Clause

COVERED = {
    "regions": Dimension.REGION,
    "countries": Dimension.COUNTRY,
    "target_groups": Dimension.TARGET_GROUP,
    "measures": Dimension.MEASURE,
}
LISTS = {"partners", "links", "clauses"}
FACT_NAMES = {
    "name": _l("Name"),
    "acronym": _l("Acronym"),
    "kind": _l("Kind"),
    "level": _l("Level"),
    "scope": _l("Scope"),
    "regions": _l("Regions"),
    "countries": _l("Countries"),
    "area": _l("Area"),
    "lead": _l("Lead"),
    "partners": _l("Partners"),
    "basis": _l("Basis of the partnership"),
    "regional_office": _l("Regional office"),
    "budget_line": _l("Budget line"),
    "project_state": _l("State of the project"),
    "started": _l("Started"),
    "started_note": _l("Remark on the start"),
    "ended": _l("Ended"),
    "ended_note": _l("Remark on the end"),
    "target_groups": _l("Target groups"),
    "measures": _l("Measures"),
    "clauses": _l("Clauses served"),
    "links": _l("Links"),
    "contact_role": _l("Contact"),
    "contact_address": _l("Address of the contact"),
    "source": _l("Source"),
    "confidence": _l("How sure we are"),
}
"""Each field in the order of the form, as pages call it."""


@dataclass(frozen=True, kw_only=True)
class RegistryFacts:
    """Each field is named as the entry's. Countries are ISO 3166-1 alpha-2; their regions are covered with them."""

    name: str
    kind: InitiativeKind
    level: Level
    scope: str
    acronym: str = ""
    regions: tuple[Region, ...] = ()
    countries: tuple[str, ...] = ()
    area: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    started: str = ""
    started_note: str = ""
    ended: str = ""
    ended_note: str = ""
    target_groups: tuple[TargetGroup, ...] = ()
    measures: tuple[Measure, ...] = ()
    clauses: tuple[Clause, ...] = ()
    links: tuple[str, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.SOURCED
    contact_role: str = ""
    contact_address: str = ""
    basis: str = ""
    regional_office: str = ""
    budget_line: str = ""
    project_state: ProjectState | None = None

    def __post_init__(self) -> None:
        covered = {*map(region_of, self.countries), *self.regions}
        in_order = tuple(region for region in Region if region in covered)
        object.__setattr__(self, "regions", in_order)

    @property
    def words(self) -> str:
        """What the radar compares."""
        return f"{self.name}\n{self.scope}"

    @classmethod
    def of(cls, initiative: Initiative) -> "RegistryFacts":
        return cls(**{each.name: _stored(initiative, each.name) for each in fields(cls)})

    def changes(self, initiative: Initiative) -> dict[str, Any]:
        """The fields in which the entry differs, with what they become."""
        return {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if _sorted(each.name, getattr(self, each.name))
            != _sorted(each.name, _stored(initiative, each.name))
        }


def write(initiative: Initiative, changes: dict[str, Any]) -> None:
    for field, value in changes.items():
        if field in COVERED:
            initiative.cover(COVERED[field], value)
        else:
            setattr(initiative, field, list(value) if field in LISTS else value)


def _stored(initiative: Initiative, field: str) -> Any:
    value = getattr(initiative, field)
    return tuple(value) if field in LISTS else value


def _sorted(field: str, value: Any) -> Any:
    """The order of what is covered, and of clauses, says nothing."""
    if field == "clauses":
        return {clause.id for clause in value}
    return set(value) if field in COVERED else value
