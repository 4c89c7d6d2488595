"""A matrix of counts: a circle for each count, whose area grows with it; hatching where the count
is 0.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wgcop.drawing.charts.chart import (
    WORDS,
    Chart,
    Named,
    chart,
    in_lines,
    in_reading_order,
    start_side,
    step_of,
    steps,
)
from wgcop.drawing.palette import EDGE, HATCHED, INK, NONE, RULE, STEPS, SURFACE, WARN, over
from wgcop.drawing.svg import Hint

COLUMN, ROW = 88, 46
LINE = WORDS + 3
SMALLEST = 9
RING = 4


class Sign(enum.StrEnum):
    NONE = ""
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Cell:
    count: int
    sign: Sign = Sign.NONE
    words: str = ""
    href: str = ""


def matrix(
    rows: Sequence[Named],
    columns: Sequence[Named],
    cells: Mapping[tuple[str, str], Cell],
    *,
    language: str,
    row_letters: int = 22,
    column_width: int = COLUMN,
    row_height: int = ROW,
) -> Chart:
    """Draw cells by the keys of their row and column. A gap is hatched; an overlap has a second
    ring.
    """
    most = max((cell.count for cell in cells.values()), default=0)
    begins = steps(most)
    row_names = [in_lines(row.words, row_letters) for row in rows]
    column_names = _on_one_foot([in_lines(column.words, column_width // 7) for column in columns])
    lines = max((name.count("\n") for name in column_names), default=0)
    drawn, marks = [], {}
    for row, row_name in zip(rows, row_names, strict=True):
        for column, column_name in zip(columns, column_names, strict=True):
            cell = cells.get((row.key, column.key), Cell(0))
            key = f"{row.key}/{column.key}"
            step = step_of(cell.count, begins)
            radius = _radius(cell.count, most, row_height / 2 - RING - 2)
            drawn.append(
                {
                    "row": row_name,
                    "column": column_name,
                    "key": f"#{key}",
                    "count": str(cell.count),
                    "size": 3.1416 * radius**2,
                    "ring": 3.1416 * (radius + RING) ** 2,
                    "fill": STEPS[step - 1] if step else NONE,
                    "ink": over(STEPS[step - 1]) if step else INK,
                    "sign": str(cell.sign),
                }
            )
            marks[key] = Hint(cell.words, cell.href)
    spec = {
        "width": {"step": column_width},
        "height": {"step": row_height},
        "data": {"values": drawn},
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "sort": in_reading_order(column_names, language),
                "scale": {"paddingInner": 0.06, "paddingOuter": 0},
                "axis": {
                    "orient": "top",
                    "labelAngle": 0,
                    "labelExpr": "split(datum.label, '\\n')",
                    "labelLineHeight": LINE,
                    "labelPadding": 8 + LINE * lines,
                    "labelOverlap": False,
                    "labelLimit": 0,
                },
            },
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": row_names,
                "scale": {"paddingInner": 0.08, "paddingOuter": 0},
                "axis": {
                    "orient": start_side(language),
                    "labelExpr": "split(datum.label, '\\n')",
                    "labelLimit": 0,
                },
            },
            "description": {"field": "key"},
        },
        "layer": [_field(), _gaps(), _rings(), _circles(), _numbers()],
    }
    return chart(spec, marks, language)


def _on_one_foot(names: Sequence[str]) -> list[str]:
    """Put empty lines above the shorter names, so that all names end on the same line: the library
    aligns labels by their first line.
    """
    lines = max((name.count("\n") for name in names), default=0)
    return [f"{chr(10) * (lines - name.count(chr(10)))}{name}" for name in names]


def _field() -> dict[str, Any]:
    return {
        "mark": {"type": "rect", "fill": SURFACE, "stroke": RULE, "strokeWidth": 1},
        "encoding": {"description": {"value": ""}},
    }


def _gaps() -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.sign == 'gap'"}],
        "mark": {"type": "rect", "fill": HATCHED, "stroke": EDGE, "strokeWidth": 1},
    }


def _rings() -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.sign == 'overlap'"}],
        "mark": {"type": "point", "filled": False, "stroke": WARN, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "size": {"field": "ring", "type": "quantitative", "scale": None},
            "description": {"value": ""},
        },
    }


def _circles() -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.count != '0'"}],
        "mark": {"type": "circle", "opacity": 1},
        "encoding": {
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _numbers() -> dict[str, Any]:
    return {
        "mark": {"type": "text", "fontWeight": 600, "fontSize": WORDS},
        "encoding": {
            "text": {"field": "count"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
            "description": {"value": ""},
        },
    }


def _radius(count: int, most: int, largest: float) -> float:
    if not count:
        return 0.0
    return float(round(max(largest * (count / most) ** 0.5, SMALLEST), 1))
