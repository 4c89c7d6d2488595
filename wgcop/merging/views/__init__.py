"""The views of chairs' texts."""

from wgcop.merging.views import acts, pages
from wgcop.merging.views.blueprint import bp

__all__ = ["acts", "bp", "pages"]
