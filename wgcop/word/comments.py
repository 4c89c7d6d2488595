"""Comments on words of a paper as comments of a Word file: their text, and in the tree the marks of
where they begin and end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wgcop.paper.tree import TEXTBLOCKS, Node, children, inline_words

BEGIN, END, REFERENCE = "comment_begin", "comment_end", "comment_reference"
"""The kinds of nodes that only the writer of a Word file knows."""


@dataclass(frozen=True)
class CommentInWord:
    """A comment on the letters from `first` to before `last` of a block, as readers count them; if
    there are no letters, on the whole block.

    If it has no block, its words are gone, and it is placed at the beginning of the paper.
    """

    author: str
    at: datetime
    lines: tuple[str, ...]
    block: str = ""
    first: int = 0
    last: int = 0


def with_comments(tree: Node, comments: Sequence[CommentInWord]) -> Node:
    """Return the same tree with marks where the words of each comment begin and end. Comments are
    numbered by their order.
    """
    by_block: dict[str, list[tuple[int, CommentInWord]]] = {}
    known = {str((node.get("attrs") or {}).get("id")) for node in _textblocks(tree)}
    first = next((str(node["attrs"]["id"]) for node in _textblocks(tree)), "")
    for number, each in enumerate(comments):
        by_block.setdefault(each.block if each.block in known else first, []).append((number, each))
    return _marked(tree, by_block)


def _textblocks(node: Node) -> list[Node]:
    if node["type"] in TEXTBLOCKS:
        return [node] if (node.get("attrs") or {}).get("id") else []
    return [found for child in children(node) for found in _textblocks(child)]


def _marked(node: Node, by_block: Mapping[str, list[tuple[int, CommentInWord]]]) -> Node:
    if node["type"] in TEXTBLOCKS:
        here = by_block.get(str((node.get("attrs") or {}).get("id")), [])
        return {**node, "content": _with_marks(children(node), here)} if here else node
    inner = children(node)
    return {**node, "content": [_marked(child, by_block) for child in inner]} if inner else node


def _with_marks(nodes: list[Node], comments: list[tuple[int, CommentInWord]]) -> list[Node]:
    """Add the marks of comments to the words of a paragraph. A text in which a comment begins or
    ends is cut in two.
    """
    letters = len(inline_words(node for node in nodes if node["type"] in ("text", "hard_break")))
    begins, ends = dict[int, list[Node]](), dict[int, list[Node]]()
    for number, each in comments:
        is_there = 0 <= each.first < each.last <= letters
        first, last = (each.first, each.last) if is_there else (0, letters)
        begins.setdefault(first, []).append({"type": BEGIN, "comment": number})
        ends.setdefault(last, []).append({"type": END, "comment": number})
    marked: list[Node] = []
    at = 0
    for node in nodes:
        size = len(inline_words([node])) if node["type"] in ("text", "hard_break") else 0
        cuts = sorted(place for place in {*begins, *ends} if at < place < at + size)
        for start, end in zip([at, *cuts], [*cuts, at + size], strict=True):
            if start:
                marked += ends.pop(start, [])
            marked += begins.pop(start, [])
            is_whole = end - start == size or node["type"] != "text"
            piece = node if is_whole else {**node, "text": node["text"][start - at : end - at]}
            marked.append(piece)
        at += size
    for rest in (*begins.values(), *ends.values()):
        marked += rest
    return marked


def written(document: Any, comments: Sequence[CommentInWord]) -> None:
    """Write the text of the comments into their part of the file."""
    for comment in comments:
        new = document.comments.add_comment(
            "\n".join(comment.lines), author=comment.author, initials=_initials(comment.author)
        )
        new._comment_elm.date = comment.at


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:3]
