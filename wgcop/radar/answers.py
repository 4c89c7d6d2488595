"""What a writer answers on a hit of the radar, and what an answer means for the text."""

import enum
from dataclasses import dataclass

from wgcop.radar.check import RadarHit
from wgcop.radar.models import Relation


class IfDuplicate(enum.Enum):
    """What becomes of a text that only says the same as another."""

    IS_WITHDRAWN = enum.auto()
    STAYS_BACK = enum.auto()
    IS_OUT_ALREADY = enum.auto()


@dataclass(frozen=True)
class HitAnswer:
    hit: RadarHit
    decision: Relation
    reason: str
