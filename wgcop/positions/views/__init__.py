"""The views of positions."""

from wgcop.positions.views import clause, grid
from wgcop.positions.views.blueprint import bp

__all__ = ["bp", "clause", "grid"]
