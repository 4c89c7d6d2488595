"""The footnotes of a Word file: a part of their own, with the lines that Word draws above them."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from wgcop.word.elements import element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Footnotes:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._root = element("footnotes")
        self._part: Part | None = None

    @property
    def part(self) -> Part:
        """The part of the file that holds the notes, for the links in them. It is created when the
        first note is added.
        """
        if self._part is None:
            package = self._document.part.package
            self._part = Part(PackURI("/word/footnotes.xml"), _TYPE, b"", package)
            self._document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
            for number, kind in enumerate(("separator", "continuationSeparator")):
                line = element("p", element("r", element(kind)))
                self._root.append(element("footnote", line, type=kind, id=number))
            self._name_lines_in_settings()
        return self._part

    def add(self, paragraph: Any) -> int:
        """Add a note, and return the number by which the text refers to it."""
        assert self.part
        number = len(self._root)
        self._root.append(element("footnote", paragraph, id=number))
        return number

    def finish(self) -> None:
        if self._part is not None:
            self._part._blob = etree.tostring(
                self._root, xml_declaration=True, encoding="UTF-8", standalone=True
            )

    def _name_lines_in_settings(self) -> None:
        settings = self._document.settings.element
        lines = element("footnotePr", *(element("footnote", id=number) for number in (0, 1)))
        compat = settings.find(qn("w:compat"))
        if compat is None:
            settings.append(lines)
        else:
            compat.addprevious(lines)
