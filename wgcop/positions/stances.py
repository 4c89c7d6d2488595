"""The stances that a delegation can take on a clause, and the layers of its readers (pure)."""

import enum

from flask_babel import lazy_gettext as _l


class Stance(enum.StrEnum):
    AGREES = "agrees"
    AD_REFERENDUM = "agrees-ad-referendum"
    CAN_LIVE_WITH = "can-live-with"
    RESERVES = "reserves"
    OBJECTS = "objects"
    NO_INSTRUCTIONS = "no-instructions"

    @property
    def is_open(self) -> bool:
        """Whether the delegation still has something to settle before the clause can be agreed."""
        return self in (Stance.RESERVES, Stance.OBJECTS, Stance.NO_INSTRUCTIONS)


CRITICAL_FIRST = tuple(reversed(Stance))
"""The stances in the order in which marks of several stand side by side."""

STANCE_NAMES = {
    Stance.AGREES: _l("Agrees"),
    Stance.AD_REFERENDUM: _l("Agrees ad referendum"),
    Stance.CAN_LIVE_WITH: _l("Can live with it"),
    Stance.RESERVES: _l("Reserves its position"),
    Stance.OBJECTS: _l("Objects"),
    Stance.NO_INSTRUCTIONS: _l("No instructions yet"),
}

SIGNS = {
    Stance.AGREES: "●",
    Stance.AD_REFERENDUM: "◕",
    Stance.CAN_LIVE_WITH: "◑",
    Stance.RESERVES: "◇",
    Stance.OBJECTS: "✕",
    Stance.NO_INSTRUCTIONS: "…",
}
"""The mark of each stance where there is no room for its name. They differ in shape, not in colour
alone.
"""


class Layer(enum.StrEnum):
    """Who reads a position. A delegation has one current position in each layer, so that what it
    thinks and what it says can differ.
    """

    RELEASED = "released"
    WITHIN = "within"
    RED_LINE = "red-line"
    """A limit that stays within the delegation forever: it can never be released."""


LAYER_NAMES = {
    Layer.RELEASED: _l("Released to all members"),
    Layer.WITHIN: _l("Within the delegation"),
    Layer.RED_LINE: _l("Red line, never released"),
}

WITHIN_GROUP = _l("Within the regional group")


def stance_name(stance: Stance) -> str:
    return str(STANCE_NAMES[stance])


def sign_of(stance: Stance) -> str:
    return SIGNS[stance]


def layer_name(layer: Layer) -> str:
    return str(LAYER_NAMES[layer])
