"""Papers of every shape that the editor knows, for tests of what goes out and comes in again."""

from typing import Any

from hypothesis import strategies as st

from wgcop.paper.borders import neighbours
from wgcop.paper.tree import Node, children, new_id, walk

WORDS = st.text(
    alphabet=st.sampled_from("abc déЖщ儿童 אלف ى\u00a0😀.,;:()\"'<>&%1"), min_size=1, max_size=14
).map(lambda words: f"x{words}y".replace("  ", " "))
BY = st.sampled_from([None, "Amina Barasa", "Élodie <&> O'Neil"])
AT = st.sampled_from([None, "2026-11-25T09:30:00Z"])
SIZES = {"width": 30, "height": 20}


def marks(draw: Any, *, may_link: bool = True) -> list[dict[str, Any]]:
    chosen = []
    if may_link and draw(st.integers(0, 5)) == 0:
        chosen.append({"type": "link", "attrs": {"href": "https://a.example/x?y=1&z=2"}})
    change = draw(st.integers(0, 9))
    for at, kind in ((0, "insertion"), (1, "deletion")):
        if change == at:
            chosen.append({"type": kind, "attrs": {"by": draw(BY), "at": draw(AT)}})
    kinds = ["strong", "em", "underline", draw(st.sampled_from(["sup", "sub"])), "code"]
    is_link = any(mark["type"] == "link" for mark in chosen)
    for kind in kinds:
        if draw(st.integers(0, 4)) == 0 and not (kind == "underline" and is_link):
            chosen.append({"type": kind})
    return chosen


def text(draw: Any, *, may_link: bool = True) -> Node:
    node: Node = {"type": "text", "text": draw(WORDS)}
    if chosen := marks(draw, may_link=may_link):
        node["marks"] = chosen
    return node


@st.composite
def inline(draw: Any, pictures: tuple[str, ...] = ()) -> list[Node]:
    nodes: list[Node] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 9))
        if kind == 0:
            nodes.append({"type": "hard_break"})
        elif kind == 1:
            note: Node = {"type": "footnote"}
            inner = [text(draw, may_link=False) for _ in range(draw(st.integers(1, 2)))]
            note["content"] = joined(inner)
            nodes.append(note)
        elif kind == 2 and pictures:
            attrs = {
                "file": draw(st.sampled_from(pictures)),
                "alt": draw(st.sampled_from(["", "Calls & <years>"])),
            }
            nodes.append({"type": "image", "attrs": attrs | SIZES})
        else:
            nodes.append(text(draw))
    return joined(nodes)


