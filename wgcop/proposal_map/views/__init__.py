"""The views of the proposal map."""

from wgcop.proposal_map.views import agenda, table
from wgcop.proposal_map.views.blueprint import bp

__all__ = ["agenda", "bp", "table"]
