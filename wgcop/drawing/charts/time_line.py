"""A time line: a bar for each span, in groups. A time known only to the year is drawn faint, and a
span without an end has an arrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wgcop.drawing.charts.chart import SMALL, Chart, chart, start_side
from wgcop.drawing.palette import INK, SOFT, STEPS
from wgcop.drawing.svg import Hint, is_rtl

WIDTH, ROW, NAMES = 640, 24, 320
LETTERS = 46
MOST_YEARS = 14
"""The largest number of years that the axis names."""


@dataclass(frozen=True)
class Span:
    """A span of the time line. Dates may lack their day or month: `2008`, `2008-11`. A span without
    an end is still open.
    """

    key: str
    name: str
    group: str
    start: str
    end: str = ""
    words: str = ""
    href: str = ""


def time_line(
    spans: Sequence[Span], years: tuple[int, int], *, today: date, language: str
) -> Chart:
    """Draw the spans; those of one group must be consecutive. `years` are the first and the last
    year drawn; a span without an end lasts until today.
    """
    first, last = years[0], years[1] + 1
    now = _in_years(today)
    step = next(step for step in (1, 2, 5, 10, 25, 100) if (last - first) / step <= MOST_YEARS)
    rows: list[dict[str, Any]] = []
    group = None
    for span in spans:
        if span.group != group:
            group = span.group
            rows.append({"row": _row(rows, group), "is_group": True})
        rows.append(
            {
                "row": _row(rows, _cut(span.name)),
                **_bar(span, first, last, now),
                "key": f"#{span.key}",
            }
        )
    order = [row["row"] for row in rows]
    titles = [row["row"] for row in rows if row.get("is_group")]
    is_title = f"indexof({titles!r}, datum.value) >= 0"
    towards = {"x": {"field": "solid_from"}, "x2": {"field": "solid_to"}}
    faint = {"x": {"field": "faint_from"}, "x2": {"field": "faint_to"}}
    axis = {
        "orient": "top",
        "format": "d",
        "values": [year for year in range(first, last + 1) if year % step == 0],
        "labelFontSize": SMALL,
        "labelColor": SOFT,
        "grid": True,
    }
    spec = {
        "width": WIDTH,
        "height": {"step": ROW},
        "data": {"values": rows},
        "encoding": {
            "y": {
                "field": "row",
                "type": "nominal",
                "scale": {"domain": order},
                "axis": {
                    "orient": start_side(language),
                    "labelAlign": start_side(language),
                    "labelPadding": NAMES,
                    "labelLimit": 0,
                    "labelExpr": "split(datum.label, '\\u200b')[1]",
                    "labelFontWeight": {
                        "condition": {"test": is_title, "value": 600},
                        "value": "normal",
                    },
                    "labelColor": {"condition": {"test": is_title, "value": INK}, "value": SOFT},
                },
            },
            "x": {
                "type": "quantitative",
                "scale": {"domain": [first, last], "nice": False, "reverse": is_rtl(language)},
                "axis": axis,
            },
            "description": {"field": "key"},
        },
        "layer": [
            _layer("faint_from", {"fill": STEPS[0], "height": 12, "cornerRadius": 2}, faint),
            _layer("solid_from", {"fill": STEPS[2], "height": 12, "cornerRadius": 2}, towards),
            {
                "transform": [{"filter": "isValid(datum.open_at)"}],
                "mark": {
                    "type": "point",
                    "shape": "triangle-left" if is_rtl(language) else "triangle-right",
                    "filled": True,
                    "fill": STEPS[2],
                    "size": 90,
                    "opacity": 1,
                    "xOffset": -5 if is_rtl(language) else 5,
                },
                "encoding": {"x": {"field": "open_at"}},
            },
        ],
    }
    return chart(spec, {span.key: Hint(span.words, span.href) for span in spans}, language)


def _row(rows: Sequence[Any], name: str) -> str:
    """Return a unique name for a row. Its label shows only what follows the invisible mark."""
    return f"{len(rows)}\u200b{name}"


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def _layer(needs: str, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum.{needs})"}],
        "mark": {"type": "bar", **mark},
        "encoding": encoding,
    }


def _bar(span: Span, first: float, last: float, now: float) -> dict[str, Any]:
    """Return the bars of a span: the faint one as far as the span may have lasted, the solid one as
    far as it has for certain.
    """
    earliest, surely_begun = _bounds(span.start)
    surely_until, latest = _bounds(span.end) if span.end else (max(now, earliest),) * 2
    bar: dict[str, Any] = {}

    def within(year: float) -> float:
        return round(min(max(year, first), last), 3)

    if within(latest) > within(earliest):
        bar |= {"faint_from": within(earliest), "faint_to": within(latest)}
    if within(surely_until) > within(surely_begun):
        bar |= {"solid_from": within(surely_begun), "solid_to": within(surely_until)}
    if not span.end and first <= latest <= last:
        bar["open_at"] = within(latest)
    return bar


def _bounds(written: str) -> tuple[float, float]:
    """Return the first and the last moment that a date may mean, in years."""
    match [int(part) for part in written.split("-")]:
        case [year, month, day]:
            begin = date(year, month, day)
            end = begin + timedelta(days=1)
        case [year, month]:
            begin = date(year, month, 1)
            end = date(year + month // 12, month % 12 + 1, 1)
        case [year]:
            return float(year), float(year + 1)
        case _:
            raise ValueError(f"No date: {written}")
    return _in_years(begin), _in_years(end)


def _in_years(day: date) -> float:
    # Divided by 366, the last day of a leap year still belongs to that year.
    return day.year + (day.timetuple().tm_yday - 1) / 366
