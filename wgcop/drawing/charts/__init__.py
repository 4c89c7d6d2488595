"""Specifications of charts for the charting library, made only from counts."""

from wgcop.drawing.charts.chart import Chart, Named
from wgcop.drawing.charts.course import Band, CountStep, course
from wgcop.drawing.charts.matrix import Cell, Sign, matrix
from wgcop.drawing.charts.time_line import Span, time_line
from wgcop.drawing.charts.world_map import Bubble, world_map

__all__ = [
    "Band",
    "Bubble",
    "Cell",
    "Chart",
    "CountStep",
    "Named",
    "Sign",
    "Span",
    "course",
    "matrix",
    "time_line",
    "world_map",
]
