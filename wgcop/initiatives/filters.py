"""The reader's filters for the table of the registry, and the address that carries them."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.kinds import Confidence, InitiativeKind, Measure, ProjectState, TargetGroup

WORLDWIDE = "worldwide"
"""The choice, among the regions, of entries that cover no particular region."""
LONGEST_WORDS = 200


class EntryOrder(enum.StrEnum):
    NAME = "name"
    REFERENCE = "reference"
    STARTED = "started"
    CHANGED = "changed"


ORDER_NAMES = {
    EntryOrder.NAME: _l("Name"),
    EntryOrder.REFERENCE: _l("Reference"),
    EntryOrder.STARTED: _l("Latest start"),
    EntryOrder.CHANGED: _l("Last changed"),
}


@dataclass(frozen=True)
class RegistryFilters:
    """The filters of the table. None or an empty text does not narrow it. `country` is an ISO
    3166-1 alpha-2 code, `clause` a wid.
    """

    words: str = ""
    level: Level | None = None
    region: Region | str | None = None
    country: str = ""
    kind: InitiativeKind | None = None
    target_group: TargetGroup | None = None
    measure: Measure | None = None
    clause: str = ""
    project_state: ProjectState | None = None
    confidence: Confidence | None = None
    is_unconfirmed: bool = False
    since: int | None = None
    until: int | None = None
    """The last of the years in which an entry was under way; `since` is the first."""
    order: EntryOrder = EntryOrder.NAME

    @property
    def any(self) -> bool:
        return replace(self, order=EntryOrder.NAME) != RegistryFilters()

    def without(self, *names: str) -> "RegistryFilters":
        nothing = RegistryFilters()
        return replace(self, **{name: getattr(nothing, name) for name in names})

    def address(self, page: int = 1) -> str:
        """Return the address of this page of the filtered table."""
        chosen = self.parameters | ({"page": str(page)} if page > 1 else {})
        return f"/initiatives/?{urlencode(chosen)}" if chosen else "/initiatives/"

    def file(self, ending: str) -> str:
        """Return the address of the whole filtered table as a file."""
        asked = f"?{urlencode(self.parameters)}" if self.parameters else ""
        return f"/initiatives/registry.{ending}{asked}"

    @property
    def parameters(self) -> dict[str, str]:
        """Return the filters in force as the query parameters of the address."""
        nothing = RegistryFilters()
        chosen = {
            field.name: str(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != getattr(nothing, field.name)
        }
        if chosen.pop("is_unconfirmed", None):
            chosen["confirmed"] = "no"
        return chosen


E = TypeVar("E", bound=enum.StrEnum)


def filters_of(data: Mapping[str, Any]) -> RegistryFilters:
    """Read the filters from the query of an address. Unknown values are ignored."""
    region = WORLDWIDE if data.get("region") == WORLDWIDE else _one(Region, data.get("region"))
    return RegistryFilters(
        words=" ".join(str(data.get("words", "")).split())[:LONGEST_WORDS],
        level=_one(Level, data.get("level")),
        region=region,
        country=str(data.get("country", "")).upper()[:2],
        kind=_one(InitiativeKind, data.get("kind")),
        target_group=_one(TargetGroup, data.get("target_group")),
        measure=_one(Measure, data.get("measure")),
        clause=str(data.get("clause", "")),
        project_state=_one(ProjectState, data.get("project_state")),
        confidence=_one(Confidence, data.get("confidence")),
        is_unconfirmed=data.get("confirmed") == "no",
        since=_year(data.get("since")),
        until=_year(data.get("until")),
        order=_one(EntryOrder, data.get("order")) or EntryOrder.NAME,
    )


def _one(kind: type[E], value: Any) -> E | None:
    return next((each for each in kind if each == value), None)


def _year(value: Any) -> int | None:
    written = str(value or "").strip()
    return int(written) if re.fullmatch(r"(?:19|20)[0-9]{2}", written) else None
