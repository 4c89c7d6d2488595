"""A writer's answer on a hit of the radar, and what happens to a duplicate."""

import enum
from dataclasses import dataclass

from wgcop.radar.check import RadarHit
from wgcop.radar.models import Relation


class IfDuplicate(enum.Enum):
    """What happens to a text that duplicates another."""

    IS_WITHDRAWN = enum.auto()
    STAYS_BACK = enum.auto()
    IS_OUT_ALREADY = enum.auto()


@dataclass(frozen=True)
class HitAnswer:
    hit: RadarHit
    decision: Relation
    reason: str
