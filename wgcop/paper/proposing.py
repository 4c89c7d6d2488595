"""Writes a proposal into a paper, in the form that `proposed` reads and the editor's own tool makes
(pure).
"""

from collections.abc import Sequence

from wgcop.languages.scripts import direction
from wgcop.paper.blocks import block, words
from wgcop.paper.proposed import is_reasons, reasons_label
from wgcop.paper.tree import Node, children, new_id, plain


def proposal_blocks(
    symbol: str,
    clause: str,
    proposed: Node,
    reasons: str,
    *,
    language: str,
    block_id: str,
) -> list[Node]:
    """Return a line with the symbol, the quotation of the clause with the marked changes, and the
    reasons if there are any. `clause` is the wid of the clause, `language` that of the paper.
    """
    line = block("paragraph", [words(symbol, "strong")])
    attrs = {"id": block_id, "dir": direction(plain(proposed)), "clause": clause}
    quote = {"type": "blockquote", "attrs": attrs, "content": _anew(children(proposed))}
    why = [_with_reasons(reasons, language)] if reasons.strip() else []
    return [line, quote, *why]


def appended(paper: Node, blocks: Sequence[Node]) -> Node:
    """Return the paper with the blocks at its end, before an empty paragraph in which somebody may
    be about to write.
    """
    content = children(paper)
    last = content[-1:] if content and _is_empty(content[-1]) else []
    return {**paper, "content": [*content[: len(content) - len(last)], *blocks, *last]}


def worded_again(paper: Node, block_id: str, blocks: Sequence[Node]) -> Node:
    """Return the paper with these blocks in place of the proposal whose quotation has this id:
    its line, its quotation, and its reasons if it has any. The line and the quotation keep their
    ids.
    """
    content = children(paper)
    at = next((n for n, each in enumerate(content) if _id(each) == block_id), 0)
    if not at:
        inner = [
            worded_again(each, block_id, blocks) if children(each) else each for each in content
        ]
        return {**paper, "content": inner} if content else paper
    line, quote, *why = blocks
    old_line, old_quote = content[at - 1 : at + 1]
    rest = content[at + 1 :]
    kept = [
        {**line, "attrs": {**line["attrs"], "id": _id(old_line)}},
        {**quote, "attrs": {**quote["attrs"], "id": _id(old_quote)}},
    ]
    if rest and is_reasons(rest[0]):
        why = [{**each, "attrs": {**each["attrs"], "id": _id(rest[0])}} for each in why]
        rest = rest[1:]
    return {**paper, "content": [*content[: at - 1], *kept, *why, *rest]}


def _anew(blocks: Sequence[Node]) -> list[Node]:
    """Return the paragraphs with ids that no other text has."""
    return [{**each, "attrs": {**(each.get("attrs") or {}), "id": new_id()}} for each in blocks]


def _with_reasons(reasons: str, language: str) -> Node:
    content = [words(reasons_label(language).strip(), "strong"), words(" ")]
    for number, line in enumerate(reasons.strip().splitlines()):
        content += [{"type": "hard_break"}] if number else []
        content += [words(line)] if line else []
    made = block("paragraph", content)
    made["attrs"]["dir"] = direction(reasons)
    return made


def _is_empty(node: Node) -> bool:
    return node["type"] == "paragraph" and not children(node)


def _id(node: Node) -> str | None:
    return (node.get("attrs") or {}).get("id")
