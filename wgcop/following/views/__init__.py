"""The views of read marks, of following and of saved searches."""

from wgcop.following.views import feeds, inbox, marks, searches
from wgcop.following.views.blueprint import bp

__all__ = ["bp", "feeds", "inbox", "marks", "searches"]
