"""The course of a count: a line in steps through time, with the meetings behind it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wgcop.drawing.charts.chart import SMALL, Chart, chart, start_side
from wgcop.drawing.palette import INK, NONE, SOFT, STEPS
from wgcop.drawing.svg import Hint, is_rtl

WIDTH, HEIGHT = 640, 220
MOST_POINTS = 60
"""The largest number of changes that are drawn as points; more are a line alone."""


@dataclass(frozen=True)
class CountStep:
    """The count from a moment on, and the words of its tooltip."""

    at: datetime
    count: int
    words: str = ""


@dataclass(frozen=True)
class Band:
    """A time behind the line, such as that of a meeting."""

    begin: datetime
    end: datetime
    name: str


def course(
    steps: Sequence[CountStep],
    bands: Sequence[Band],
    ticks: Sequence[tuple[datetime, str]],
    *,
    until: datetime,
    language: str,
) -> Chart:
    """Draw the count from the first step until a moment. `ticks` are the moments that the axis names,
    with their names.
    """
    first = steps[0].at
    last = max(until, steps[-1].at + timedelta(hours=1))

    def place(at: datetime) -> float:
        return round((min(max(at, first), last) - first) / timedelta(days=1), 4)

    most = max(each.count for each in steps)
    counts = _named_counts(most)
    line = [{"at": place(each.at), "count": each.count} for each in steps]
    line.append({"at": place(last), "count": steps[-1].count})
    points = [
        {"at": place(each.at), "count": each.count, "key": f"#{number}"}
        for number, each in enumerate(steps)
    ]
    behind = [
        {"from": place(each.begin), "to": place(each.end), "name": each.name, "top": most}
        for each in bands
        if each.end > first and each.begin < last
    ]
    names = {f"{place(at):g}": name for at, name in ticks if first <= at <= last}
    spec = {
        "width": WIDTH,
        "height": HEIGHT,
        "encoding": {
            "x": {
                "type": "quantitative",
                "scale": {"domain": [0, place(last)], "nice": False, "reverse": is_rtl(language)},
                "axis": {
                    "values": [float(at) for at in names],
                    "labelExpr": f"{json.dumps(names)}[format(datum.value, '~g')]",
                    "labelFontSize": SMALL,
                    "labelColor": SOFT,
                    "labelFlush": True,
                    "grid": False,
                },
            },
            "y": {
                "type": "quantitative",
                "scale": {"domain": [0, counts[-1]], "nice": False},
                "axis": {
                    "orient": start_side(language),
                    "values": counts,
                    "format": "d",
                    "labelFontSize": SMALL,
                    "labelColor": SOFT,
                    "grid": True,
                },
            },
        },
        "layer": [
            *([_bands(behind)] if behind else []),
            {
                "data": {"values": line},
                "mark": {
                    "type": "line",
                    "interpolate": "step-after",
                    "stroke": STEPS[3],
                    "strokeWidth": 2.5,
                },
                "encoding": {
                    "x": {"field": "at"},
                    "y": {"field": "count"},
                    "description": {"value": ""},
                },
            },
            *([_points(points)] if len(points) <= MOST_POINTS else []),
        ],
    }
    hints = {str(number): Hint(each.words) for number, each in enumerate(steps) if each.words}
    return chart(spec, hints, language)


def _bands(behind: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": behind},
        "mark": {"type": "rect", "fill": NONE},
        "encoding": {
            "x": {"field": "from"},
            "x2": {"field": "to"},
            "y": {"value": 0},
            "y2": {"value": HEIGHT},
            "description": {"value": ""},
        },
    }


def _points(points: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": points},
        "mark": {"type": "circle", "fill": INK, "size": 40, "opacity": 1},
        "encoding": {
            "x": {"field": "at"},
            "y": {"field": "count"},
            "description": {"field": "key"},
        },
    }


def _named_counts(most: int) -> list[int]:
    """Return the whole numbers that the axis names, at most seven, from zero to the highest count."""
    steps = (each * 10**zeros for zeros in range(10) for each in (1, 2, 5))
    step = next(each for each in steps if most <= 6 * each)
    last = -(-max(most, 1) // step) * step
    return list(range(0, last + 1, step))
