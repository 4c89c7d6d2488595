"""Papers of any shape for property-based tests, in all six scripts, and random edits of them."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from wgcop.paper.tree import Node, children

WORDS = (
    *("the", "child", "online", "of", "Council", "shall", "WG-COP/3/7", "don't", "3.5", ",", "."),
    *("enfants", "été", "niños", "защита", "детей", "и/или"),
    *("حماية", "الأطفال", "العَرَبِيَّة", "،", "儿童", "上网保护", "カナ", "𠮷野"),
    *("👍🏽", "👩‍👩‍👧‍👦", "🇰🇪", "e\u0301", "\u200f", "\u0301", "x\u00a0y"),
)
MARKS: tuple[list[dict[str, Any]], ...] = (
    [],
    [],
    [{"type": "strong"}],
    [{"type": "em"}],
    [{"type": "link", "attrs": {"href": "https://a.example"}}, {"type": "strong"}],
    [{"type": "insertion", "attrs": {"by": "Kenya", "at": None}}],
    [{"type": "deletion", "attrs": {"by": None, "at": None}}, {"type": "em"}],
)
_LISTS = ("bullet_list", "ordered_list")


def papers() -> st.SearchStrategy[Node]:
    return st.builds(paper, chances(), st.integers(1, 9))


def chances() -> st.SearchStrategy[random.Random]:
    """From a number alone: a failing paper is small enough to read, and need not be made smaller."""
    return st.integers(0, 2**32).map(random.Random)


def paper(chance: random.Random, blocks: int) -> Node:
    return {"type": "doc", "content": [_block(chance, 3) for _ in range(blocks)]}


def edited(tree: Node, chance: random.Random, edits: int) -> Node:
    """A copy with so many changes anywhere."""
    tree = copy.deepcopy(tree)
    for _ in range(edits):
        _edit(tree, chance)
    return tree


def _attrs(chance: random.Random, **own: Any) -> dict[str, Any]:
    attrs: dict[str, Any] = {"id": _id(chance), **own}
    if chance.random() < 0.7:
        attrs["dir"] = chance.choice(["ltr", "rtl", None])
    if chance.random() < 0.05:
        attrs["change"] = chance.choice(["inserted", "deleted", None])
    return attrs


def _border(chance: random.Random) -> dict[str, Any]:
    if chance.random() > 0.1:
        return {}
    kind = chance.choice(["insertion", "deletion"])
    return {"border": {"type": kind, "attrs": {"by": "Kenya", "at": None}}}


def _id(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=8))


def _block(chance: random.Random, depth: int) -> Node:
    kinds = ["paragraph"] * 4 + ["heading"]
    if depth:
        kinds += [*_LISTS, *_LISTS, "blockquote", "table"]
    return _of_kind(chance, chance.choice(kinds), depth)


def _of_kind(chance: random.Random, kind: str, depth: int) -> Node:
    match kind:
        case "paragraph":
            own: dict[str, Any] = {"numbered": True} if chance.random() < 0.1 else {}
            return _node(kind, _attrs(chance, **own, **_border(chance)), _inline(chance))
        case "heading":
            attrs = _attrs(chance, level=chance.randint(1, 4), **_border(chance))
            return _node(kind, attrs, _inline(chance))
        case "bullet_list" | "ordered_list":
            own = {"start": chance.randint(1, 4), "style": chance.choice("1aAiI"), "delim": ")"}
            attrs = _attrs(chance, **(own if kind == "ordered_list" else {}))
            return _node(kind, attrs, [_item(chance, depth - 1) for _ in _few(chance)])
        case "blockquote":
            clause = {"clause": chance.choice([None, "r179.2"])}
            return _node(
                kind, _attrs(chance, **clause), [_block(chance, depth - 1) for _ in _few(chance)]
            )
    width = chance.randint(1, 3)
    return _node("table", _attrs(chance), [_row(chance, width) for _ in _few(chance)])


def _node(kind: str, attrs: dict[str, Any], content: list[Node]) -> Node:
    node: Node = {"type": kind, "attrs": attrs}
    return node | {"content": content} if content else node


def _item(chance: random.Random, depth: int) -> Node:
    rest = [_block(chance, depth) for _ in range(chance.choice([0, 0, 0, 1]))]
    return _node("list_item", _attrs(chance), [_of_kind(chance, "paragraph", 0), *rest])


def _row(chance: random.Random, width: int) -> Node:
    return _node("table_row", _attrs(chance), [_cell(chance) for _ in range(width)])


def _cell(chance: random.Random) -> Node:
    span = {"colspan": chance.choice([1, 1, 1, 2]), "rowspan": chance.choice([1, 1, 1, 2])}
    kind = chance.choice(["table_cell", "table_cell", "table_header"])
    blocks = [_block(chance, 0) for _ in range(chance.choice([1, 1, 2]))]
    return _node(kind, _attrs(chance, **span), blocks)


def _inline(chance: random.Random) -> list[Node]:
    return [_piece(chance) for _ in range(chance.choice([0, 1, 1, 2, 3]))]


def _piece(chance: random.Random) -> Node:
    marks = chance.choice(MARKS)
    match chance.randint(0, 11):
        case 0:
            node: Node = {"type": "hard_break"}
        case 1:
            node = {"type": "image", "attrs": {"file": chance.choice("ab") * 64}}
        case 2:
            words = {"type": "text", "text": _words(chance)}
            node = {"type": "footnote", "content": [words]}
        case _:
            node = {"type": "text", "text": _words(chance)}
    return node | {"marks": copy.deepcopy(marks)} if marks else node


def _words(chance: random.Random) -> str:
    glue = chance.choice([" ", " ", ""])
    return glue.join(chance.choice(WORDS) for _ in range(chance.randint(1, 9))) or "x"


def _few(chance: random.Random) -> range:
    return range(chance.randint(1, 4))


def _edit(tree: Node, chance: random.Random) -> None:
    parents = [node for node in _blocks(tree) if children(node)]
    parent = chance.choice(parents)
    content: list[Node] = parent["content"]
    at = chance.randrange(len(content))
    match chance.randint(0, 8):
        case 0 if len(content) > 1:
            del content[at]
        case 1:
            content.insert(at, _fresh(content[at], chance))
        case 2:  # anywhere among its siblings
            content.insert(chance.randrange(len(content)), content.pop(at))
        case 3:
            _reword(content[at], chance)
        case 4 if parent["type"] in _LISTS and at:  # a list cut in two
            _cut(tree, parent, at, chance)
        case 5 if content[at]["type"] == "heading":
            content[at]["type"] = "paragraph"
            del content[at]["attrs"]["level"]
        case 6 if content[at]["type"] == "bullet_list":
            content[at]["type"] = "ordered_list"
        case 7 if parent["type"] in ("doc", "blockquote"):
            content[at] = _node("blockquote", {"id": _id(chance)}, [content[at]])
        case _:
            _reword(chance.choice(list(_blocks(tree))), chance)


def _fresh(node: Node, chance: random.Random) -> Node:
    node = copy.deepcopy(node)
    for each in _blocks(node):
        if "attrs" in each:
            each["attrs"]["id"] = _id(chance)
    _reword(node, chance)
    return node


def _reword(node: Node, chance: random.Random) -> None:
    if node["type"] not in ("paragraph", "heading"):
        return
    content = node.setdefault("content", [])
    if content and chance.random() < 0.6:
        texts = [piece for piece in content if piece["type"] == "text"]
        for piece in texts[:1]:
            words = piece["text"].split(" ")
            words[chance.randrange(len(words))] = chance.choice(WORDS)
            piece["text"] = " ".join(words) or "x"
    elif content and chance.random() < 0.5:
        content[0] = {k: v for k, v in content[0].items() if k != "marks"}
    else:
        content.insert(chance.randint(0, len(content)), _piece(chance))


def _cut(tree: Node, items: Node, at: int, chance: random.Random) -> None:
    for node in _blocks(tree):
        if any(child is items for child in children(node)):
            place = next(n for n, child in enumerate(node["content"]) if child is items)
            rest = {**items, "attrs": {**items["attrs"], "id": _id(chance)}}
            rest["content"] = items["content"][at:]
            items["content"] = items["content"][:at]
            node["content"].insert(place + 1, rest)
            return


def _blocks(node: Node) -> Iterator[Node]:
    if node["type"] not in ("text", "hard_break", "image", "footnote"):
        yield node
        for child in children(node):
            yield from _blocks(child)
