"""The pages of the registry: the table and an entry, the form for it."""

from flask import Blueprint

bp = Blueprint("initiatives", __name__)

from wgcop.initiatives.views import entries, writing

__all__ = ["bp", "entries", "writing"]
