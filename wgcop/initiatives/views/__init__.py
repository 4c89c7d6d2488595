"""The pages of the registry: the table and its entries, the form, what is proposed, and what overlaps."""

from flask import Blueprint

bp = Blueprint("initiatives", __name__)

from wgcop.initiatives.views import (
    confirming,
    coverage,
    entries,
    merging,
    overlaps,
    proposing,
    sheets,
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
    "sheets",
    "writing",
]
