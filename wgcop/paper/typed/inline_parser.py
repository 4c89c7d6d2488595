r"""The parser of the inside of a paragraph of typed text.

`*em*` `**strong**` `++underline++` `^sup^` `~sub~` `` `code` `` `[words](https://…)` `^[footnote]`
`{++inserted++}` `{--deleted--}` `<br>`; a line end is a break; a backslash makes a sign a letter.
A mark is switched on and off, so marks may cross; a sign without its partner stays as typed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from wgcop.markup.signs import BRACKETS, SWITCHES, paper_signs
from wgcop.paper.schema import MARKS
from wgcop.paper.tree import Node
from wgcop.paper.typed.letters import Mark, as_node, letters_of

_parser = MarkdownIt("zero").use(paper_signs)


def parse_inline(text: str) -> list[Node]:
    return _nodes(_parser.inline.parse(text, _parser, {}, []))


def _nodes(tokens: Iterable[Token]) -> list[Node]:
    nodes = list(_merged(_with_marks(tokens)))
    if any(mark["type"] in SWITCHES for node in nodes for mark in node.get("marks", [])):
        # Between crossing signs a mark may end in a space, where it cannot be typed again.
        nodes = list(_merged(as_node(letter) for letter in letters_of(nodes)))
    return nodes


def _with_marks(tokens: Iterable[Token]) -> Iterator[Node]:
    active: dict[str, Mark] = {}
    for token in tokens:
        key = token.meta["pair"] if token.type == "mark" else token.tag
        if token.nesting == 1:
            active[key] = _mark(token)
        elif token.nesting == -1:
            del active[key]
        else:
            node = _node(token)
            own = [{"type": "code"}] if token.type == "code_inline" else []
            if marks := _sorted([*active.values(), *own]):
                node["marks"] = marks
            yield node


def _mark(token: Token) -> Mark:
    if token.type == "link_open":
        return {"type": "link", "attrs": {"href": token.attrs["href"]}}
    if token.info in BRACKETS:
        return {"type": token.info, "attrs": {"by": None, "at": None}}
    return {"type": token.info}


def _node(token: Token) -> Node:
    match token.type:
        case "hardbreak":
            return {"type": "hard_break"}
        case "picture":
            return {"type": "image", "attrs": dict(token.meta)}
        case "footnote":
            content = _nodes(token.children or [])
            return {"type": "footnote"} | ({"content": content} if content else {})
    return {"type": "text", "text": token.content}


def _sorted(marks: Iterable[Mark]) -> list[Mark]:
    by_kind = {mark["type"]: mark for mark in marks}
    if "sup" in by_kind:
        by_kind.pop("sub", None)
    return [by_kind[kind] for kind in MARKS if kind in by_kind]


def _merged(nodes: Iterable[Node]) -> Iterator[Node]:
    """Join neighbouring texts with the same marks."""
    for (kind, _marks), run in groupby(nodes, lambda node: (node["type"], node.get("marks"))):
        if kind == "text":
            first, *others = run
            yield first | {"text": "".join(node["text"] for node in (first, *others))}
        else:
            yield from run
