"""The views for everything that a meeting puts on record."""

from wgcop.outcomes.views import (
    action_points,
    conclusions,
    recording,
    silences,
    statements,
    wordings,
)

__all__ = [
    "action_points",
    "conclusions",
    "recording",
    "silences",
    "statements",
    "wordings",
]
