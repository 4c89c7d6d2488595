"""Whether a position moved toward that of one's own delegation, or away from it (pure)."""

import enum

from flask_babel import lazy_gettext as _l

from wgcop.positions.stances import Stance

_SCALE = (
    Stance.AGREES,
    Stance.AD_REFERENDUM,
    Stance.CAN_LIVE_WITH,
    Stance.RESERVES,
    Stance.OBJECTS,
)


class Direction(enum.StrEnum):
    AWAY = "away"
    DIFFERENT = "different"
    TOWARD = "toward"
    SAME = "same"
    OTHER = "other"
    """The change has no direction: somebody withdrew, waits for instructions, or gives another
    reason.
    """


DIRECTION_NAMES = {
    Direction.AWAY: _l("moved away from your position"),
    Direction.DIFFERENT: _l("different from your position"),
    Direction.TOWARD: _l("moved toward your position"),
    Direction.SAME: _l("now the same as your position"),
    Direction.OTHER: "",
}


def direction_of(own: Stance, before: Stance | None, after: Stance | None) -> Direction:
    if after == before or after is None:
        return Direction.OTHER
    if after == own:
        return Direction.SAME
    if after not in _SCALE or own not in _SCALE:
        return Direction.OTHER
    if before is None or before not in _SCALE:
        return Direction.DIFFERENT
    nearer = _distance(own, after) - _distance(own, before)
    if nearer == 0:
        return Direction.DIFFERENT
    return Direction.TOWARD if nearer < 0 else Direction.AWAY


def _distance(one: Stance, other: Stance) -> int:
    return abs(_SCALE.index(one) - _SCALE.index(other))


def direction_name(direction: Direction) -> str:
    return str(DIRECTION_NAMES[direction])
