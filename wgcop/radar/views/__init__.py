"""The pages of the radar: comparing a text, the panel beside a draft, and near-identical works."""

from wgcop.radar.views import clusters, drafts
from wgcop.radar.views.blueprint import bp

__all__ = ["bp", "clusters", "drafts"]
