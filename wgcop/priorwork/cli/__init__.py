"""`wgcop priorwork`: imports folders of documents, and enters the bodies that wrote them."""

from wgcop.priorwork.cli import bodies, imports
from wgcop.priorwork.cli.group import priorwork_group

__all__ = ["bodies", "imports", "priorwork_group"]
