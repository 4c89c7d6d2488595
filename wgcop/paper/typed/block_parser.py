"""The parser of typed text, which reads it into a tree block by block."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import takewhile
from typing import Any

from wgcop.languages.scripts import direction
from wgcop.markup import clean
from wgcop.paper.align import keep_unchanged
from wgcop.paper.schema import MOST_NODES, Misshapen
from wgcop.paper.tree import (
    TEXTBLOCKS,
    Node,
    children,
    empty,
    inline_words,
    new_id,
    walk,
)
from wgcop.paper.typed.block_writer import as_typed, to_text
from wgcop.paper.typed.inline_parser import parse_inline
from wgcop.paper.typed.markers import (
    DEEPEST,
    HEADING,
    NUMBER,
    NUMBERED,
    ROW,
    ItemMarker,
    first_marker,
    interrupts,
    marker_of,
)
from wgcop.paper.typed.tables import TypedCell, joined

LONGEST_TYPED = 500_000
_TOO_MANY = f"The text has more than {MOST_NODES:,} parts. Split it into two papers."

_NUMBERED_LINE = re.compile(rf"(?<!\\)<br>(?={NUMBER})")
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+$")


def from_text(text: str, previous: Node | None = None) -> Node:
    """Return the tree of a typed text. Blocks that did not change are taken from `previous` as they
    are. Raise `Misshapen` for a text that is too long.
    """
    if len(text) > LONGEST_TYPED:
        raise Misshapen(
            f"The text has more than {LONGEST_TYPED:,} letters. Split it into two papers."
        )
    lines = [line.expandtabs(4).rstrip(" ") for line in clean(text).split("\n")]
    blocks = list(_blocks(lines, depth=0))
    if sum(1 for block in blocks for _ in walk(block)) >= MOST_NODES:
        raise Misshapen(_TOO_MANY)
    tree: Node = {"type": "doc", "content": blocks} if blocks else empty()
    return tree if previous is None else continued(tree, previous)


def continued(tree: Node, previous: Node) -> Node:
    """Return the same tree with the unchanged blocks of `previous`.

    Nothing changed if the tree, typed, equals `previous` typed and read again: typed text cannot
    say everything.
    """
    if to_text(tree) == _read_again(previous):
        return previous
    read = [_as_read(block) for block in children(previous)]
    blocks = keep_unchanged(children(tree), children(previous), typed=as_typed, read=read)
    return {**tree, "content": blocks}


def _as_read(block: Node) -> str:
    """Return the typed form of the block after it was typed and read once. It lacks anything that
    cannot be typed.
    """
    lines = as_typed(block).split("\n")
    return "\n".join(as_typed(block) for block in _blocks(lines, depth=0))


def _read_again(tree: Node) -> str | None:
    with suppress(Misshapen):  # the text may be longer than what can be typed
        return to_text(from_text(to_text(tree)))
    return None


def _blocks(lines: list[str], depth: int) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        line = lines[at].strip(" ")
        if not line:
            at += 1
        elif heading := HEADING.match(line):
            yield _textblock("heading", heading[2] or "", level=len(heading[1]))
            at += 1
        elif ROW.match(line):
            rows = list(takewhile(ROW.match, _stripped(lines, at)))
            yield _table(rows)
            at += len(rows)
        elif line.startswith(">") and depth < DEEPEST:
            quoted = list(takewhile(lambda row: row.startswith(">"), _stripped(lines, at)))
            inner = [row[1:].removeprefix(" ") for row in quoted]
            yield _container("blockquote", list(_blocks(inner, depth + 1)) or [_paragraph("")])
            at += len(quoted)
        elif (marker := first_marker(lines[at])) and depth < DEEPEST:
            block, at = _list(lines, at, marker, depth)
            yield block
        else:
            end = at + 1
            while end < len(lines) and not interrupts(lines[end], depth):
                end += 1
            yield _paragraph("\n".join(row.strip(" ") for row in lines[at:end]))
            at = end


def _stripped(lines: list[str], start: int) -> Iterator[str]:
    for at in range(start, len(lines)):
        yield lines[at].strip(" ")


def _list(lines: list[str], at: int, first: ItemMarker, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    number = first.number or 0
    while at < len(lines):
        marker = marker_of(lines[at])
        if marker is None or marker.indent > first.indent + 1:
            break
        if not marker.continues(first, number + len(items)):
            break
        inner, at = _item_lines(lines, at, marker, depth)
        items.append(_item(list(_blocks(inner, depth + 1))))
        at = _skip_blank(lines, at, then=lambda line: marker_of(line) is not None)
    if first.bullet:
        return _container("bullet_list", items), at
    attrs = {"start": number, "style": first.style, "delim": first.delim}
    return _container("ordered_list", items, **attrs), at


def _item_lines(lines: list[str], at: int, marker: ItemMarker, depth: int) -> tuple[list[str], int]:
    """Return the lines of an item (those that are indented, and the rest of its wrapped first
    paragraph), and the index after them.
    """
    inner = [marker.words]
    at += 1
    while at < len(lines):
        line = lines[at]
        indent = len(line) - len(line.lstrip(" "))
        if not line:
            after = _skip_blank(
                lines, at, then=lambda text: text.startswith(" " * (marker.indent + 2))
            )
            if after == at:
                break
            inner += [""] * (after - at)
            at = after
        elif indent >= marker.indent + 2:
            inner.append(line[min(indent, marker.indent + marker.width) :])
            at += 1
        elif lines[at - 1] and marker_of(line) is None and not interrupts(line, depth):
            inner.append(line.strip(" "))
            at += 1
        else:
            break
    return inner, at


def _skip_blank(lines: list[str], at: int, then: Callable[[str], bool]) -> int:
    """Return the index of the next line that is not blank, if `then` holds for it; otherwise `at`."""
    after = at
    while after < len(lines) and not lines[after]:
        after += 1
    return after if after < len(lines) and then(lines[after]) else at


def _item(blocks: list[Node]) -> Node:
    if not blocks or blocks[0]["type"] != "paragraph":
        blocks.insert(0, _paragraph(""))
    return _container("list_item", blocks)


def _table(rows: list[str]) -> Node:
    headed = len(rows) > 1 and bool(_RULE.match(rows[1]))
    cells = [_cells(row) for row in rows if not _RULE.match(row)] or [[""]]
    width = max(map(len, cells))
    if (
        len(cells) * width > MOST_NODES
    ):  # short rows are filled up, so a short text may be many cells
        raise Misshapen(_TOO_MANY)
    content = []
    for number, row in enumerate(joined([[*row, *[""] * (width - len(row))] for row in cells])):
        kind = "table_header" if headed and number == 0 else "table_cell"
        content.append([_cell(kind, cell) for cell in row])
    return _container("table", [_container("table_row", row) for row in content])


def _cell(kind: str, cell: TypedCell) -> Node:
    paragraphs = [_paragraph(words) for words in _NUMBERED_LINE.split(cell.words)]
    return _container(kind, paragraphs, colspan=cell.colspan, rowspan=cell.rowspan)


def _cells(row: str) -> list[str]:
    inner = row[1:-1] if not row.endswith("\\|") else row[1:]
    return [cell.strip(" ").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _paragraph(words: str) -> Node:
    if numbered := NUMBERED.match(words):
        return _textblock("paragraph", numbered["words"], numbered=True)
    return _textblock("paragraph", words)


def _textblock(kind: str, words: str, **attrs: Any) -> Node:
    content = parse_inline(words.strip(" "))
    attrs = {"id": new_id(), "dir": direction(inline_words(content)), **attrs}
    return {"type": kind, "attrs": attrs, **({"content": content} if content else {})}


def _container(kind: str, content: list[Node], **attrs: Any) -> Node:
    node: Node = {
        "type": kind,
        "attrs": {"id": new_id(), "dir": "ltr", **attrs},
        "content": content,
    }
    # Labels are left out: those of a list are Latin letters in every script.
    words = (inline_words(children(each)) for each in walk(node) if each["type"] in TEXTBLOCKS)
    node["attrs"]["dir"] = direction("\n".join(words))
    return node
