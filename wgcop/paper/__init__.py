"""A paper as a tree: its shape, typed text, HTML, and the comparison of versions."""

from wgcop.paper.html import to_html
from wgcop.paper.schema import Misshapen, validate
from wgcop.paper.tree import Node, empty, has_marked_changes, plain
from wgcop.paper.typed import continued, from_text, to_text

__all__ = [
    "Misshapen",
    "Node",
    "continued",
    "empty",
    "from_text",
    "has_marked_changes",
    "plain",
    "to_html",
    "to_text",
    "validate",
]
