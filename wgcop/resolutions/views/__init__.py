"""Pages for the list of resolutions and the import of one. `threads.views.texts` shows a text with
its discussion.
"""

from wgcop.resolutions.views import imports, index
from wgcop.resolutions.views.blueprint import bp

__all__ = ["bp", "imports", "index"]
