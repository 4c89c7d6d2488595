"""A map of the world: States shaded by count, the small ones as points, and a number for each
region.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wgcop.drawing.charts.chart import Chart, chart, step_names, step_of, steps
from wgcop.drawing.palette import EDGE, INK, NONE, STEPS, SURFACE
from wgcop.drawing.svg import Hint, is_rtl

WIDTH, HEIGHT = 1000, 486
_WORLD = Path(__file__).parents[1] / "world.json"


@dataclass(frozen=True)
class Bubble:
    """A bubble with a number on the map; `east` and `north` are in degrees."""

    key: str
    name: str
    count: int
    east: float
    north: float
    words: str = ""
    href: str = ""


def world_map(
    counts: Mapping[str, int],
    bubbles: Sequence[Bubble],
    *,
    legend: str,
    marks: Mapping[str, Hint],
    language: str,
) -> Chart:
    """Draw the map. `counts` and `marks` are by ISO 3166-1 alpha-2; a State without a count has the
    colour for none.
    """
    begins = steps(max(counts.values(), default=0))
    names = step_names(begins)
    states = [
        {"id": state, "step": names[step_of(counts.get(state, 0), begins)], "key": f"#{state}"}
        for state in states_drawn()
    ]
    points = [
        {**state, "east": east, "north": north}
        for state in states
        if (middle := _world()["points"].get(state["id"]))
        for east, north in [middle]
    ]
    shown = {
        "field": "step",
        "type": "nominal",
        "scale": {"domain": names, "range": [NONE, *STEPS]},
        "legend": {
            "title": legend,
            "orient": "none",
            "direction": "horizontal",
            "legendX": WIDTH - 330 if is_rtl(language) else 8,
            "legendY": HEIGHT - 30,
            "symbolType": "square",
            "symbolSize": 160,
            "symbolOpacity": 1,
            "columnPadding": 16,
            "titlePadding": 6,
            "values": names,
        },
    }
    shapes = {
        "values": {name: _world()[name] for name in ("type", "transform", "objects", "arcs")},
        "format": {"type": "topojson", "feature": "states"},
    }
    spec = {
        "width": WIDTH,
        "height": HEIGHT,
        "projection": {"type": "equalEarth", "rotate": [-11, 0, 0]},
        "layer": [
            {
                "data": shapes,
                "transform": [
                    {
                        "lookup": "id",
                        "from": {
                            "data": {"values": states},
                            "key": "id",
                            "fields": ["step", "key"],
                        },
                        "default": names[0],
                    }
                ],
                "mark": {"type": "geoshape", "stroke": SURFACE, "strokeWidth": 0.6},
                "encoding": {"fill": shown, "description": {"field": "key"}},
            },
            {
                "data": {"values": points},
                "mark": {
                    "type": "circle",
                    "size": 42,
                    "opacity": 1,
                    "stroke": EDGE,
                    "strokeWidth": 0.8,
                },
                "encoding": {
                    **_at(),
                    "fill": {**shown, "legend": None},
                    "description": {"field": "key"},
                },
            },
            *_bubbles(bubbles),
        ],
    }
    of_bubbles = {bubble.key: Hint(bubble.words, bubble.href) for bubble in bubbles}
    return chart(spec, {**marks, **of_bubbles}, language)


def states_drawn() -> tuple[str, ...]:
    """Return the codes of the States that are drawn as shapes or as points."""
    shapes = (country["id"] for country in _world()["objects"]["states"]["geometries"])
    return tuple(dict.fromkeys([*filter(None, shapes), *_world()["points"]]))


def _bubbles(bubbles: Sequence[Bubble]) -> list[dict[str, Any]]:
    most = max((bubble.count for bubble in bubbles), default=0)
    rows = [
        {
            "key": f"#{bubble.key}",
            "name": bubble.name,
            "count": str(bubble.count),
            "east": bubble.east,
            "north": bubble.north,
            "size": 3.1416 * (13 + 11 * (bubble.count / max(most, 1)) ** 0.5) ** 2,
        }
        for bubble in bubbles
    ]
    halo = {"stroke": SURFACE, "strokeWidth": 3.5, "strokeJoin": "round"}
    name = {"type": "text", "baseline": "top", "dy": 27, "fontSize": 14, "fontWeight": 600}
    return [
        {
            "data": {"values": rows},
            "mark": {
                "type": "circle",
                "fill": SURFACE,
                "opacity": 1,
                "stroke": INK,
                "strokeWidth": 1.6,
            },
            "encoding": {
                **_at(),
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "description": {"field": "key"},
            },
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "fontSize": 15, "fontWeight": 600},
            "encoding": {**_at(), "text": {"field": "count"}, "description": {"value": ""}},
        },
        *(
            {
                "data": {"values": rows},
                "mark": {**name, **more},
                "encoding": {**_at(), "text": {"field": "name"}, "description": {"value": ""}},
            }
            for more in (halo, {})
        ),
    ]


def _at() -> dict[str, Any]:
    return {
        "longitude": {"field": "east", "type": "quantitative"},
        "latitude": {"field": "north", "type": "quantitative"},
    }


@cache
def _world() -> Any:
    return json.loads(_WORLD.read_text("utf-8"))
