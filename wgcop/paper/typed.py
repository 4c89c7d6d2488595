"""A paper as plain typed text and back: the form in which it is written without an editor.

Headings `#` to `####`, quotes `>`, tables between `|`, items after `-`, `*`, `1.`, `a)`, `(iv)`;
the number that is typed is the number that is printed. An empty line ends a block, a line end is
kept.
What is not understood stays as typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from wgcop.markup import clean, direction
from wgcop.paper import inline, ordinals
from wgcop.paper.align import keep_unchanged
from wgcop.paper.tree import (
    MOST_NODES,
    TEXTBLOCKS,
    Misshapen,
    Node,
    children,
    empty,
    inline_words,
    labels,
    new_id,
    plain,
    walk,
)

LONGEST_TYPED = 500_000
_TOO_MANY = f"The text has more than {MOST_NODES:,} parts. Split it in two papers."
_DEEPEST = 5

_HEADING = re.compile(r"(#{1,4})(?:\s+(.*))?$")
_MARKER = re.compile(
    r"""(?: (?P<bullet>[-*•])
          | \( (?P<enclosed>\w{1,7}) \)
          | (?P<closed>\w{1,7}) \)
          | (?P<number>\d{1,5}) \.
          | (?P<letter>[A-Za-z]{1,7}) \. (?=\ \ |$)   # two blanks: not the initial of a name
        ) (?:\s+ (?P<words>.*))? $""",
    re.VERBOSE,
)
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+$")
_ROW = re.compile(r"\|.*\|$")


def from_text(text: str, previous: Node | None = None) -> Node:
    """The tree of a typed text; blocks that `previous` has too are taken from there as they are."""
    if len(text) > LONGEST_TYPED:
        raise Misshapen(
            f"The text has more than {LONGEST_TYPED:,} letters. Split it in two papers."
        )
    lines = [line.expandtabs(4).rstrip(" ") for line in clean(text).split("\n")]
    blocks = list(_blocks(lines, depth=0))
    if not blocks:
        return empty()
    if sum(1 for block in blocks for _ in walk(block)) >= MOST_NODES:
        raise Misshapen(_TOO_MANY)
    if previous is not None:
        blocks = keep_unchanged(blocks, children(previous), typed=_typed)
    return {"type": "doc", "content": blocks}


def to_text(tree: Node) -> str:
    return "\n".join(_write_all(children(tree))).strip("\n") + "\n"


def _blocks(lines: list[str], depth: int) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        line = lines[at].strip(" ")
        if not line:
            at += 1
        elif heading := _HEADING.match(line):
            yield _textblock("heading", heading[2] or "", level=len(heading[1]))
            at += 1
        elif _ROW.match(line):
            rows = list(takewhile(_ROW.match, _stripped(lines, at)))
            yield _table(rows)
            at += len(rows)
        elif line.startswith(">") and depth < _DEEPEST:
            quoted = list(takewhile(lambda row: row.startswith(">"), _stripped(lines, at)))
            inner = [row[1:].removeprefix(" ") for row in quoted]
            yield _container("blockquote", list(_blocks(inner, depth + 1)) or [_paragraph("")])
            at += len(quoted)
        elif (marker := _first_marker(lines[at])) and depth < _DEEPEST:
            block, at = _list(lines, at, marker, depth)
            yield block
        else:
            end = at + 1
            while end < len(lines) and not _interrupts(lines[end], depth):
                end += 1
            yield _paragraph("\n".join(row.strip(" ") for row in lines[at:end]))
            at = end


def _stripped(lines: list[str], start: int) -> Iterator[str]:
    for at in range(start, len(lines)):
        yield lines[at].strip(" ")


def _interrupts(line: str, depth: int) -> bool:
    """Whether a line ends the paragraph above it."""
    words = line.strip(" ")
    if not words or _HEADING.match(words) or _ROW.match(words):
        return True
    if depth >= _DEEPEST:
        return False
    marker = _first_marker(line)
    # A wrapped line may begin with "2010." but hardly with "1.".
    return words.startswith(">") or (marker is not None and marker.number in (None, 1))


@dataclass(frozen=True)
class _Marker:
    """The sign before an item: where it stands, what list it is of, and what follows it."""

    indent: int
    width: int
    bullet: str
    mark: str
    delim: str
    words: str
    style: str = ""
    number: int | None = None

    def continues(self, first: "_Marker", number: int) -> bool:
        if self.bullet or first.bullet:
            return self.bullet == first.bullet
        return self.delim == first.delim and self.mark == ordinals.mark(number, first.style)


def _marker(line: str) -> _Marker | None:
    words = line.lstrip(" ")
    found = _MARKER.match(words)
    if found is None:
        return None
    delim = "()" if found["enclosed"] else ")" if found["closed"] else "."
    return _Marker(
        indent=len(line) - len(words),
        width=found.start("words") if found["words"] is not None else len(words) + 1,
        bullet=found["bullet"] or "",
        mark=found["enclosed"] or found["closed"] or found["number"] or found["letter"] or "",
        delim=delim,
        words=found["words"] or "",
    )


def _first_marker(line: str) -> _Marker | None:
    """The marker of a line, if a list can begin with it."""
    marker = _marker(line)
    if marker is None or marker.bullet:
        return marker
    reading = ordinals.first(marker.mark)
    return replace(marker, style=reading[0], number=reading[1]) if reading else None


def _list(lines: list[str], at: int, first: _Marker, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    number = first.number or 0
    while at < len(lines):
        marker = _marker(lines[at])
        if marker is None or marker.indent > first.indent + 1:
            break
        if not marker.continues(first, number + len(items)):
            break
        inner, at = _item_lines(lines, at, marker, depth)
        items.append(_item(list(_blocks(inner, depth + 1))))
        at = _skip_blank(lines, at, then=lambda line: _marker(line) is not None)
    if first.bullet:
        return _container("bullet_list", items), at
    attrs = {"start": number, "style": first.style, "delim": first.delim}
    return _container("ordered_list", items, **attrs), at


def _item_lines(lines: list[str], at: int, marker: _Marker, depth: int) -> tuple[list[str], int]:
    """What belongs to an item: what is indented, and the rest of a wrapped first paragraph."""
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
        elif lines[at - 1] and _marker(line) is None and not _interrupts(line, depth):
            inner.append(line.strip(" "))
            at += 1
        else:
            break
    return inner, at


def _skip_blank(lines: list[str], at: int, then: Callable[[str], bool]) -> int:
    """The next line with words if it is what we look for, else where we are."""
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
    for number, row in enumerate(cells):
        kind = "table_header" if headed and number == 0 else "table_cell"
        filled = [*row, *[""] * (width - len(row))]
        span = {"colspan": 1, "rowspan": 1}
        content.append([_container(kind, [_paragraph(words)], **span) for words in filled])
    return _container("table", [_container("table_row", row) for row in content])


def _cells(row: str) -> list[str]:
    inner = row[1:-1] if not row.endswith("\\|") else row[1:]
    return [cell.strip(" ").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _paragraph(words: str) -> Node:
    return _textblock("paragraph", words)


def _textblock(kind: str, words: str, **attrs: Any) -> Node:
    content = inline.parse(words.strip(" "))
    attrs = {"id": new_id(), "dir": direction(inline_words(content)), **attrs}
    return {"type": kind, "attrs": attrs, **({"content": content} if content else {})}


def _container(kind: str, content: list[Node], **attrs: Any) -> Node:
    node: Node = {
        "type": kind,
        "attrs": {"id": new_id(), "dir": "ltr", **attrs},
        "content": content,
    }
    node["attrs"]["dir"] = direction(plain(node))
    return node


def _typed(block: Node) -> str:
    inside = block["type"] in ("list_item", "table_row")
    return "\n".join(_write_all(children(block)) if inside else _write(block))


def _write_all(blocks: Iterable[Node]) -> Iterator[str]:
    last = bullet = ""
    for block in blocks:
        # Two lists in a row have different bullets, or they would read as one.
        bullet = "*" if last == block["type"] and bullet == "-" else "-"
        last = block["type"]
        yield from _write(block, bullet)
        yield ""


def _write(block: Node, bullet: str = "-") -> Iterator[str]:
    content = children(block)
    match block["type"]:
        case "heading":
            yield f"{'#' * block['attrs']['level']} {inline.write(content, one_line=True)}".rstrip(
                " "
            )
        case "blockquote":
            for line in _without_last(_write_all(content)):
                yield f"> {line}".rstrip(" ")
        case "bullet_list":
            for item in content:
                yield from _write_item(bullet, item)
        case "ordered_list":
            for label, item in labels(block):
                wide = block["attrs"]["delim"] == "." and block["attrs"]["style"] != "1"
                yield from _write_item(f"{label} " if wide else label, item)
        case "table":
            yield from _write_table(block)
        case "table_cell" | "table_header":
            yield _cell(block)
        case _:
            for line in inline.write(content).split("\n"):
                yield _guarded(line.strip(" "))


def _write_item(label: str, item: Node) -> Iterator[str]:
    first, *others = children(item)
    indent = " " * (len(label) + 1)
    opening, *wrapped = _write(first)
    yield f"{label} {opening}".rstrip(" ")
    yield from (f"{indent}{line}" for line in wrapped)
    if others and not _interrupts(next(_write(others[0])), 0):
        yield ""
    for line in _without_last(_write_all(others)):
        yield f"{indent}{line}".rstrip(" ")


def _without_last(lines: Iterable[str]) -> list[str]:
    return list(lines)[:-1]


def _write_table(table: Node) -> Iterator[str]:
    for number, row in enumerate(children(table)):
        cells = [_cell(cell) for cell in children(row)]
        yield f"| {' | '.join(cells)} |"
        headed = all(cell["type"] == "table_header" for cell in children(row))
        if number == 0 and headed:
            yield f"|{'---|' * len(cells)}"


def _cell(cell: Node) -> str:
    lines = [line for block in children(cell) for line in _cell_lines(block)]
    words = "<br>".join(lines).strip(" ").replace("|", "\\|")
    words = f"\\{words}" if re.fullmatch(r":?-+:?", words) else words
    others: int = cell["attrs"]["colspan"] - 1  # a cell that spans columns leaves them empty
    return words + " | " * others


def _cell_lines(block: Node) -> Iterator[str]:
    if block["type"] in TEXTBLOCKS:
        yield inline.write(children(block), one_line=True)
    elif block["type"] == "ordered_list":
        for label, item in labels(block):
            yield f"{label} " + "<br>".join(
                line for part in children(item) for line in _cell_lines(part)
            )
    else:
        for child in children(block):
            yield from _cell_lines(child)


def _guarded(line: str) -> str:
    """A line of a paragraph that would read as something else gets a backslash."""
    if line.startswith((">", "|")) or _HEADING.match(line):
        return f"\\{line}"
    if marker := _MARKER.match(line):
        at = marker.end("number") if marker["number"] else marker.end("closed")
        at = marker.end("letter") if marker["letter"] else max(at, 0)
        return f"{line[:at]}\\{line[at:]}"
    return line
