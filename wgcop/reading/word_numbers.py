"""Counting of the numbers of headings and lists, which Word computes and does not store."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from wgcop.paper import ordinals
from wgcop.reading.word_parts import inherited, parts_of, value

_LEVELS = 9
_STYLES = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_LETTERS = {
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
_PLACEHOLDER = re.compile(r"%([1-9])")


class Numbers:
    """Computes the label that Word prints before each paragraph, such as 3.1 or b). It takes the
    paragraphs in order.
    """

    def __init__(self, document: Any, based_on: Mapping[str, str]) -> None:
        numbering = _numbering(document)
        self._lists = {
            one.get(qn("w:numId")): value(one, "w:abstractNumId")
            for one in numbering.iterchildren(qn("w:num"))
        }
        self._levels: dict[str, dict[int, tuple[str, str]]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        of_style: dict[str, int] = {}
        for one in numbering.iterchildren(qn("w:abstractNum")):
            levels: dict[int, tuple[str, str]] = {}
            for level in one.iterchildren(qn("w:lvl")):
                depth = _number(level.get(qn("w:ilvl")))
                levels[depth] = (value(level, "w:numFmt"), value(level, "w:lvlText"))
                of_style[value(level, "w:pStyle")] = depth
                start = value(level, "w:start")
                if start.isdecimal():
                    self._starts[one.get(qn("w:abstractNumId")), depth] = int(start[:5])
            self._levels[one.get(qn("w:abstractNumId"))] = levels
        own = {
            style.get(qn("w:styleId")): (
                value(style, "w:pPr/w:numPr/w:numId"),
                value(style, "w:pPr/w:numPr/w:ilvl")
                or str(of_style.get(style.get(qn("w:styleId"), ""), 0)),
            )
            for style in document.styles.element.iterchildren(qn("w:style"))
        }
        # A style without a list counts as one without numbering of its own.
        self._of_styles = inherited(
            {
                name: list_and_level if list_and_level[0] else None
                for name, list_and_level in own.items()
            },
            based_on,
            None,
        )
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def next(self, paragraph: Any, style: str) -> str:
        number_id, depth = self._list_of(paragraph, style)
        abstract = self._lists.get(number_id, "")
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counts = self._counts[abstract]
        first = self._starts.get((abstract, depth), 1)
        counts[depth] = counts[depth] + 1 if counts[depth] else first
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        label = levels[depth][1]
        parts = [int(part) - 1 for part in _PLACEHOLDER.findall(label)]
        marks = [_mark(counts[part], levels.get(part, ("",))[0]) for part in parts]
        if not marks or not all(marks):
            return ""  # a bullet
        return _PLACEHOLDER.sub(lambda _: marks.pop(0), label).strip()

    def _list_of(self, paragraph: Any, style: str) -> tuple[str, int]:
        """Return the list and level of the paragraph itself, otherwise those of its style or of the
        style that it is based on.
        """
        own = value(paragraph, "w:pPr/w:numPr/w:numId")
        if own:
            return own, _number(value(paragraph, "w:pPr/w:numPr/w:ilvl"))
        number_id, depth = self._of_styles.get(style) or ("", "")
        return number_id, _number(depth)


def _mark(count: int, form: str) -> str:
    """Return the count as Word prints it in this form; empty if the form is not known."""
    if letters := _LETTERS.get(form):
        return letters[(count - 1) % len(letters)]
    return ordinals.mark(count, _STYLES[form]) if form in _STYLES else ""


def _numbering(document: Any) -> Any:
    for part in parts_of(document, RELATIONSHIP_TYPE.NUMBERING):
        return part.element
    return document.element.makeelement(qn("w:numbering"))


def _number(written: str | None) -> int:
    return min(int(written), _LEVELS - 1) if written and written.isdecimal() else 0
