"""The pages of the registry: the table and an entry, the form for it."""

from flask import Blueprint

bp = Blueprint("initiatives", __name__)

from wgcop.initiatives.views import entries, sheets, writing

__all__ = ["bp", "entries", "sheets", "writing"]