def joined(nodes: list[Node]) -> list[Node]:
    """As the editor keeps them: neighbours with the same marks are one."""
    out: list[Node] = []
    for node in nodes:
        last = out[-1] if out else None
        if (
            last
            and node["type"] == last["type"] == "text"
            and node.get("marks") == last.get("marks")
        ):
            out[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            out.append(node)
    return out


def block(kind: str, content: list[Node], **attrs: Any) -> Node:
    node: Node = {"type": kind, "attrs": {"id": new_id(), **attrs}}
    return {**node, "content": content} if content else node


@st.composite
def blocks(draw: Any, pictures: tuple[str, ...], depth: int, *, in_cell: bool = False) -> Node:
    top = 6 if depth < 3 else 2
    match draw(st.integers(0, top)):
        case 0 | 1:
            attrs: dict[str, Any] = {"numbered": True} if draw(st.integers(0, 3)) == 0 else {}
            return block("paragraph", draw(inline(pictures)), **attrs)
        case 2:
            words = [text(draw)]
            return block("heading", words, level=draw(st.integers(1, 4)))
        case 3:
            return block("bullet_list", items(draw, pictures, depth))
        case 4:
            style = draw(st.sampled_from("1aAiI"))
            start = draw(st.sampled_from([1, 1, 2, 3, 25]))
            delim = draw(st.sampled_from([".", ")", "()"]))
            inner = items(draw, pictures, depth)
            return block("ordered_list", inner, style=style, start=start, delim=delim)
        case 5:
            inner = [draw(blocks(pictures, depth + 1)) for _ in range(draw(st.integers(1, 3)))]
            clause = draw(st.sampled_from([None, None, "wtdc-67.resolves__item_2"]))
            return block("blockquote", inner, **({"clause": clause} if clause else {}))
        case _:
            return table(draw, pictures, depth)


def items(draw: Any, pictures: tuple[str, ...], depth: int) -> list[Node]:
    made = []
    for _ in range(draw(st.integers(1, 3))):
        first = block("paragraph", draw(inline(pictures)))
        rest = [draw(blocks(pictures, depth + 1)) for _ in range(draw(st.integers(0, 2)))]
        made.append(block("list_item", [first, *rest]))
    return made


def table(draw: Any, pictures: tuple[str, ...], depth: int) -> Node:
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    taken: set[tuple[int, int]] = set()
    made = []
    heads = draw(st.integers(0, rows))
    for row in range(rows):
        cells = []
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = (
                draw(st.integers(1, 2))
                if (row, column + 1) not in taken and column + 1 < columns
                else 1
            )
            # The first cell of a row reaches down nowhere, so that every row has a cell of its own.
            tall = draw(st.integers(1, 2)) if column and row + 1 < rows else 1
            taken |= {(row + r, column + c) for r in range(tall) for c in range(wide)}
            spans = {"colspan": wide, "rowspan": tall}
            attrs = {name: span for name, span in spans.items() if span > 1}
            inner = [draw(blocks(pictures, depth + 2)) for _ in range(draw(st.integers(1, 2)))]
            kind = "table_header" if row < heads or draw(st.integers(0, 5)) == 0 else "table_cell"
            cells.append(block(kind, inner, **attrs))
        made.append(block("table_row", cells))
    return block("table", made)


@st.composite
def papers(draw: Any, pictures: tuple[str, ...] = (), *, with_changed_blocks: bool = True) -> Node:
    content = [draw(blocks(pictures, 0)) for _ in range(draw(st.integers(1, 5)))]
    for each in content if with_changed_blocks else ():
        change_whole(draw, each)
    tree = {"type": "doc", "content": content}
    if with_changed_blocks:
        change_borders(draw, tree)
    return tree


def change_borders(draw: Any, tree: Node) -> None:
    """Sometimes the border between two paragraphs was put in or taken out. Of a paragraph of which all words were, too, a file
    says that it was changed as a whole."""
    changed = {
        id(each) for top in children(tree) if top["attrs"].get("change") for each in walk(top)
    }
    for upper, lower in neighbours(tree):
        kind = draw(st.sampled_from(["insertion", "deletion", None, None, None, None]))
        if kind is None or {id(upper), id(lower)} & changed:
            continue
        kinds = [[mark["type"] for mark in each.get("marks", [])] for each in children(upper)]
        if not all(kind in those for those in kinds):
            lower["attrs"]["border"] = {"type": kind, "attrs": {"by": draw(BY), "at": draw(AT)}}


def change_whole(draw: Any, node: Node) -> None:
    """Sometimes the block as a whole was inserted or deleted; then nothing in it says so again."""
    if draw(st.integers(0, 7)) == 0:
        node["attrs"]["change"] = draw(st.sampled_from(["inserted", "deleted"]))
        without_changes(node)


def without_changes(node: Node) -> None:
    if "marks" in node:
        node["marks"] = [m for m in node["marks"] if m["type"] not in ("insertion", "deletion")]
        if not node["marks"]:
            del node["marks"]
    if "content" in node:
        for each in node["content"]:
            without_changes(each)
        node["content"] = joined(node["content"])


def plain_shape(node: Node, *, with_ids: bool = True) -> Node:
    """As two papers are compared: missing attributes are their defaults, and directions follow from the words."""
    shape: Node = {"type": node["type"]}
    attrs = {
        name: value
        for name, value in (node.get("attrs") or {}).items()
        if name != "dir" and value not in (None, False) and value != DEFAULTS.get(name)
    }
    if not with_ids:
        attrs.pop("id", None)
    if attrs:
        shape["attrs"] = attrs
    if "text" in node:
        shape["text"] = node["text"]
    if node.get("marks"):
        shape["marks"] = node["marks"]
    if children(node):
        shape["content"] = [plain_shape(each, with_ids=with_ids) for each in children(node)]
    return shape


DEFAULTS = {"colspan": 1, "rowspan": 1, "start": 1, "style": "1", "delim": ".", "alt": ""}
