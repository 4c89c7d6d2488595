"""Lists that Word counts. Each list of a paper has a definition of its own, so that none continues
the numbers of another.
"""

from typing import Any

from docx.oxml.ns import qn

from wgcop.word.elements import element
from wgcop.word.styles import STEP_TWIPS

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_TEXTS = {".": "%{}.", ")": "%{})", "()": "(%{})"}
_LETTERS = 26
"""The number of items up to which the labels of lettered lists agree: after z, papers continue with
aa, ab, ac, but Word with aa, bb, cc.
"""
DEEPEST = 8
"""The last of Word's nine levels, counted from 0."""


def counts_alike(style: str, start: int, items: int) -> bool:
    """Return whether Word would print the same labels as the paper."""
    return start > 0 and (style not in "aA" or start + items - 1 <= _LETTERS)


class WordNumbering:
    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        for old in list(self._root):
            self._root.remove(old)
        self._lists = 0

    def bullets(self, level: int) -> int:
        return self._define(level, start=1, form="bullet", label="–", indent=level + 1)

    def ordered(self, level: int, *, style: str, delim: str, start: int) -> int:
        label = _TEXTS[delim].format(level + 1)
        return self._define(level, start=start, form=_FORMATS[style], label=label, indent=level + 1)

    def paragraphs(self) -> int:
        """Define the one list of all numbered paragraphs, and return its number."""
        return self._define(0, start=1, form="decimal", label="%1.", indent=1)

    def _define(self, level: int, *, start: int, form: str, label: str, indent: int) -> int:
        """Define a list, and return the number by which paragraphs name it."""
        self._lists += 1
        abstract = element("abstractNum", abstractNumId=self._lists)
        abstract.append(element("multiLevelType", val="multilevel"))
        abstract.append(
            element(
                "lvl",
                element("start", val=start),
                element("numFmt", val=form),
                element("suff", val="tab"),
                element("lvlText", val=label),
                element("lvlJc", val="left"),
                element("pPr", element("ind", left=indent * STEP_TWIPS, hanging=STEP_TWIPS)),
                ilvl=level,
            )
        )
        instance = element("num", element("abstractNumId", val=self._lists), numId=self._lists)
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(abstract)
        else:
            first.addprevious(abstract)
        self._root.append(instance)
        return self._lists
