"""A marked tree as HTML: each change has an id for links, and text for people who use a screen
reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup, escape

from wgcop.paper.comparison.marks import change_of, compared, own_attrs, told_apart, without_change
from wgcop.paper.comparison.sides import pairs, slices
from wgcop.paper.html import PaperPage, Surroundings, changed, classed, element
from wgcop.paper.tree import Node, children

_KINDS = {"inserted": "insertion", "deleted": "deletion"}


@dataclass(frozen=True)
class Row:
    """Two units side by side; each is None if its text has no unit here. `changes` are the numbers
    of the changes in the row.
    """

    old: Markup | None
    new: Markup | None
    changes: tuple[int, ...]
    is_same: bool


class Stretch(NamedTuple):
    """A sequence of units. It is folded if they are the same in both texts and not beside a change."""

    parts: list[Row]
    is_folded: bool


def marked_html(marked: Node, around: Surroundings | None = None) -> Markup:
    """Render the whole marked tree as one text."""
    return MarkedPage(marked, around).render(marked)


def printed_html(marked: Node, around: Surroundings) -> Markup:
    """Render the whole marked tree for paper, with its notes where they are referred to."""
    return PrintedPage(around).render(told_apart(marked))


def units_html(marked: Node, around: Surroundings | None = None) -> list[Row]:
    """Render the marked tree unit by unit, each as `new` of a row. The last row holds its notes."""
    page = MarkedPage(marked, around)
    listed = [
        Row(None, page.block(cut.both, ""), cut.changes, cut.is_same) for cut in slices(marked)
    ]
    notes = page.footnotes()
    return [*listed, Row(None, notes, (), False)] if notes else listed


def folded(parts: list[Row]) -> list[Stretch]:
    """Group the rows, and fold long stretches without a change, except for a few units at their
    ends.
    """
    runs = [(same, list(run)) for same, run in groupby(parts, key=lambda part: part.is_same)]
    stretches: list[Stretch] = []
    for at, (same, run) in enumerate(runs):
        head, tail = min(at, 1), min(len(runs) - 1 - at, 1)
        inner = run[head : len(run) - tail]
        if same and len(inner) > 1:
            around = run[:head], inner, run[len(run) - tail :]
            stretches += (Stretch(each, each is inner) for each in around if each)
        else:
            stretches.append(Stretch(run, False))
    return stretches


def rows(marked: Node, around: tuple[Surroundings, Surroundings] | None = None) -> list[Row]:
    """Render the two texts side by side, with their notes as the last row. The surroundings of the
    two must have different prefixes.
    """
    left, right = around or (Surroundings(prefix="old-"), Surroundings())
    old, new = MarkedPage(marked, left, anchors=False), MarkedPage(marked, right, anchors=False)
    table = [
        Row(
            old.block(pair.old, "") if pair.old else None,
            new.block(pair.new, "") if pair.new else None,
            pair.changes,
            pair.is_same,
        )
        for pair in pairs(slices(marked))
    ]
    notes = old.footnotes(), new.footnotes()
    return [*table, Row(*notes, (), False)] if any(notes) else table


class MarkedPage(PaperPage):
    """Renders a marked tree. Changes found by the comparison look different from those that a paper
    marks itself.
    """

    def __init__(
        self, marked: Node, around: Surroundings | None = None, *, anchors: bool = True
    ) -> None:
        super().__init__(around or Surroundings())
        self.moves = _moves(marked)
        self.anchors = anchors
        self.names: set[str] = set()
        self.counts = {"": 0, "old-": 0}
        self.listed: list[tuple[str, str, Markup]] = []

    def block(self, node: Node, direction: str, change: str = "") -> Markup:
        block = super().block(node, direction, change)
        if node["type"] == "table" and (note := self.remark(node)):
            return element("p", {"class": "change-remark"}, note) + block
        return block

    def beginning(self, node: Node, direction: str, change: str) -> tuple[dict[str, Any], str, str]:
        mine = change_of(node)
        own = (own_attrs(node) or {}).get("change")
        bare = {**node, "attrs": {**(node.get("attrs") or {}), "change": mine}}
        attrs, direction, change = super().beginning(bare, direction, change)
        about = compared(node)
        if mine == "deleted" and "id" in attrs:
            attrs["id"] = f"gone-{attrs['id']}"
        if name := attrs.pop("id", None):
            if name not in self.names:  # a list of what went may be here in several pieces
                attrs["id"] = name
            self.names.add(name)
        if "number" in about and self.anchors:
            attrs |= {"id": f"change-{about['number']}", "data-change": about["number"]}
        if "moved" in about:
            attrs = classed(attrs, "is-moved")
        if "continues" in about:
            attrs = classed(attrs, "continues")
        if own:
            attrs = classed(attrs, f"own-{own}")
        return attrs, direction, change

    def item(self, node: Node, label: str, direction: str, change: str) -> Markup:
        return super().item(node, compared(node).get("label", label), direction, change)

    def words(self, node: Node, change: str) -> Markup:
        note = self.remark(node)
        remark = element("span", {"class": "change-remark"}, note) + " " if note else Markup("")
        words = self.inline([_prepared(child) for child in children(node)])
        return remark + self.border(node) + words

    def marked(self, mark: dict[str, Any], words: Markup) -> Markup:
        match mark:
            case {"type": "compared", "change": "set"}:
                hidden = Markup('<span class="visually-hidden">[{} </span>').format(
                    _("formatted differently:")
                )
                end = Markup('<span class="visually-hidden">]</span>')
                return element("span", {"class": "is-set"}, hidden + words + end)
            case {"type": "compared", "moved": True}:
                return element("span", {"class": "is-moving"}, words)
            case {"type": "compared", "change": change}:
                return changed(_KINDS[change], words)
            case {"type": "insertion" | "deletion" as kind}:
                return _own(kind, words)
        return super().marked(mark, words)

    def note(self, node: Node, change: str) -> Markup:
        """Render a note with the number that it has in its own text, so that a deleted note has its
        old number.
        """
        series = "old-" if node.get("gone") else ""
        self.counts[series] += 1
        name = f"{series}{self.counts[series]}"
        label = f"{self.counts[series]}"
        words = self.inline([_prepared(child) for child in children(node)])
        self.listed.append((name, label, words))
        if not series and not node.get("come"):
            self.counts["old-"] += 1
        return Markup(
            '<sup><a role="doc-noteref" id="{2}note-mark-{0}" href="#{2}note-{0}">{1}</a></sup>'
        ).format(name, label, self.around.prefix)

    def footnotes(self) -> Markup:
        items = Markup("").join(
            Markup(
                '<li id="{3}note-{0}" data-label="{1}.">{2} '
                '<a role="doc-backlink" href="#{3}note-mark-{0}">↩</a></li>'
            ).format(name, label, words, self.around.prefix)
            for name, label, words in self.listed
        )
        return Markup('\n<ol class="footnotes">{}</ol>').format(items) if items else items

    def remark(self, node: Node) -> Markup:
        """Return what the marks do not show: a move, or how the words were formatted before."""
        about = compared(node)
        if move := about.get("moved"):
            left_from, arrives_at = self.moves.get(move, (0, 0))
            is_gone = change_of(node) == "deleted"
            words = _("Moved from here") if is_gone else _("Moved here")
            other = arrives_at if is_gone else left_from
            return element("a", {"href": f"#change-{other}"}, words) if other else escape(words)
        if setting := about.get("setting"):
            return escape(_("Before: %(kind)s", kind=_setting(setting)))
        return Markup("")


class PrintedPage(PaperPage):
    def marked(self, mark: dict[str, Any], words: Markup) -> Markup:
        match mark["type"]:
            case "own_insertion" | "own_deletion" as kind:
                return _own(kind.removeprefix("own_"), words)
        return super().marked(mark, words)


def _setting(setting: dict[str, Any]) -> str:
    if setting["kind"] == "heading":
        return _("heading of level %(level)d", level=setting["level"] or 1)
    if setting["numbered"]:
        return _("numbered paragraph")
    if setting["label"]:
        return _("item %(label)s", label=setting["label"])
    if setting["depth"] > 1:
        return _("item of level %(level)d", level=setting["depth"])
    return _("list item") if setting["depth"] else _("paragraph")


def _own(kind: str, words: Markup) -> Markup:
    begins = _("the paper inserts:") if kind == "insertion" else _("the paper deletes:")
    hidden = Markup('<span class="visually-hidden">[{} </span>').format(begins)
    end = Markup('<span class="visually-hidden">]</span>')
    return element("ins" if kind == "insertion" else "del", {"class": "own"}, hidden + words + end)


def _prepared(node: Node) -> Node:
    """Add the result of the comparison for a node as the outermost mark."""
    about = compared(node)
    plain = {key: value for key, value in without_change(node).items() if key != "compared"}
    mark: dict[str, Any] = {"type": "compared"}
    if change := change_of(node):
        mark |= {"change": change, "moved": about.get("moved", False)}
        plain["gone" if change == "deleted" else "come"] = True
    elif "was" in about:
        mark["change"] = "set"
    else:
        return plain
    return plain | {"marks": [mark, *(plain.get("marks") or [])]}


def _moves(marked: Node) -> dict[str, tuple[int, int]]:
    """Return the numbers of the changes at both ends of each move, by its name."""
    ends: dict[str, dict[str, int]] = {}
    for name, change, number in _ends(marked):
        ends.setdefault(name, {})[change] = number
    return {n: (end.get("deleted", 0), end.get("inserted", 0)) for n, end in ends.items()}


def _ends(node: Node) -> Iterator[tuple[str, str, int]]:
    about = compared(node)
    if about.get("moved") and "number" in about:
        yield about["moved"], about["change"], about["number"]
    for child in children(node):
        yield from _ends(child)
