"""Pages for the list of resolutions and the import of one. `threads.views.texts` shows a text with
its discussion.
"""

from flask import Blueprint

bp = Blueprint("resolutions", __name__)

from wgcop.resolutions.views import imports, index

__all__ = ["bp", "imports", "index"]
