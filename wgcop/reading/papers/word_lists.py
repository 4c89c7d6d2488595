"""The numbers of a Word file, which it computes and does not store: the list, level and value of
each paragraph.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wgcop.paper import ordinals
from wgcop.reading.papers.names import child, number, q, value
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.word_styles import Style, indent_of

LEVELS = 9
_STYLES = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_PART = re.compile(r"%([1-9])")
_SIMPLE = re.compile(r"(\()?%([1-9])([.)]?)[ \t]*")
MOST = 99_999


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """A paragraph that Word numbers."""

    list_id: str
    level: int
    kind: tuple[str, str]
    """The style and delimiter as in a tree; `("", "")` for a bullet."""
    value: int
    label: str
    """The label as Word prints it; empty for a bullet."""
    is_simple: bool
    """Whether a list in a tree can have such labels."""
    indent: int


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    indent: int


class WordLists:
    def __init__(self, package: Package) -> None:
        part = package.related("numbering")
        root = package.xml(part) if part else ()
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        links: dict[str, str] = {}
        for each in root:
            if each.tag == q("w:abstractNum"):
                key = each.get(q("w:abstractNumId"), "")
                self._levels[key] = self._read_levels(each)
                if linked := value(each, "w:numStyleLink"):
                    links[key] = linked
                elif name := value(each, "w:styleLink"):
                    links[f"style {name}"] = key
            elif each.tag == q("w:num"):
                self._read_list(each)
        for key, linked in links.items():
            if source := links.get(f"style {linked}"):
                self._levels[key] = self._levels[source]
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Any, style: Style) -> NumberedItem | None:
        """Return the number of the next paragraph in reading order, by its properties and style, or
        None if Word does not number it. Call it once for each paragraph, since it counts.
        """
        own = child(properties, "w:numPr") if properties is not None else None
        list_id = value(own, "w:numId") if own is not None else None
        level = (
            number(value(own, "w:ilvl"), style.list_level) if own is not None else style.list_level
        )
        list_id = style.list_id if list_id is None else list_id
        abstract = self._abstract_of.get(list_id or "")
        if not list_id or list_id == "0" or abstract is None:
            return None
        level = min(max(level, 0), LEVELS - 1)
        form = self._overrides.get(list_id, {}).get(level) or self._levels[abstract].get(level)
        if form is None or (form.form == "none" and not form.text.strip()):
            return None
        current = self._count(list_id, abstract, level, form)
        return self._numbered(list_id, abstract, level, form, current)

    def _count(self, list_id: str, abstract: str, level: int, form: _Level) -> int:
        counts = self._counts[abstract]
        restart = self._restarts.get(list_id, {}).get(level)
        if restart is not None and (list_id, level) not in self._begun:
            counts[level] = restart
        else:
            before = counts[level]
            counts[level] = form.start if before is None else before + 1
        self._begun.add((list_id, level))
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        current = counts[level]
        return min(current if current is not None else 1, MOST)

    def _numbered(
        self, list_id: str, abstract: str, level: int, form: _Level, current: int
    ) -> NumberedItem:
        if form.form == "bullet" or not _PART.search(form.text):
            return NumberedItem(list_id, level, ("", ""), current, "", True, form.indent)
        simple = _SIMPLE.fullmatch(form.text)
        style = _STYLES.get(form.form, "")
        is_simple = bool(simple and style and int(simple[2]) == level + 1)
        delim = "."
        if simple:
            delim = "()" if simple[1] and simple[3] == ")" else simple[3] or "."
            is_simple = is_simple and not (simple[1] and simple[3] != ")")
        return NumberedItem(
            list_id=abstract,
            level=level,
            kind=(style, delim),
            value=current,
            label=self._label(list_id, abstract, form),
            is_simple=is_simple,
            indent=form.indent,
        )

    def _label(self, list_id: str, abstract: str, form: _Level) -> str:
        counts = self._counts[abstract]

        def mark(part: re.Match[str]) -> str:
            at = int(part[1]) - 1
            level = self._overrides.get(list_id, {}).get(at) or self._levels[abstract].get(at)
            current = counts[at]
            count = (level.start if level else 1) if current is None else current
            style = _STYLES.get(level.form, "1") if level else "1"
            return ordinals.mark(min(count, MOST), style)

        return _PART.sub(mark, form.text).strip()

    def _read_levels(self, element: Any) -> dict[int, _Level]:
        levels: dict[int, _Level] = {}
        for level in element.iterchildren(q("w:lvl")):
            levels[number(level.get(q("w:ilvl")))] = _Level(
                form=value(level, "w:numFmt") or "decimal",
                text=value(level, "w:lvlText") or "",
                start=min(max(number(value(level, "w:start"), 1), 0), MOST),
                indent=indent_of(child(level, "w:pPr")) or 0,
            )
        return levels

    def _read_list(self, element: Any) -> None:
        list_id = element.get(q("w:numId"), "")
        abstract = value(element, "w:abstractNumId") or ""
        if abstract not in self._levels:
            return
        self._abstract_of[list_id] = abstract
        for override in element.iterchildren(q("w:lvlOverride")):
            level = number(override.get(q("w:ilvl")))
            if replaced := self._read_levels(override):
                self._overrides.setdefault(list_id, {}).update(replaced)
            start = value(override, "w:startOverride")
            if start is not None:
                restart = min(max(number(start, 1), 0), MOST)
                self._restarts.setdefault(list_id, {})[level] = restart
