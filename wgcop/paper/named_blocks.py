"""Blocks of composed documents whose ids are derived from their subject, so that a comparison finds
them again (pure).
"""

import hashlib
import string
from collections.abc import Iterable

from wgcop.languages.scripts import direction
from wgcop.paper.tree import Node

_SIGNS = string.digits + string.ascii_lowercase


def bullets(entries: Iterable[tuple[str, str]], key: str) -> Node:
    items = [
        {
            "type": "list_item",
            "attrs": {"id": block_id(f"{key}-{name}")},
            "content": [textblock("paragraph", words, f"{key}-{name}-words")],
        }
        for name, words in entries
    ]
    return {"type": "bullet_list", "attrs": {"id": block_id(f"{key}-list")}, "content": items}


def textblock(kind: str, words: str, key: str, **attrs: int) -> Node:
    return {
        "type": kind,
        "attrs": {"id": block_id(key), "dir": direction(words), **attrs},
        "content": [{"type": "text", "text": words}],
    }


def strong(words: str, key: str) -> Node:
    block = textblock("paragraph", words, key)
    block["content"][0]["marks"] = [{"type": "strong"}]
    return block


def named(block: Node, key: str) -> Node:
    """Return the block with ids that depend only on `key`, and so are the same each time. Pieces of
    text have no ids.
    """
    attrs = block.get("attrs") or {}
    whole = {**block, "attrs": {**attrs, "id": block_id(key)}} if "id" in attrs else block
    if "content" not in block:
        return whole
    inner = [named(child, f"{key}.{n}") for n, child in enumerate(block["content"])]
    return {**whole, "content": inner}


def block_id(key: str) -> str:
    """Return an id of eight lower-case letters and digits, like those of all blocks of papers,
    derived from `key`.
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    signs = []
    for _place in range(8):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)
