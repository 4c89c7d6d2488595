"""The pages of threads, and what is posted to them."""

from wgcop.threads.views import comments, preview, quotes, releases, supports
from wgcop.threads.views.blueprint import bp

__all__ = ["bp", "comments", "preview", "quotes", "releases", "supports"]
