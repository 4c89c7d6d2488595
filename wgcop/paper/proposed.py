"""Proposals as papers word them: a line with the symbol, the clause with the new words, and reasons
(pure).

That is how conferences have always written them, so a proposal needs no part of its own in a paper:
it is typed, pasted, brought in as a Word file, compared, translated and printed like other words.

    MOD                                         a line with nothing but the symbol, and perhaps a number
    > to intensify the study …                  a quotation of the clause, in which changes may be marked
    Reasons: Nothing was studied since 2008.    a paragraph that begins with this word, in any language
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from wgcop.languages.cover_labels import cover_phrase, folded, labelled, phrases
from wgcop.paper.blocks import taken_over
from wgcop.paper.comparison.marks import joined
from wgcop.paper.schema import attribute
from wgcop.paper.tree import TEXTBLOCKS, Node, children, plain

REASONS = "reasons"
"""The key of the word before reasons, in the table of phrases."""

SYMBOLS = ("ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC")
"""New text; text moved in from elsewhere; changed words; an editorial change; suppression; transfer
elsewhere; no change.
"""

_SYMBOL = re.compile(
    r"(?P<symbol>\(MOD\)|ADD\*?|MOD|SUP\*?|NOC)(?:[ \t\u00a0]+[A-Z]{2,5}/[\w./()-]*\d)?", re.ASCII
)

_WITHIN_SPACES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


@dataclass(frozen=True)
class WrittenProposal:
    """A proposal in a paper. `clause` is the wid of the clause that it changes, or after which it
    adds a new one, and `block` the id of the quotation, by which a later wording of the paper knows
    it again.

    `words` are the blocks with the changes as marked, `text` the words if all of these were
    accepted, typed with asterisks around emphasized ones as those of clauses are.
    """

    symbol: str
    clause: str
    block: str
    words: tuple[Node, ...]
    text: str
    reasons: str


def proposals_in(paper: Node) -> list[WrittenProposal]:
    """Return the proposals of a paper, in reading order. They may stand in an item of a list or in a
    cell of a table, but not in the quotation of another text.
    """
    return list(_proposals_among(children(paper)))


def _proposals_among(blocks: list[Node]) -> Iterator[WrittenProposal]:
    for line, quote, after in zip_longest(blocks, blocks[1:], blocks[2:]):
        if _is_deleted(line) or line["type"] == "blockquote":
            continue
        if line["type"] not in TEXTBLOCKS:
            yield from _proposals_among(children(line))
            continue
        symbol = _symbol_on(line) if quote else None
        if symbol is None or quote["type"] != "blockquote" or not attribute(quote, "clause"):
            continue
        yield WrittenProposal(
            symbol=symbol,
            clause=attribute(quote, "clause"),
            block=attribute(quote, "id"),
            words=tuple(children(quote)),
            text=_text_of(quote),
            reasons=_reasons_in(after) if after else "",
        )


def _is_deleted(block: Node) -> bool:
    return attribute(block, "change") == "deleted"


def _text_of(quote: Node) -> str:
    if _is_deleted(quote):
        return ""
    return plain(_typed({"type": "doc", "content": taken_over(quote, level=1)}))


def _typed(node: Node) -> Node:
    """Return the blocks with asterisks in place of emphasis."""
    inner = children(node)
    if node["type"] in TEXTBLOCKS:
        inner = [_starred(each) for each in joined([_only_emphasis(each) for each in inner])]
    else:
        inner = [_typed(each) for each in inner]
    return {**node, "content": inner} if inner else node


def _only_emphasis(node: Node) -> Node:
    if node["type"] != "text":
        return node
    return {**node, "marks": [mark for mark in node.get("marks", ()) if mark["type"] == "em"]}


def _starred(node: Node) -> Node:
    if node["type"] != "text" or not node["marks"]:
        return node
    found = _WITHIN_SPACES.fullmatch(node["text"])
    assert found
    before, words, after = found.groups()
    return {**node, "text": f"{before}*{words}*{after}" if words else node["text"]}


def reasons_label(language: str) -> str:
    """Return the beginning of a paragraph with reasons, as papers in this language print it."""
    return labelled(cover_phrase(REASONS, language), "", language)


def _symbol_on(block: Node) -> str | None:
    if block["type"] not in TEXTBLOCKS or _is_deleted(block):
        return None
    found = _SYMBOL.fullmatch(plain(block).strip())
    return found["symbol"] if found else None


def is_reasons(block: Node) -> bool:
    """Return whether a block is a paragraph with reasons, or only with the word before them."""
    return _labelled_reasons(block) is not None


def _reasons_in(block: Node) -> str:
    return _labelled_reasons(block) or ""


def _labelled_reasons(block: Node) -> str | None:
    if block["type"] != "paragraph" or _is_deleted(block):
        return None
    label, colon, reasons = plain(block).replace("：", ":", 1).partition(":")
    is_labelled = colon and folded(label) in {folded(each) for each in phrases(REASONS)}
    return reasons.strip() if is_labelled else None
