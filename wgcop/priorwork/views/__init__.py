"""The pages of the corpus: documents, bodies, imports."""

from wgcop.priorwork.views import bodies, corrections, documents, imports, landscape
from wgcop.priorwork.views.blueprint import bp

__all__ = ["bodies", "bp", "corrections", "documents", "imports", "landscape"]
