"""The pages of reports on implementation: read, write, compare, adopt, download."""

from wgcop.implementation_reports.views import adoption, comparison, files, pages, writing
from wgcop.implementation_reports.views.blueprint import bp

__all__ = ["adoption", "bp", "comparison", "files", "pages", "writing"]
