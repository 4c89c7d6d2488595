"""Papers as ProseMirror's nodes, with the same schema as the editor in the browser, made from
`schema.json`.
"""

from typing import Any, cast

from prosemirror.model import Node as PaperNode
from prosemirror.model import Schema

from wgcop.paper.schema import BLOCKS, SCHEMA
from wgcop.paper.tree import Node


def _spec() -> dict[str, Any]:
    """Return the schema for ProseMirror. Every block has the attributes of all blocks beside its
    own, which only `validate` checks in full.
    """
    nodes = {
        kind: {**spec, "attrs": {**SCHEMA["blockAttrs"], **spec.get("attrs", {})}}
        if kind in BLOCKS
        else spec
        for kind, spec in SCHEMA["nodes"].items()
    }
    return {"topNode": SCHEMA["topNode"], "nodes": nodes, "marks": SCHEMA["marks"]}


PAPERS: "Schema[Any, Any]" = Schema(cast(Any, _spec()))


def node_of(tree: Node) -> PaperNode:
    return PaperNode.from_json(PAPERS, tree)


def tree_of(node: PaperNode) -> Node:
    """Return the tree with every attribute, including those with default values."""
    return cast(Node, node.to_json())
