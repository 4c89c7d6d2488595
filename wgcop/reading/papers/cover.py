"""Recognition of the cover of a paper in the first lines and tables of a Word file, in any of the
six languages (pure).
"""

import re

from wgcop.languages.cover_labels import fields_by_label, folded, languages_by_name
from wgcop.paper.tree import Node, children, inline_words, walk
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.placing import Placed
from wgcop.reading.reasons import Reason

FARTHEST = 40
"""The number of paragraphs and tables from the top in which the cover is searched."""
MOST_FIELDS = 60
LONGEST_ABOVE = 160
MOST_OF_CONTACT = 4
"""The number of lines at the end of a paper that may hold the contact."""
LONGEST = {"title": 300, "source": 300, "keywords": 300}
_LINE = re.compile(r"\s*([^:：]{2,40}?)\s*[:：]\s*(.*)", re.DOTALL)
_SEVERAL = frozenset({"abstract", "action_required", "contact", "lessons"})
"""The fields whose text may continue in the next paragraphs."""


class RecognizedCover:
    """The fields found so far, and the paragraphs and tables that contain them."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.used: set[int] = set()
        self.words: list[str] = []
        """The whole text of the paragraphs and tables used, including labels."""

    def set(self, key: str, words: str) -> bool:
        words = words.strip()
        if key in ("action", "information"):
            self.fields.setdefault("purpose", key)
            return True
        if not words or key in self.fields:
            return False
        if key == "original":
            return self._set_language(words)
        if key == "purpose":
            meant = fields_by_label().get(folded(words), "")
            if meant not in ("action", "information"):
                return False
            self.fields["purpose"] = meant
            return True
        words = words if key in _SEVERAL else " ".join(words.split())
        if len(words) > LONGEST.get(key, 10_000):
            return False
        self.fields[key] = words
        return True

    def _set_language(self, written: str) -> bool:
        name = re.split(r"[\s,;/]+", written)[0]
        self.fields["original"] = written
        if tag := languages_by_name().get(folded(name)):
            self.fields["language"] = tag
        return True


def take_cover(
    placed: list[Placed], *, titles: set[int], ours: set[int], left_out: LeftOutList
) -> RecognizedCover:
    """Recognize the cover and take it out of `placed`. The contact may also be at the end of the
    paper.

    `titles` and `ours` are paragraphs in the style of titles and of the covers that the workspace
    writes, by `id()` of their nodes.
    """
    cover = _take_head(placed, titles=titles, ours=ours, left_out=left_out)
    if not ours and "contact" not in cover.fields:
        _take_contact(cover, placed)
    return cover


def _take_head(
    placed: list[Placed], *, titles: set[int], ours: set[int], left_out: LeftOutList
) -> RecognizedCover:
    cover = RecognizedCover()
    last, farthest = "", FARTHEST
    for at, each in enumerate(placed):
        node = each.node
        if _is_ours(node, ours):
            _take_ours(cover, node, is_title=id(node) in titles)
            _use(cover, at, node)
        elif at >= farthest:
            continue
        elif node["type"] == "table":
            last = ""
            if _take_table(cover, node, left_out):
                _use(cover, at, node)
        elif id(node) in titles and "title" not in cover.fields:
            last = ""
            if cover.set("title", inline_words(children(node))):
                _use(cover, at, node)
        else:
            words = inline_words(children(node))
            key = _take_line(cover, words)
            if key:
                _use(cover, at, node)
                last = key
            elif (node["type"] == "heading" or each.item) and cover.used:
                farthest = at
            elif last in _SEVERAL and last not in cover.fields:  # the label stood alone
                if cover.set(last, words):
                    _use(cover, at, node)
                last = ""
    if not _is_cover(cover) and not ours:
        return _only_title(placed, titles)
    if not ours:
        _leave_out_above(cover, placed, left_out)
    placed[:] = [each for at, each in enumerate(placed) if at not in cover.used]
    return cover


def _is_ours(node: Node, ours: set[int]) -> bool:
    return any(id(each) in ours for each in walk(node))


def _take_ours(cover: RecognizedCover, node: Node, *, is_title: bool) -> None:
    if is_title:
        cover.set("title", inline_words(children(node)))
    elif node["type"] == "table":
        for row in children(node):
            label, *words = (_cell_words(cell) for cell in children(row))
            if key := fields_by_label().get(folded(label)):
                cover.set(key, "\n".join(words))
    else:
        for line in re.split(r" · |\n", inline_words(children(node))):
            _take_line(cover, line)


def _leave_out_above(cover: RecognizedCover, placed: list[Placed], left_out: LeftOutList) -> None:
    """Leave out the lines above the first field: they only name the meeting."""
    for at in range(min(cover.used)):
        words = inline_words(children(placed[at].node))
        if placed[at].node["type"] != "paragraph" or len(words) > LONGEST_ABOVE:
            return
    for at in range(min(cover.used)):
        words = inline_words(children(placed[at].node))
        left_out.add(Reason("A line of the cover that matches no field."), words, words=words)
        cover.used.add(at)


def _is_cover(cover: RecognizedCover) -> bool:
    """Return whether the fields make a cover: it has several labels, since any text may begin with
    one label.
    """
    return len(cover.fields.keys() - {"language"}) >= 2


def _only_title(placed: list[Placed], titles: set[int]) -> RecognizedCover:
    """Take the first title in the style of titles, which counts without any other field."""
    alone = RecognizedCover()
    for at, each in enumerate(placed[:FARTHEST]):
        if id(each.node) in titles and alone.set("title", inline_words(children(each.node))):
            _use(alone, at, each.node)
            del placed[at]
            break
    return alone


def _take_contact(cover: RecognizedCover, placed: list[Placed]) -> None:
    """Take the contact from a line `Contact:` with an address among the first lines, or from the
    last lines of the paper.
    """
    lines = [_line_words(paragraph) for paragraph in placed]
    for at, line in enumerate(lines[:FARTHEST]):
        if "@" in line and (words := _contact_in(line)):
            _use_contact(cover, words, placed, range(at, at + 1))
            return
    while lines and re.fullmatch(r"[\W_]+", lines[-1]):
        lines.pop()  # an empty line, or the rule below a text
    for at in reversed(range(max(0, len(lines) - MOST_OF_CONTACT), len(lines))):
        if not lines[at]:
            return
        words = _contact_in(lines[at])
        if words is not None:
            below = "\n".join(lines[at + 1 :])
            if not (words and below) or "@" in below:  # otherwise the text continues
                _use_contact(cover, f"{words}\n{below}", placed, range(at, len(lines)))
            return


def _line_words(each: Placed) -> str:
    """Return the text of a short paragraph that contains only text; a space if it has none, and an
    empty string for anything else.
    """
    inner = list(children(each.node))
    if each.node["type"] != "paragraph" or each.item:
        return ""
    if any(node["type"] not in ("text", "hard_break") for node in inner):
        return ""
    words = inline_words(inner).strip()
    return (words or " ") if len(words) <= LONGEST_ABOVE else ""


def _contact_in(line: str) -> str | None:
    """Return the contact in the line; None if the line has another label or none, and empty if
    nothing follows the label.
    """
    trial = RecognizedCover()
    return trial.fields.get("contact", "") if _take_line(trial, line) == "contact" else None


def _use_contact(cover: RecognizedCover, words: str, placed: list[Placed], lines: range) -> None:
    if cover.set("contact", words):
        for at in lines:
            _use(cover, at, placed[at].node)
        del placed[lines.start : lines.stop]


def _take_line(cover: RecognizedCover, words: str) -> str:
    """Return the key of the field that the line names, whether or not its value is on the same
    line; empty if it names none.
    """
    labels = fields_by_label()
    key = labels.get(folded(words), "")
    if key:
        cover.set(key, "")
        return key
    match = _LINE.fullmatch(words)
    key = labels.get(folded(match[1]), "") if match else ""
    if match and key and (cover.set(key, match[2]) or key in _SEVERAL):
        return key
    return ""


def _take_table(cover: RecognizedCover, table: Node, left_out: LeftOutList) -> bool:
    """Take the fields of a table that belongs to a cover, and return whether it does: two of its
    lines are fields, or all are. Its other lines are left out.
    """
    rows = [[_cell_words(cell) for cell in children(row)] for row in children(table)]
    if len(rows) > MOST_FIELDS:
        return False
    trial = RecognizedCover()
    trial.fields = dict(cover.fields)
    others: list[str] = []
    fields = 0
    for row in rows:
        cells = [cell for cell in row if cell.strip()]
        key = fields_by_label().get(folded(cells[0]), "") if cells else ""
        if key and trial.set(key, "\n".join(cells[1:])):
            fields += 1
            continue
        for line in (line for cell in cells for line in cell.split("\n") if line.strip()):
            if _take_line(trial, line):
                fields += 1
            else:
                others.append(line)
    if fields < (2 if others else 1):
        return False
    cover.fields = trial.fields
    for line in others:
        left_out.add(Reason("A line of the cover that matches no field."), line)
    return True


def _cell_words(cell: Node) -> str:
    blocks = [node for node in walk(cell) if node["type"] in ("paragraph", "heading")]
    return "\n".join(inline_words(children(block)) for block in blocks)


def _use(cover: RecognizedCover, at: int, node: Node) -> None:
    cover.used.add(at)
    for block in walk(node):
        if block["type"] in ("paragraph", "heading"):
            cover.words += inline_words(children(block)).split()
