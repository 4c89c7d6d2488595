"""The views of proposals."""

from wgcop.proposals.views import acts, bracketing, clause, proposals, rolling, suggested, taking
from wgcop.proposals.views.blueprint import bp

__all__ = ["acts", "bp", "bracketing", "clause", "proposals", "rolling", "suggested", "taking"]
