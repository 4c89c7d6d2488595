"""The parts of a composed paper: headings, paragraphs, lists, tables, and parts of other texts
(pure).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from wgcop.languages.scripts import direction_of_letters
from wgcop.markup import is_safe_url
from wgcop.paper import borders
from wgcop.paper.tree import Node, children, new_id, plain

Said = str | Sequence[Node]
"""Plain text, or text of which some is marked."""


def taken_over(tree: Node, *, level: int) -> list[Node]:
    """Return the blocks of another text, as they are when its marked changes are accepted.

    They get new ids, and their headings this level. A picture becomes its description, since
    pictures belong to their own paper.
    """
    blocks = _all_settled(children(tree), level)
    return [block for block in blocks if plain(block).strip()]


def _all_settled(nodes: Sequence[Node], level: int) -> list[Node]:
    standing = [node for node in nodes if not _is_deleted(node)]
    return [each for node in borders.settled(standing) if (each := _settled(node, level))]


def _is_deleted(node: Node) -> bool:
    if (node.get("attrs") or {}).get("change") == "deleted":
        return True
    return any(mark["type"] == "deletion" for mark in node.get("marks", ()))


def _settled(node: Node, level: int) -> Node | None:
    attrs = dict(node.get("attrs") or {})
    if node["type"] == "image":
        return words(f"[{attrs['alt']}]") if attrs.get("alt") else None
    settled: Node = {"type": node["type"]}
    if "text" in node:
        settled["text"] = node["text"]
    if "id" in attrs:
        attrs = {**attrs, "id": new_id(), "change": None}
        attrs.pop("border", None)
    if node["type"] == "heading":
        attrs["level"] = level
    if attrs:
        settled["attrs"] = attrs
    if marks := [mark for mark in node.get("marks", ()) if mark["type"] != "insertion"]:
        settled["marks"] = marks
    if "content" in node:
        settled["content"] = _all_settled(node["content"], level)
        if not settled["content"] and node["type"] not in ("paragraph", "heading", "footnote"):
            return None
    return settled


def heading(level: int, said: str) -> Node:
    return block("heading", [words(said)], level=level)


def paragraph(said: Said) -> Node:
    return block("paragraph", inline(said))


def verbatim(said: str) -> list[Node]:
    """Return each line as a paragraph, exactly as typed."""
    lines = said.replace("\r\n", "\n").split("\n")
    return [block("paragraph", [words(line)] if line else []) for line in lines]


def bullets(lines: Iterable[Said]) -> Node:
    items = [block("list_item", [paragraph(line)]) for line in lines]
    return block("bullet_list", items)


def table(
    head: Sequence[str], rows: Iterable[Sequence[Said]], *, begins_with_names: bool = False
) -> Node:
    """Return a table with this head and these rows. With `begins_with_names`, the first cell of
    each row is its header.
    """
    kinds = ["table_header" if begins_with_names else "table_cell"]
    kinds += ["table_cell"] * (len(head) - 1)
    return block(
        "table",
        [
            block("table_row", [_cell("table_header", words) for words in head]),
            *(
                block(
                    "table_row",
                    [_cell(kind, words) for kind, words in zip(kinds, row, strict=True)],
                )
                for row in rows
            ),
        ],
    )


def _cell(kind: str, said: Said) -> Node:
    return block(kind, [block("paragraph", inline(said))])


def inline(said: Said) -> list[Node]:
    if isinstance(said, str):
        return [words(said)] if said else []
    return [node for node in said if node.get("text", "-")]


def block(kind: str, content: Sequence[Node], **attrs: Any) -> Node:
    made: Node = {"type": kind, "attrs": {"id": new_id(), **attrs}}
    if kind in ("paragraph", "heading"):
        said = "".join(node.get("text", "") for node in content)
        made["attrs"]["dir"] = direction_of_letters(said)
    elif kind == "blockquote":
        # Its bar stands where its lines begin.
        ways = {node["attrs"].get("dir") for node in content}
        made["attrs"]["dir"] = ways.pop() if len(ways) == 1 else None
    if content:
        made["content"] = list(content)
    return made


def words(said: str, *marks: str) -> Node:
    node: Node = {"type": "text", "text": said}
    if marks:
        node["marks"] = [{"type": mark} for mark in marks]
    return node


def linked(said: str, href: str) -> Node:
    """Return text that links to an address, or plain text if the address is empty."""
    node = words(said)
    if is_safe_url(href):
        node["marks"] = [{"type": "link", "attrs": {"href": href}}]
    return node


def picture(file: str, alt: str) -> Node:
    return block("paragraph", [{"type": "image", "attrs": {"file": file, "alt": alt}}])
