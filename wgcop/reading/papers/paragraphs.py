"""What one paragraph of a Word file is by its style and its first words: a heading, an item, part
of a quote.
"""

import re
from collections.abc import Iterator
from typing import Any

from wgcop.paper.tree import Node
from wgcop.reading.papers.names import TEXT_BOX, number, value
from wgcop.reading.papers.placing import ItemStart
from wgcop.reading.papers.word_styles import Style
from wgcop.word import naming

# (a) to report, 3. to report, iv) to report
_TYPED_LABEL = re.compile(r"(\()?(\d{1,5}|[a-z]{1,4}|[A-Z]{1,4})([.)]) ")


def heading_level(style: Style, properties: Any) -> int:
    """Return the level of a heading, or 0 for another paragraph. The paragraph's own outline level
    counts before that of its style.
    """
    if style.base in naming.HEADINGS:
        return naming.HEADINGS.index(style.base) + 1
    outline = value(properties, "w:outlineLvl") if properties is not None else None
    if outline is None:
        return style.heading
    level = number(outline, 9)
    return level + 1 if level < 9 else 0


def known_path(style: Style, item: ItemStart | None) -> naming.Path | None:
    """Return the path of lists and quotes around the paragraph, or None if its style does not tell."""
    if item is not None:
        return style.path if style.base in naming.ITEMS and style.path else None
    if (style.base and style.base != naming.NORMAL) or style.path:
        return style.path
    return (naming.QUOTE,) if style.is_quote else None


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes in a paragraph, which are read after it."""
    for box in paragraph.iter(TEXT_BOX):
        for around in box.iterancestors():
            if around.tag == TEXT_BOX:
                break
            if around is paragraph:
                yield box
                break


def typed_label(nodes: list[Node], style: Style) -> tuple[ItemStart | None, list[Node]]:
    """Return the item whose label was typed, because Word would have counted otherwise, and the
    words after it. Without such a label the item is None.
    """
    first = nodes[0] if nodes and nodes[0]["type"] == "text" else None
    label = _TYPED_LABEL.match(first["text"]) if first else None
    if first is None or label is None:
        return None, nodes
    delim = "()" if label[1] else label[3]
    mark = label[2]
    kind = "1" if mark.isdigit() else "a" if mark.islower() else "A"
    current = int(mark) if kind == "1" else _letters(mark.lower())
    rest = first["text"][label.end() :]
    following = [{**first, "text": rest}, *nodes[1:]] if rest else nodes[1:]
    return ItemStart(style.path.count(naming.LIST) - 1, (kind, delim), current), following


def _letters(mark: str) -> int:
    current = 0
    for letter in mark:
        current = current * 26 + ord(letter) - ord("a") + 1
    return current


def trimmed(nodes: list[Node]) -> list[Node]:
    """Remove spaces and breaks at the beginning and the end, which many files contain."""
    nodes = list(nodes)
    while nodes and is_blank(nodes[0]):
        nodes.pop(0)
    while nodes and is_blank(nodes[-1]):
        nodes.pop()
    if nodes and nodes[0]["type"] == "text":
        nodes[0] = {**nodes[0], "text": nodes[0]["text"].lstrip()}
    if nodes and nodes[-1]["type"] == "text":
        nodes[-1] = {**nodes[-1], "text": nodes[-1]["text"].rstrip()}
    return nodes


def is_blank(node: Node) -> bool:
    return node["type"] == "hard_break" or (node["type"] == "text" and not node["text"].strip())
