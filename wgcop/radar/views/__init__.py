"""The pages of the radar: a text compared on its own, what stands beside a draft, and the clusters."""

from wgcop.radar.views import clusters, drafts
from wgcop.radar.views.blueprint import bp

__all__ = ["bp", "clusters", "drafts"]
