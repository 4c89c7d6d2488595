"""A writer's answer about a hit of the radar, and what happens to a duplicate."""

import enum
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from wgcop.radar.check import RadarHit
from wgcop.radar.models import Relation


class IfDuplicate(enum.Enum):
    """The fate of a text that duplicates another."""

    IS_WITHDRAWN = enum.auto()
    STAYS_BACK = enum.auto()
    IS_OUT_ALREADY = enum.auto()

    def refuses(self, decision: Relation) -> bool:
        return self is IfDuplicate.STAYS_BACK and decision == Relation.DUPLICATES


DUPLICATE_REFUSED = _l(
    "A text that duplicates other work cannot be submitted. Change it, or choose another answer."
)


@dataclass(frozen=True)
class HitAnswer:
    hit: RadarHit
    decision: Relation
    reason: str
