"""Pages for the list of resolutions, the import of one, its texts in other languages, and its suppression.
`threads.views.texts` shows a text with its discussion.
"""

from wgcop.resolutions.views import imports, index, suppression, texts_in_languages
from wgcop.resolutions.views.blueprint import bp

__all__ = ["bp", "imports", "index", "suppression", "texts_in_languages"]
