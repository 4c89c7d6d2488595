"""The list of resolutions, and the import of one. Its text stands with its discussion, in `threads.views.texts`."""

from flask import Blueprint

bp = Blueprint("resolutions", __name__)

from wgcop.resolutions.views import imports, index

__all__ = ["bp", "imports", "index"]
