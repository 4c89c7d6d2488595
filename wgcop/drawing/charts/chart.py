"""Basics of all charts: their type, text sizes, and line breaking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wgcop.drawing.palette import EDGE, INK, RULE, SOFT
from wgcop.drawing.svg import Hint, is_rtl

SMALL, WORDS = 12, 13


@dataclass(frozen=True)
class Chart:
    """A chart. `spec` is what Vega-Lite draws. A mark whose description is `#key` gets the text and
    the link of that key.
    """

    spec: dict[str, Any]
    marks: Mapping[str, Hint] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class Named:
    key: str
    words: str


def chart(spec: dict[str, Any], marks: Mapping[str, Hint], language: str) -> Chart:
    common = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": None,
        "padding": 4,
        "autosize": {"type": "pad", "contains": "padding"},
        "config": {
            "font": "Noto Sans",
            "view": {"stroke": None},
            "axis": {
                "domain": False,
                "ticks": False,
                "gridColor": RULE,
                "labelColor": INK,
                "labelFontSize": WORDS,
                "labelPadding": 8,
                "title": None,
            },
            "legend": {
                "labelColor": SOFT,
                "labelFontSize": SMALL,
                "titleColor": SOFT,
                "titleFontSize": SMALL,
                "titleFontWeight": "normal",
                "symbolStrokeColor": EDGE,
            },
            "text": {"color": INK, "fontSize": WORDS},
        },
    }
    return Chart({**common, **spec}, marks, language)


def in_reading_order(values: Sequence[str], language: str) -> list[str]:
    """Return the values from left to right, as they appear in the picture in this language."""
    return list(reversed(values)) if is_rtl(language) else list(values)


def start_side(language: str) -> str:
    return "right" if is_rtl(language) else "left"


def in_lines(words: str, longest: int) -> str:
    """Break a text at spaces into lines that fit above a column. A word longer than that stays
    whole.
    """
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def steps(most: int) -> list[int]:
    """Return the counts at which the four steps of colour begin: 1, 2, 4 and 8 for a maximum of 16."""
    if most <= 4:
        return [1, 2, 3, 4]
    return [1, *(max(round(most ** (part / 4)), part + 1) for part in (1, 2, 3))]


def step_of(count: int, begins: Sequence[int]) -> int:
    """Return the step of a count: 0 for none, or 1 to 4."""
    return sum(1 for begin in begins if count >= begin)


def step_names(begins: Sequence[int]) -> list[str]:
    """Return the names of the steps, such as `0`, `1`, `2–3`, `4–7`, `8+`."""
    names = ["0"]
    for begin, following in zip(begins, [*begins[1:], 0], strict=True):
        if not following:
            names.append(f"{begin}+")
        else:
            names.append(str(begin) if following == begin + 1 else f"{begin}–{following - 1}")
    return names
