"""Charts and maps drawn as SVG, in a process of its own with limits.

`draw` is for features: it takes charts, which `drawing.charts` makes from counts, and returns
pictures for pages, files and documents. The process, `python -m wgcop.drawing`, gets all its data
through a pipe and no address of anything.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app

from wgcop.drawing.charts import Chart
from wgcop.drawing.keeping import drawn_once, png_once
from wgcop.drawing.process import DrawingFailed
from wgcop.drawing.svg import Drawn, Hint
from wgcop.processes import shelf

__all__ = ["PNG", "SVG", "Chart", "DrawingFailed", "Drawn", "Hint", "clear", "draw", "png"]

SVG, PNG = "image/svg+xml", "image/png"


def draw(charts: Sequence[Chart]) -> list[Drawn]:
    """Draw the charts and return their pictures in the same order. New ones are drawn together."""
    pictures = drawn_once([chart.spec for chart in charts], _kept_in())
    return [
        Drawn(svg, chart.marks, chart.language) for svg, chart in zip(pictures, charts, strict=True)
    ]


def png(svg: bytes, *, scale: float = 2) -> bytes:
    """Return a PNG of the picture that `Drawn.file` returns, for documents that take no SVG."""
    return png_once(svg, _kept_in(), scale=scale)


def clear(*, before: datetime) -> int:
    """Remove pictures that were not used since that time, and return how many."""
    return shelf.clear(_kept_in(), before=before)


def _kept_in() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "pictures"
