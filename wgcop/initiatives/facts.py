"""The facts about an initiative, as an entry of the registry states them."""

from dataclasses import dataclass

from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.models import Confidence, InitiativeKind


@dataclass(frozen=True, kw_only=True)
class RegistryFacts:
    name: str
    kind: InitiativeKind
    level: Level
    scope: str
    acronym: str = ""
    region: Region | None = None
    area: str = ""
    lead: str = ""
    started: str = ""
    ended: str = ""
    source: str = ""
    confidence: Confidence = Confidence.SOURCED

    @property
    def words(self) -> str:
        """What the radar compares."""
        return f"{self.name}\n{self.scope}"
