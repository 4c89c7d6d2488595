"""A comment as blocks of a paper, so that a Word file and a print show it as its page does (pure)."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from wgcop import markup
from wgcop.paper.blocks import block, linked, verbatim, words
from wgcop.paper.schema import MARKS
from wgcop.paper.tree import Node

_OPENED = {"em_open": "em", "strong_open": "strong"}


def from_comment(text: str) -> list[Node]:
    """Return the blocks of a comment. What its page shows as typed is as typed here too."""
    tokens = markup.parsed(text)
    return verbatim(markup.clean(text).strip()) if tokens is None else _blocks(iter(tokens))


def _blocks(tokens: Iterator[Token]) -> list[Node]:
    """Return the blocks up to the end of the block around them, or of the text."""
    made: list[Node] = []
    for token in tokens:
        if token.nesting == -1:
            break
        match token.type:
            case "paragraph_open" | "heading_open":
                marks = ("strong",) if token.type == "heading_open" else ()
                made.append(block("paragraph", _inline(next(tokens), marks)))
                next(tokens)
            case "bullet_list_open":
                made.append(block("bullet_list", [item for _label, item in _items(tokens)]))
            case "ordered_list_open":
                made += _numbered(_items(tokens))
            case "blockquote_open":
                made.append(block("blockquote", _blocks(tokens) or [block("paragraph", [])]))
            case _:
                made += verbatim(token.content.strip("\n"))
    return made


def _items(tokens: Iterator[Token]) -> list[tuple[str, Node]]:
    """Return the items up to the end of the list, each with its label as it was typed."""
    found: list[tuple[str, Node]] = []
    for token in tokens:
        if token.nesting == -1:
            break
        inner = _blocks(tokens) or [block("paragraph", [])]
        found.append((f"{token.info}{token.markup}", block("list_item", inner)))
    return found


def _numbered(items: Sequence[tuple[str, Node]]) -> list[Node]:
    """Return one list for all items whose labels follow one another, so that each keeps its own."""
    lists: list[Node] = []
    follows = ""
    for label, item in items:
        number, sign = int(label[:-1] or 1), label[-1:]
        if label != follows:
            lists.append(
                block("ordered_list", [], start=number, style="1", delim=sign) | {"content": []}
            )
        lists[-1]["content"].append(item)
        follows = f"{number + 1}{sign}"
    return lists


def _inline(token: Token, around: Sequence[str]) -> list[Node]:
    made: list[Node] = []
    marks, href = list(around), ""
    for child in token.children or ():
        match child.type:
            case "em_open" | "strong_open":
                marks.append(_OPENED[child.type])
            case "em_close" | "strong_close":
                marks.remove(_OPENED[child.type.replace("close", "open")])
            case "link_open":
                href = str(child.attrs["href"])
            case "link_close":
                href = ""
            case "softbreak" | "hardbreak":
                made.append({"type": "hard_break"})
            case _ if child.content:
                own = [*marks, "code"] if child.type == "code_inline" else marks
                made.append(_text(child.content, own, href))
    return made


def _text(said: str, names: Sequence[str], href: str) -> Node:
    node = words(said, *names)
    marks = [*linked(said, href).get("marks", []), *node.get("marks", [])]
    if marks:
        by_kind = {mark["type"]: mark for mark in marks}
        node["marks"] = [by_kind[kind] for kind in MARKS if kind in by_kind]
    return node
