"""The pages of reports on implementation: read, write, compare, adopt, download."""

from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/implementation/reports")

from wgcop.implementation.reports.views import adoption, comparison, files, pages, writing

__all__ = ["adoption", "bp", "comparison", "files", "pages", "writing"]
