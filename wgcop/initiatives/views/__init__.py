"""The pages of the registry: the table and an entry, the form for it, confirming and merging."""

from flask import Blueprint

bp = Blueprint("initiatives", __name__)

from wgcop.initiatives.views import confirming, entries, merging, sheets, writing

__all__ = ["bp", "confirming", "entries", "merging", "sheets", "writing"]
