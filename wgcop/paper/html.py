"""A paper as HTML for reading: its notes, pictures, numbered paragraphs, quoted clauses and marked
changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, takewhile
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wgcop.markup import is_safe_url
from wgcop.paper.marked import marked_by
from wgcop.paper.schema import attribute
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
    "strong": "strong",
    "em": "em",
    "underline": "u",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
}
_CHANGE_TAGS = {"insertion": "ins", "deletion": "del"}
_CHANGED_BLOCKS = {"inserted": "insertion", "deleted": "deletion"}
_WIDE = 4
"""The longest label for which the margin of a list has room, in letters."""


@dataclass(frozen=True)
class QuotedClause:
    """The address at which a quoted clause is read, and how it is cited."""

    url: str
    citation: str


@dataclass(frozen=True)
class Surroundings:
    """Data about a paper's surroundings that the paper itself does not have."""

    picture_url: Callable[[str], str] | None = None
    """A function that returns the address of a stored picture. If it is None, only the picture's
    description is shown.
    """
    drawn: Mapping[str, Markup] = field(default_factory=dict)
    """The pictures that are embedded in the page, by the name of the file in the tree."""
    clauses: Mapping[str, QuotedClause] = field(default_factory=dict)
    """The quoted clauses, by the name of the clause in the tree."""
    headings_from: int = 2
    prefix: str = ""
    """The beginning of all ids, for pages with two papers."""
    beside: Callable[[str], Markup] | None = None
    """A function that returns what the page shows at the end of a paragraph or heading, by its id.
    """
    is_printed: bool = False
    """Whether the page is printed: notes are placed at their references, and the printer moves them
    to the foot of the page.
    """


def to_html(tree: Node, around: Surroundings | None = None, *, headings_from: int = 2) -> Markup:
    """Render a whole paper. Its blocks have the ids `b-…`, and its footnotes are at the end."""
    return PaperPage(around or Surroundings(headings_from=headings_from)).render(tree)


