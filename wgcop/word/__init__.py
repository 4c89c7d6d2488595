"""Word files, written with python-docx and lxml so that `wgcop.reading.papers` finds every part of
a paper again.
"""

from wgcop.word.document import FRAMED, MIME, WordDocument, WordRun
from wgcop.word.tree_writer import write_tree

__all__ = ["FRAMED", "MIME", "WordDocument", "WordRun", "write_tree"]
