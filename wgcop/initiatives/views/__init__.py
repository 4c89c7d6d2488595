"""The pages of the registry: the table and its entries, the form, what is proposed, and what overlaps."""

from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.views import (
    confirming,
    coverage,
    entries,
    merging,
    overlaps,
    proposing,
    writing,
)

__all__ = [
    "bp",
    "confirming",
    "coverage",
    "entries",
    "merging",
    "overlaps",
    "proposing",
    "writing",
]