class PaperPage:
    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.notes: list[tuple[Node, str]] = []
        self.numbered_paragraphs = 0
        self.last_heading = self.around.headings_from - 1
        self.colours: dict[str, int] = {}
        """The colours of the people who marked changes, by name."""
        self.label = ""
        """The label of the item whose first paragraph comes next, in print."""

    def render(self, tree: Node) -> Markup:
        self.colours = {each.name: each.colour for each in marked_by(tree)}
        blocks = Markup("\n").join(self.block(child, "") for child in children(tree))
        return blocks + self.footnotes() + Markup("\n")

    def block(self, node: Node, direction: str, change: str = "") -> Markup:
        """Render a block. `change` is the mark of a block around it that was inserted or deleted as
        a whole.
        """
        attrs, direction, change = self.beginning(node, direction, change)
        match node["type"]:
            case "heading":
                words = self.words(node, change) + self.beside(node)
                return element(f"h{self.heading_level(node)}", attrs, words)
            case "paragraph":
                return self.paragraph(node, attrs, change)
            case "table":
                return self.table(node, attrs, direction, change)
            case "ordered_list":
                return self.numbered(node, attrs, direction, change)
            case "blockquote":
                return self.quotation(node, attrs, direction, change)
            case kind:
                return element(_TAGS[kind], attrs, self.blocks(node, direction, change))

    def heading_level(self, node: Node) -> int:
        level = min(attribute(node, "level") + self.around.headings_from - 1, 6)
        if self.around.is_printed:  # PDF/UA lets no level be skipped
            level = min(level, self.last_heading + 1)
            self.last_heading = level
        return int(level)

    def beginning(self, node: Node, direction: str, change: str) -> tuple[dict[str, Any], str, str]:
        """Return the attributes of a block, and the direction of its content and the change to it."""
        attrs: dict[str, Any] = {}
        if block_id := attribute(node, "id"):
            attrs["id"] = f"{self.around.prefix}b-{block_id}"
        own = attribute(node, "dir") or direction
        if own != direction:
            attrs["dir"] = own
        if changed := attribute(node, "change"):
            attrs["class"] = f"is-{changed}"
        return attrs, own, _CHANGED_BLOCKS.get(changed, change)

    def blocks(self, node: Node, direction: str, change: str) -> Markup:
        return Markup("").join(self.block(child, direction, change) for child in children(node))

    def paragraph(self, node: Node, attrs: dict[str, Any], change: str) -> Markup:
        if self.label:
            printed = element("span", {"class": "label"}, escape(self.label))
            self.label = ""
            return element("p", attrs, printed + " " + self.words(node, change))
        if not attribute(node, "numbered"):
            return element("p", attrs, self.words(node, change) + self.beside(node))
        label = Markup("")
        if change != "deletion":
            self.numbered_paragraphs += 1
            label = Markup('<span class="numbered__label">{}.</span> ').format(
                self.numbered_paragraphs
            )
        return element(
            "p", classed(attrs, "numbered"), label + self.words(node, change) + self.beside(node)
        )

    def numbered(self, node: Node, attrs: dict[str, Any], direction: str, change: str) -> Markup:
        """Render a numbered list with the stored labels, regardless of the browser's own numbering."""
        labelled = list(labels(node))
        own = {"type": attribute(node, "style"), "start": attribute(node, "start")}
        if any(len(label) > _WIDE for label, _item in labelled):
            attrs = classed(attrs, "labels-wide")
        items = (self.item(item, label, direction, change) for label, item in labelled)
        return element("ol", attrs | own, Markup("").join(items))

    def item(self, node: Node, label: str, direction: str, change: str) -> Markup:
        attrs, direction, change = self.beginning(node, direction, change)
        if self.around.is_printed:
            self.label = label
        else:
            attrs["data-label"] = label
        return element("li", attrs, self.blocks(node, direction, change))

    def quotation(self, node: Node, attrs: dict[str, Any], direction: str, change: str) -> Markup:
        inner = self.blocks(node, direction, change)
        wid = attribute(node, "clause")
        if wid is None:
            return element("blockquote", attrs, inner)
        clause = self.around.clauses.get(wid)
        cited = escape(wid)
        if clause:
            attrs = attrs | {"cite": clause.url}
            cited = element("a", {"href": clause.url}, escape(clause.citation))
        inner += element("footer", {"class": "quoted-clause"}, element("cite", {}, cited))
        return element("blockquote", attrs, inner)

    def table(self, node: Node, attrs: dict[str, Any], direction: str, change: str) -> Markup:
        rows = children(node)
        heads = list(takewhile(_is_head, rows))
        inner = Markup("")
        for tag, part in (("thead", heads), ("tbody", rows[len(heads) :])):
            scope = "col" if tag == "thead" else "row"
            shown = Markup("").join(self.row(row, direction, change, scope) for row in part)
            inner += element(tag, {}, shown) if part else Markup("")
        # A table wider than a phone scrolls separately from the page, by touch and by key.
        frame = {"class": "scroll-x", "tabindex": "0"}
        return element("div", frame, element("table", attrs, inner))

    def row(self, node: Node, direction: str, change: str, scope: str) -> Markup:
        attrs, direction, change = self.beginning(node, direction, change)
        cells = (self.cell(cell, direction, change, scope) for cell in children(node))
        return element("tr", attrs, Markup("").join(cells))

    def cell(self, node: Node, direction: str, change: str, scope: str) -> Markup:
        attrs, direction, change = self.beginning(node, direction, change)
        if node["type"] == "table_header":
            attrs["scope"] = scope
        for name in ("colspan", "rowspan"):
            if (span := attribute(node, name)) > 1:
                attrs[name] = span
        return element(_TAGS[node["type"]], attrs, self.blocks(node, direction, change))

    def words(self, node: Node, change: str) -> Markup:
        """Render the text of a paragraph. If the paragraph was inserted or deleted as a whole,
        `change` says which, and all of its text is marked so.
        """
        nodes = children(node)
        if not change:
            return self.border(node) + self.inline(nodes)
        return self.border(node) + changed(
            change, self.inline([_without_changes(child) for child in nodes], change=change)
        )

    def border(self, node: Node) -> Markup:
        """Return the sign of a paragraph's beginning that somebody inserted above it, or deleted."""
        mark = attribute(node, "border")
        return self.marked(mark, Markup("¶")) if mark else Markup("")

    def beside(self, node: Node) -> Markup:
        block = attribute(node, "id")
        return self.around.beside(block) if self.around.beside and block else Markup("")

    def inline(self, nodes: list[Node], level: int = 0, change: str = "") -> Markup:
        """Render text. Neighbours under the same mark share its element, so that a link stays one
        link.
        """
        out = Markup("")
        for mark, group in groupby(nodes, lambda node: _mark_at(node, level)):
            if mark is None:
                out += Markup("").join(self.leaf(node, change) for node in group)
            else:
                inner_change = mark["type"] if mark["type"] in _CHANGE_TAGS else change
                out += self.marked(mark, self.inline(list(group), level + 1, inner_change))
        return out

    def marked(self, mark: dict[str, Any], words: Markup) -> Markup:
        kind = mark["type"]
        if kind in _CHANGE_TAGS:
            by = mark.get("attrs") or {}
            return changed(kind, words, by, colour=self.colours.get(by.get("by") or ""))
        if kind != "link":
            return element(_MARK_TAGS[kind], {}, words)
        href = mark["attrs"]["href"]
        if not is_safe_url(href):
            return words
        return element("a", {"href": href, "rel": "nofollow noopener"}, words)

    def leaf(self, node: Node, change: str) -> Markup:
        match node["type"]:
            case "text":
                return escape(node["text"])
            case "hard_break":
                return Markup("<br>")
            case "image":
                return self.picture(node)
            case _:
                return self.note(node, change)

    def picture(self, node: Node) -> Markup:
        alt = attribute(node, "alt")
        if node["attrs"]["file"] in self.around.drawn:
            return self.around.drawn[node["attrs"]["file"]]
        if self.around.picture_url is None:
            return Markup('<span class="picture">{}</span>').format(alt or _("Picture"))
        if self.around.is_printed:  # PDF/UA requires a description of every picture
            alt = alt or _("Picture")
        attrs: dict[str, Any] = {"src": self.around.picture_url(node["attrs"]["file"]), "alt": alt}
        attrs |= {name: size for name in ("width", "height") if (size := attribute(node, name))}
        if not self.around.is_printed:
            attrs["loading"] = "lazy"
        return _void("img", attrs)

    def note(self, node: Node, change: str) -> Markup:
        if self.around.is_printed:
            return element("span", {"class": "note"}, self.inline(children(node)))
        self.notes.append((node, change))
        return Markup(
            '<sup><a role="doc-noteref" id="{1}note-mark-{0}" href="#{1}note-{0}">{0}</a></sup>'
        ).format(len(self.notes), self.around.prefix)

    def footnotes(self) -> Markup:
        if not self.notes:
            return Markup("")
        items = Markup("").join(
            Markup(
                '<li id="{2}note-{0}">{1} <a role="doc-backlink" href="#{2}note-mark-{0}">↩</a></li>'
            ).format(number, self.note_words(note, change), self.around.prefix)
            for number, (note, change) in enumerate(self.notes, start=1)
        )
        return Markup('\n<ol class="footnotes">{}</ol>').format(items)

    def note_words(self, note: Node, change: str) -> Markup:
        words = self.inline(children(note))
        return changed(change, words) if change else words


