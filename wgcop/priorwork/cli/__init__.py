"""`wgcop priorwork`: bringing folders of documents into the corpus, and entering the bodies they are of."""

from wgcop.priorwork.cli import bodies, imports
from wgcop.priorwork.cli.group import priorwork_group

__all__ = ["bodies", "imports", "priorwork_group"]
