"""Computed values for each block of a paper, cached while the block is unchanged, so that a
keystroke costs one block.

A step makes a new document; only the blocks that it changed are new.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from prosemirror.model import Node as PaperNode

from wgcop.markup import unseen
from wgcop.paper.schema import MOST_NODES, Misshapen, TooLong, is_block_id, validate_block
from wgcop.paper.steps.trees import tree_of
from wgcop.paper.tree import Node, plain_lines


@dataclass(eq=False)
class Sheet:
    """A top-level block of the document, with everything in it."""

    block: Node

    @cached_property
    def ids(self) -> tuple[str | None, ...]:
        return tuple(_ids(self.block))

    @cached_property
    def has_unseen(self) -> bool:
        return any(True for words in _texts(self.block) for _ in unseen(words))

    @cached_property
    def parts(self) -> int:
        """The number of parts of the block. Raise `Misshapen` if it is not a block of a paper."""
        return validate_block(self.block)

    @cached_property
    def written(self) -> str:
        return json.dumps(self.block, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def plain(self) -> str:
        return "\n".join(plain_lines(self.block))


_sheets: "WeakKeyDictionary[PaperNode, Sheet]" = WeakKeyDictionary()


def sheets(text: PaperNode) -> list[Sheet]:
    return [_sheet(block) for block in text.content.content]


def _sheet(block: PaperNode) -> Sheet:
    sheet = _sheets.get(block)
    if sheet is None:
        sheet = _sheets[block] = Sheet(tree_of(block))
    return sheet


def is_in_order(text: PaperNode) -> bool:
    """Return whether every block has an id of its own, and no letter is invisible."""
    ids: set[str] = set()
    for sheet in sheets(text):
        if sheet.has_unseen:
            return False
        for block_id in sheet.ids:
            if block_id in ids or not is_block_id(block_id):
                return False
            ids.add(block_id)
    return True


def check(text: PaperNode) -> None:
    """Raise `Misshapen` if the paper may not be stored."""
    if not text.content.content:
        raise Misshapen("A paper must hold something.")
    if 1 + sum(sheet.parts for sheet in sheets(text)) > MOST_NODES:
        raise TooLong(f"A paper may have no more than {MOST_NODES} parts.")
    if not is_in_order(text):
        raise Misshapen("The ids of the blocks are not in order.")


def written(text: PaperNode) -> str:
    """Return the tree as JSON."""
    return f'{{"type":"doc","content":[{",".join(sheet.written for sheet in sheets(text))}]}}'


def plain_words(text: PaperNode) -> str:
    """Return the text, as `paper.plain` does for the tree."""
    return "\n".join(sheet.plain for sheet in sheets(text) if sheet.plain)


def _ids(block: Node) -> Iterator[str | None]:
    if "id" in block.get("attrs", {}):
        yield block["attrs"]["id"]
        for child in block.get("content", ()):
            yield from _ids(child)


def _texts(node: Node) -> Iterator[str]:
    if "text" in node:
        yield node["text"]
    for child in node.get("content", ()):
        yield from _texts(child)
