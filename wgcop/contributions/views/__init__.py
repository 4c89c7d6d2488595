"""The pages of contributions: the list, the work on a paper, and the numbered documents."""

from flask import Blueprint

bp = Blueprint("contributions", __name__)

from wgcop.contributions.views import documents, drafters, drafts, landscape, papers, submission

__all__ = ["bp", "documents", "drafters", "drafts", "landscape", "papers", "submission"]
