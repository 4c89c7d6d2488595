"""The pages of contributions: the list, the work on a paper, and the numbered documents."""

from wgcop.contributions.views import documents, drafting, drafts, papers, submission
from wgcop.contributions.views.blueprint import bp

__all__ = ["bp", "documents", "drafting", "drafts", "papers", "submission"]
