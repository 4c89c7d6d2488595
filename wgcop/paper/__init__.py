"""The document tree of a paper: its shape, its plain typed form, its HTML and its words."""

from wgcop.paper.html import to_html
from wgcop.paper.schema import Misshapen, validate
from wgcop.paper.tree import Node, empty, plain
from wgcop.paper.typed import continued, from_text, to_text

__all__ = [
    "Misshapen",
    "Node",
    "continued",
    "empty",
    "from_text",
    "plain",
    "to_html",
    "to_text",
    "validate",
]
