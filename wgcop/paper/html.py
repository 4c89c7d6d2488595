"""A paper as HTML for reading."""

from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from wgcop.markup import is_safe_url
from wgcop.paper.tree import Node, children, labels

_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "table_row": "tr",
    "table_cell": "td",
    "table_header": "th",
}
_MARK_TAGS = {
    "insertion": "ins",
    "deletion": "del",
    "strong": "strong",
    "em": "em",
    "underline": "u",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
}
_WIDE = 4
"""The longest label, in letters, for which the margin of a list has room."""


def to_html(tree: Node, *, headings_from: int = 2) -> Markup:
    """A whole paper; its blocks have the ids `b-…`, its footnotes stand at the end."""
    return _Page(headings_from).render(tree)


class _Page:
    def __init__(self, headings_from: int) -> None:
        self.headings_from = headings_from
        self.notes: list[Node] = []

    def render(self, tree: Node) -> Markup:
        blocks = Markup("\n").join(self.block(child, "") for child in children(tree))
        return blocks + self.footnotes() + Markup("\n")

    def block(self, node: Node, direction: str) -> Markup:
        attrs = {"id": f"b-{node['attrs']['id']}"}
        if node["attrs"]["dir"] != direction:
            attrs["dir"] = direction = node["attrs"]["dir"]
        kind = node["type"]
        if kind == "heading":
            level = min(node["attrs"]["level"] + self.headings_from - 1, 6)
            return _element(f"h{level}", attrs, self.inline(children(node)))
        if kind == "paragraph":
            return _element("p", attrs, self.inline(children(node)))
        if kind == "table":
            return self.table(node, attrs, direction)
        if kind == "ordered_list":
            return self.numbered(node, attrs, direction)
        return _element(_TAGS[kind], attrs | _own_attrs(node), self.blocks(node, direction))

    def numbered(self, node: Node, attrs: dict[str, Any], direction: str) -> Markup:
        """Shows the stored labels, whatever numbers the browser would give."""
        direction = attrs.get("dir", direction)
        labelled = list(labels(node))
        own = {"type": node["attrs"]["style"], "start": node["attrs"]["start"]}
        if any(len(label) > _WIDE for label, _ in labelled):
            own["class"] = "labels-wide"
        items = (self.item(item, label, direction) for label, item in labelled)
        return _element("ol", attrs | own, Markup("").join(items))

    def item(self, node: Node, label: str, direction: str) -> Markup:
        attrs = {"id": f"b-{node['attrs']['id']}", "data-label": label}
        if node["attrs"]["dir"] != direction:
            attrs["dir"] = direction = node["attrs"]["dir"]
        return _element("li", attrs, self.blocks(node, direction))

    def blocks(self, node: Node, direction: str) -> Markup:
        return Markup("").join(self.block(child, direction) for child in children(node))

    def table(self, node: Node, attrs: dict[str, Any], direction: str) -> Markup:
        # A table wider than a phone scrolls by itself, by touch and by key.
        body = _element("tbody", {}, self.blocks(node, direction))
        return _element(
            "div", {"class": "scroll-x", "tabindex": "0"}, _element("table", attrs, body)
        )

    def inline(self, nodes: list[Node], level: int = 0) -> Markup:
        """Neighbours under the same mark share its element, so that a link stays one link."""
        out = Markup("")
        for mark, group in groupby(nodes, lambda node: _mark_at(node, level)):
            if mark is None:
                out += Markup("").join(self.leaf(node) for node in group)
            else:
                out += _marked(mark, self.inline(list(group), level + 1))
        return out

    def leaf(self, node: Node) -> Markup:
        match node["type"]:
            case "text":
                return escape(node["text"])
            case "hard_break":
                return Markup("<br>")
        self.notes.append(node)
        number = len(self.notes)
        return Markup(
            '<sup><a role="doc-noteref" id="note-mark-{0}" href="#note-{0}">{0}</a></sup>'
        ).format(number)

    def footnotes(self) -> Markup:
        if not self.notes:
            return Markup("")
        items = Markup("").join(
            Markup(
                '<li id="note-{0}">{1} <a role="doc-backlink" href="#note-mark-{0}">↩</a></li>'
            ).format(number, self.inline(children(note)))
            for number, note in enumerate(self.notes, start=1)
        )
        return Markup('\n<ol class="footnotes">{}</ol>').format(items)


def _own_attrs(node: Node) -> dict[str, Any]:
    if node["type"] not in ("table_cell", "table_header"):
        return {}
    attrs = node["attrs"]
    return {name: attrs[name] for name in ("colspan", "rowspan") if attrs[name] > 1}


def _mark_at(node: Node, level: int) -> dict[str, Any] | None:
    marks = node.get("marks", [])
    return marks[level] if level < len(marks) else None


def _marked(mark: dict[str, Any], words: Markup) -> Markup:
    if mark["type"] != "link":
        return _element(_MARK_TAGS[mark["type"]], {}, words)
    href = mark["attrs"]["href"]
    if not is_safe_url(href):
        return words
    return _element("a", {"href": href, "rel": "nofollow noopener"}, words)


def _element(tag: str, attrs: dict[str, Any], inner: Markup) -> Markup:
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in attrs.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, inner)
