"""The colours of pictures. On a page each is a name of `static/css/tokens.css`, so that pictures
follow the reader's theme.
"""

from collections.abc import Mapping
from types import MappingProxyType

INK = "#1a242d"
SOFT = "#47545f"
RULE = "#dcd7ca"
EDGE = "#7c8790"
SURFACE = "#ffffff"
WARN = "#744600"
NONE = "#e9e5da"
STEPS = ("#c9e0ee", "#86bcdc", "#1f70a6", "#00497b")
ON_DARK = "#fefefe"
HATCHED = "#c1c2c3"
"""The colour that represents hatching, which the charting library does not know."""

TOKENS: Mapping[str, str] = MappingProxyType(
    {
        INK: "ink",
        SOFT: "ink-soft",
        RULE: "rule",
        EDGE: "edge",
        SURFACE: "surface",
        WARN: "warn",
        NONE: "picture-0",
        STEPS[0]: "picture-1",
        STEPS[1]: "picture-2",
        STEPS[2]: "picture-3",
        STEPS[3]: "picture-4",
        ON_DARK: "picture-on",
    }
)


def over(step: str) -> str:
    """Return the colour of text on a step of the colour scale."""
    return ON_DARK if step in STEPS[2:] else INK
