"""The writer of typed text, which writes a tree block by block."""

import re
from collections.abc import Iterable, Iterator

from wgcop.paper import ordinals
from wgcop.paper.tree import TEXTBLOCKS, Node, children, labels, with_numbers
from wgcop.paper.typed.inline_writer import write_inline
from wgcop.paper.typed.markers import HEADING, MARKER, NUMBER, NUMBERED, first_marker, interrupts
from wgcop.paper.typed.tables import ABOVE, LEFT, laid_out

_LITERAL_NUMBER = re.compile(rf"(?:(?<=<br>)|^){NUMBER}")


def to_text(tree: Node) -> str:
    return "\n".join(_write_all(children(with_numbers(tree)))).strip("\n") + "\n"


def as_typed(block: Node) -> str:
    """Return a block, or a part of one, as typed text, with `#.` before numbered paragraphs, whose
    numbers depend on the whole paper.
    """
    inside = block["type"] in ("list_item", "table_row")
    return "\n".join(_write_all(children(block)) if inside else _write(block))


def _write_all(blocks: Iterable[Node]) -> Iterator[str]:
    last = bullet = goes_on = ""
    for block in blocks:
        # Two lists in a row have different bullets, or they would read as one.
        bullet = "*" if last == block["type"] and bullet == "-" else "-"
        last = block["type"]
        lines = list(_write(block, bullet, goes_on))
        yield from lines
        yield ""
        if last == "ordered_list":
            goes_on = _next_mark(block)
        elif any(lines):
            goes_on = ""


def _next_mark(ordered_list: Node) -> str:
    """Return the mark that would make a line below the list its next item."""
    *others, _last = children(ordered_list)
    counted = sum(item["attrs"].get("change") != "deleted" for item in others)
    attrs = ordered_list["attrs"]
    return ordinals.mark(attrs["start"] + counted + 1, attrs["style"])


def _write(block: Node, bullet: str = "-", goes_on: str = "") -> Iterator[str]:
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
            attrs = block["attrs"]
            joins = [LEFT] * (attrs["colspan"] - 1) + [ABOVE] * (attrs["rowspan"] - 1)
            yield " | ".join([_cell(block), *joins])
        case _:
            first, *wrapped = (line.strip(" ") for line in write_inline(content).split("\n"))
            yield _numbered(block, first) or _guarded(first, goes_on)
            yield from (_guarded_wrapped(line) for line in wrapped)


def _numbered(paragraph: Node, line: str) -> str:
    """Return the first line of a paragraph with its number, or an empty string if it is not
    numbered.
    """
    attrs = paragraph.get("attrs") or {}
    return f"#{attrs.get('number', '')}. {line}".rstrip(" ") if attrs.get("numbered") else ""


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
    for number, (row, places) in enumerate(zip(children(table), laid_out(table), strict=True)):
        cells = [place if isinstance(place, str) else _cell(place) for place in places]
        yield f"| {' | '.join(cells)} |"
        headed = all(cell["type"] == "table_header" for cell in children(row))
        if number == 0 and headed:
            yield f"|{'---|' * len(cells)}"


def _cell(cell: Node) -> str:
    lines = [line for block in children(cell) for line in _cell_lines(block)]
    words = "<br>".join(lines).strip(" ").replace("|", "\\|")
    return f"\\{words}" if re.fullmatch(rf":?-+:?|{LEFT}", words) else words


def _cell_lines(block: Node) -> Iterator[str]:
    if block["type"] in TEXTBLOCKS:
        words = write_inline(children(block), one_line=True)
        words = _LITERAL_NUMBER.sub(r"\\\g<0>", words)
        yield _numbered(block, words) or words
    elif block["type"] == "ordered_list":
        for label, item in labels(block):
            yield f"{label} " + "<br>".join(
                line for part in children(item) for line in _cell_lines(part)
            )
    else:
        for child in children(block):
            yield from _cell_lines(child)


def _guarded(line: str, goes_on: str) -> str:
    """Return the first line of a paragraph, with a backslash if it would be read as another block."""
    marker = MARKER.match(line)
    if marker and not first_marker(line):
        is_read = goes_on in (marker["enclosed"], marker["closed"], marker["letter"])
        marker = marker if goes_on and is_read else None
    return _with_backslash(line, marker)


def _guarded_wrapped(line: str) -> str:
    return _with_backslash(line, MARKER.match(line) if interrupts(line, 0) else None)


def _with_backslash(line: str, marker: re.Match[str] | None) -> str:
    if line.startswith((">", "|")) or HEADING.match(line) or NUMBERED.match(line):
        return f"\\{line}"
    if marker:
        at = marker.end("number") if marker["number"] else marker.end("closed")
        at = marker.end("letter") if marker["letter"] else max(at, 0)
        return f"{line[:at]}\\{line[at:]}"
    return line
