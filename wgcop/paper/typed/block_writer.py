"""Writes a tree as typed text, block by block."""

import re
from collections.abc import Iterable, Iterator

from wgcop.paper.tree import TEXTBLOCKS, Node, children, labels
from wgcop.paper.typed.inline_writer import write_inline
from wgcop.paper.typed.markers import HEADING, MARKER, interrupts


def to_text(tree: Node) -> str:
    return "\n".join(_write_all(children(tree))).strip("\n") + "\n"


def as_typed(block: Node) -> str:
    """A block, or a part of one, as somebody would type it."""
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
            words = write_inline(content, one_line=True)
            yield f"{'#' * block['attrs']['level']} {words}".rstrip(" ")
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
            for line in write_inline(content).split("\n"):
                yield _guarded(line.strip(" "))


def _write_item(label: str, item: Node) -> Iterator[str]:
    first, *others = children(item)
    indent = " " * (len(label) + 1)
    opening, *wrapped = _write(first)
    yield f"{label} {opening}".rstrip(" ")
    yield from (f"{indent}{line}" for line in wrapped)
    if others and not interrupts(next(_write(others[0])), 0):
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
        yield write_inline(children(block), one_line=True)
    elif block["type"] == "ordered_list":
        for label, item in labels(block):
            yield f"{label} " + "<br>".join(
                line for part in children(item) for line in _cell_lines(part)
            )
    else:
        for child in children(block):
            yield from _cell_lines(child)


def _guarded(line: str) -> str:
    """A line of a paragraph that would be read as another block gets a backslash."""
    if line.startswith((">", "|")) or HEADING.match(line):
        return f"\\{line}"
    if marker := MARKER.match(line):
        at = marker.end("number") if marker["number"] else marker.end("closed")
        at = marker.end("letter") if marker["letter"] else max(at, 0)
        return f"{line[:at]}\\{line[at:]}"
    return line