def _is_head(row: Node) -> bool:
    return all(cell["type"] == "table_header" for cell in children(row))


def classed(attrs: dict[str, Any], name: str) -> dict[str, Any]:
    return {**attrs, "class": f"{name} {attrs.get('class', '')}".strip()}


def _without_changes(node: Node) -> Node:
    marks = [mark for mark in node.get("marks", ()) if mark["type"] not in _CHANGE_TAGS]
    return {**node, "marks": marks}


def _mark_at(node: Node, level: int) -> dict[str, Any] | None:
    marks = node.get("marks", [])
    return marks[level] if level < len(marks) else None


def changed(
    kind: str, words: Markup, by: Mapping[str, Any] | None = None, *, colour: int | None = None
) -> Markup:
    """Render text that was inserted or deleted. Most screen readers are silent about `ins` and
    `del`, so hidden text says it too.
    """
    begins = _("inserted:") if kind == "insertion" else _("deleted:")
    attrs: dict[str, Any] = {"class": f"by-{colour}"} if colour else {}
    if by and by.get("at"):
        attrs["datetime"] = by["at"]
    if by and by.get("by"):
        attrs["title"] = ", ".join(filter(None, [by["by"], day_of(by.get("at"))]))
    hidden = Markup('<span class="visually-hidden">[{} </span>').format(begins)
    end = Markup('<span class="visually-hidden">]</span>')
    return element(_CHANGE_TAGS[kind], attrs, hidden + words + end)


def day_of(at: str | None) -> str:
    """Return the day of a change as people write it, or an empty string if the file has no valid
    date.
    """
    try:
        return format_date(datetime.fromisoformat(at or ""), "d MMMM y")
    except ValueError:
        return ""


def element(tag: str, attrs: Mapping[str, Any], inner: Markup | str) -> Markup:
    return Markup("<{0}{1}>{2}</{0}>").format(tag, _attributes(attrs.items()), inner)


def _void(tag: str, attrs: Mapping[str, Any]) -> Markup:
    return Markup("<{0}{1}>").format(tag, _attributes(attrs.items()))


def _attributes(attrs: Iterable[tuple[str, Any]]) -> Markup:
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attrs)
