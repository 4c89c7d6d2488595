"""The names of styles and bookmarks in which a Word file stores information that its paragraphs
cannot express.

Word has paragraphs and tables in a row. A paper has quotes, lists and items that hold them, and
each part has an id. The style of a paragraph encodes the blocks around it: “Quote”, “List Number
2”, “Heading 1 in quote”. Its bookmarks carry the ids.
"""

import re

from wgcop.paper.tree import Node

Path = tuple[str, ...]
"""The lists and quotes around a paragraph, the outermost first."""
LIST, QUOTE = "list", "quote"

NORMAL, NUMBERED, TABLE_HEADING = "Normal", "Numbered Paragraph", "Table Heading"
BULLET, NUMBER, LABEL = "List Bullet", "List Number", "List Label"
"""The styles for the first paragraph of an item: a bullet, a number that Word counts, or a label
that is typed out.
"""
CITATION = "Quote Source"
"""The style of the line that names the clause quoted above it."""
CONTINUED = "List Continue"
NOTE, NOTE_MARK, LINK, CODE = "footnote text", "footnote reference", "Hyperlink", "Code"
COVER, COVER_LABEL, COVER_TITLE = "Cover", "Cover Label", "Cover Title"

ITEMS = frozenset({BULLET, NUMBER, LABEL})
HEADINGS = tuple(f"heading {level}" for level in range(1, 10))
_BASES = (NORMAL, NUMBERED, TABLE_HEADING, CITATION, CONTINUED, *ITEMS, *HEADINGS)
_WORD_KNOWS = 5
"""The number of list levels for which Word has styles."""
_PATH = re.compile(rf"(.+) in ((?:{LIST}|{QUOTE})(?: (?:{LIST}|{QUOTE}))*)")
_LEVEL = re.compile(rf"({BULLET}|{NUMBER}|{LABEL}|{CONTINUED})(?: ([2-{_WORD_KNOWS}]))?")

_BOOKMARK = re.compile(r"([bi]|[trdh]\d{1,2}|c\d{1,2}|o\d{1,2}x\d{1,2})_([a-z0-9]{8})")


def style_name(base: str, path: Path) -> str:
    if path == (QUOTE,) and base in (NORMAL, CITATION):
        return "Quote" if base == NORMAL else CITATION
    lists = len(path)
    if path == (LIST,) * lists and 1 <= lists <= _WORD_KNOWS and base in (*ITEMS, NORMAL):
        name = CONTINUED if base == NORMAL else base
        return name if lists == 1 else f"{name} {lists}"
    return f"{base} in {' '.join(path)}" if path else base


def read_style(name: str) -> tuple[str, Path] | None:
    """Return the values from which `style_name` made a name, or None for a style of another
    program.
    """
    if name in ("Quote", CITATION):
        return (NORMAL if name == "Quote" else name), (QUOTE,)
    if level := _LEVEL.fullmatch(name):
        base = NORMAL if level[1] == CONTINUED else level[1]
        return base, (LIST,) * int(level[2] or 1)
    within = _PATH.fullmatch(name)
    base, path = (within[1], tuple(within[2].split())) if within else (name, ())
    base = base.lower() if base.lower() in HEADINGS else base
    return (base, path) if base in _BASES else None


def bookmark(kind: str, node: Node) -> str:
    """Return the name of a bookmark that carries a node's id, or an empty string if it has none.

    `kind` is b for a paragraph and i for an item. c0, c1, … are the lists and quotes that begin
    with the paragraph. t0, r0, d0 and h0 are a table, row, cell and header cell, with a higher
    number for a table in a cell of another. o0x0, o0x1, … are the quotes that begin with a table.
    LibreOffice mixes the bookmarks of a place, so each name must show what it belongs to.
    """
    block_id = (node.get("attrs") or {}).get("id")
    return f"{kind}_{block_id}" if block_id else ""


def read_bookmark(name: str) -> tuple[str, str] | None:
    match = _BOOKMARK.fullmatch(name)
    return (match[1], match[2]) if match else None
