"""Charts as the charting library is told to draw them, made from counts and nothing else."""

from wgcop.drawing.charts.chart import Chart, Label
from wgcop.drawing.charts.matrix import Cell, Sign, matrix
from wgcop.drawing.charts.time_line import Span, time_line
from wgcop.drawing.charts.world_map import Place, world_map

__all__ = ["Cell", "Chart", "Label", "Place", "Sign", "Span", "matrix", "time_line", "world_map"]
