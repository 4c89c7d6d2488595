"""The pages of contributions: the list, the work on a paper, and the numbered documents."""

from wgcop.contributions.views import documents, drafts, papers  # noqa: F401 (routes)
from wgcop.contributions.views.blueprint import bp as bp
