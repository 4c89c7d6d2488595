"""The views of proposals."""

from wgcop.proposals.views import acts, clause, proposals, rolling
from wgcop.proposals.views.blueprint import bp

__all__ = ["acts", "bp", "clause", "proposals", "rolling"]
