"""The styles of a paper in Word, each made when it is first used."""

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm

from wgcop.word import naming
from wgcop.word.elements import (
    PARAGRAPH_ORDER,
    RUN_ORDER,
    element,
    flag,
    in_order,
)
from wgcop.word.naming import Path

STEP = 8
"""The indent for each level, in millimetres."""
STEP_TWIPS = round(Mm(STEP).pt * 20)
INK, SOFT_INK, LINK_INK = "1A1A1A", "555555", "1A4F8B"

_HEADING_SIZES = {1: 30, 2: 25, 3: 22, 4: 21}
"""The sizes of headings in half points."""


class Styles:
    def __init__(self, document: Any) -> None:
        self._root = document.styles.element
        self._ids: dict[str, str] = {}
        for style in self._root.iterchildren(qn("w:style")):
            name = style.find(qn("w:name")).get(qn("w:val"))
            self._ids[name.lower()] = style.get(qn("w:styleId"))
        self._defined: set[str] = set()
        for numbers in list(self._root.iter(qn("w:numPr"))):
            numbers.getparent().remove(numbers)  # they refer to lists that this file does not have

    def paragraph(self, base: str, path: Path = ()) -> str:
        """Return the id of the style for a paragraph of this kind inside these lists and quotes."""
        name = naming.style_name(base, path)
        if name == naming.NORMAL:
            return self._ids["normal"]
        return self._define(name, lambda: self._look(base, path))

    def cover(self, name: str) -> str:
        sizes = {naming.COVER_TITLE: 40, naming.COVER: 20, naming.COVER_LABEL: 19}
        is_title = name == naming.COVER_TITLE
        looks = {
            "b": flag("b") if is_title else None,
            "bCs": flag("bCs") if is_title else None,
            "color": element("color", val=SOFT_INK) if name == naming.COVER_LABEL else None,
            "sz": element("sz", val=sizes[name]),
            "szCs": element("szCs", val=sizes[name]),
        }
        space = {"before": 240, "after": 160} if is_title else {"after": 40}
        layout = {"spacing": element("spacing", **space)}
        return self._define(name, lambda: (layout, looks))

    def character(self, name: str, **looks: Any) -> str:
        return self._define(name, lambda: ({}, looks), kind="character")

    def note(self) -> str:
        looks = {"sz": element("sz", val=18), "szCs": element("szCs", val=18)}
        layout = {"spacing": element("spacing", after=40)}
        return self._define(naming.NOTE, lambda: (layout, looks))

    def _look(self, base: str, path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        indent = len(path) * STEP_TWIPS
        layout: dict[str, Any] = {"spacing": element("spacing", after=80)}
        looks: dict[str, Any] = {}
        if indent:
            layout["ind"] = element("ind", left=indent)
        if base in naming.ITEMS:
            layout["ind"] = element("ind", left=indent, hanging=STEP_TWIPS)
        if base == naming.NUMBERED:
            layout["ind"] = element("ind", left=indent + STEP_TWIPS, hanging=STEP_TWIPS)
            layout["spacing"] = element("spacing", after=120)
        if base == naming.TABLE_HEADING:
            looks |= {"b": flag("b"), "bCs": flag("bCs")}
        if base == naming.CITATION:
            looks |= {"sz": element("sz", val=18), "szCs": element("szCs", val=18)}
        if base in naming.HEADINGS:
            level = naming.HEADINGS.index(base) + 1
            size = _HEADING_SIZES.get(level, 21)
            layout |= {
                "keepNext": flag("keepNext"),
                "spacing": element("spacing", before=240, after=80),
                "outlineLvl": element("outlineLvl", val=level - 1),
            }
            looks |= {
                "b": flag("b"),
                "bCs": flag("bCs"),
                "color": element("color", val=INK),
                "sz": element("sz", val=size),
                "szCs": element("szCs", val=size),
            }
        return layout, looks

    def _define(self, name: str, look: Any, *, kind: str = "paragraph") -> str:
        key = name.lower()
        if key in self._defined:
            return self._ids[key]
        style_id = self._ids.get(key) or "".join(word.capitalize() for word in name.split())
        for old in self._root.iterchildren(qn("w:style")):
            if old.get(qn("w:styleId")) == style_id:
                self._root.remove(old)
        layout, looks = look()
        style = element("style", type=kind, styleId=style_id)
        style.append(element("name", val=name))
        base = "normal" if kind == "paragraph" else "default paragraph font"
        if base in self._ids:
            style.append(element("basedOn", val=self._ids[base]))
        style.append(element("qFormat"))
        for part in (
            in_order("pPr", PARAGRAPH_ORDER, layout),
            in_order("rPr", RUN_ORDER, looks),
        ):
            if part is not None:
                style.append(part)
        self._root.append(style)
        self._ids[key] = style_id
        self._defined.add(key)
        return style_id
