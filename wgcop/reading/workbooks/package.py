"""A workbook as an archive: refuses content that a table of facts does not need, and finds the
sheet to read.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from wgcop.reading.papers.package import check_sizes
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable
from wgcop.reading.workbooks.cells import CheckedSheet, SheetChecker

_CHUNK = 256 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK = "xl/workbook.xml"
_RELS = "xl/_rels/workbook.xml.rels"
_MACROS = ("vbaproject.bin", "vbadata.xml")
_PREFERRED = "registry"

Handler = Callable[[str, dict[str, str]], None]


def damaged() -> Unreadable:
    return Unreadable(Reason("The workbook is damaged. Open it and save it again as .xlsx."))


@dataclass(frozen=True)
class _NamedSheet:
    name: str
    is_hidden: bool
    relation: str


class WorkbookPackage:
    """The parts of a workbook. `index` is the position of the sheet to read."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise Unreadable(
                Reason(
                    "It is an old Excel file (.xls), or protected by a password. Save it as .xlsx "
                    "without a password."
                )
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged() from error
        self._parts = {part.filename: part for part in parts}
        self._check_kind()
        check_sizes(parts, Reason("The workbook is too large once it is unpacked."))
        self._sheets: list[_NamedSheet] = []
        self._targets: dict[str, str] = {}
        for name in self._parts:
            if name.lower().endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
                self._parse(name, self._handler_of(name))
        self.index = self._chosen()

    def check_sheet(self) -> CheckedSheet:
        """Check the cells of the sheet, before they are read."""
        target = self._targets.get(self._sheets[self.index].relation, "")
        if target not in self._parts:
            raise damaged()
        checker = SheetChecker()
        self._parse(target, checker.start, checker.end)
        return checker.checked

    def notes(self) -> Iterator[Reason]:
        chosen = self._sheets[self.index]
        others = [sheet for sheet in self._sheets if sheet is not chosen]
        if others:
            names = "; ".join(other.name for other in others[:20])
            yield Reason(
                "Only the sheet “%(name)s” was read; the others were not: %(others)s.",
                name=chosen.name,
                others=names,
            )

    def _check_kind(self) -> None:
        if "mimetype" in self._parts and "content.xml" in self._parts:
            raise Unreadable(
                Reason("It is an OpenDocument spreadsheet. Save it as .xlsx or as “CSV UTF-8”.")
            )
        if "xl/workbook.bin" in self._parts:
            raise Unreadable(Reason("It is a binary workbook (.xlsb). Save it as .xlsx."))
        if any(name.lower().rpartition("/")[2] in _MACROS for name in self._parts):
            raise _macros()
        if not {_CONTENT_TYPES, _WORKBOOK, _RELS} <= self._parts.keys():
            raise Unreadable(Reason("It is an archive, not an Excel workbook."))

    def _handler_of(self, name: str) -> Handler | None:
        if name == _CONTENT_TYPES:
            return self._note_type
        if name == _WORKBOOK:
            return self._note_sheet
        if name == _RELS:
            return self._note_relation_of_workbook
        return self._note_relation if name.endswith(".rels") else None

    def _note_type(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise _macros()

    def _note_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self._sheets.append(_NamedSheet(attributes.get("name", ""), is_hidden, relation))

    def _note_relation(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External" and _kind(attributes) != "hyperlink":
            raise Unreadable(
                Reason(
                    "It is linked to another file. Break the link, then save the workbook again."
                )
            )

    def _note_relation_of_workbook(self, tag: str, attributes: dict[str, str]) -> None:
        """Note which part is a sheet. The relations of other parts name none, whatever they say."""
        self._note_relation(tag, attributes)
        if attributes.get("TargetMode") != "External" and _kind(attributes) == "worksheet":
            target = unquote(attributes.get("Target", ""))
            path = posixpath.normpath(posixpath.join("/xl", target))[1:]
            self._targets[attributes.get("Id", "")] = path

    def _chosen(self) -> int:
        visible = [sheet for sheet in self._sheets if not sheet.is_hidden and self._is_table(sheet)]
        if not visible:
            raise Unreadable(Reason("The workbook has no sheet that is not hidden."))
        called = [sheet for sheet in visible if sheet.name.casefold() == _PREFERRED]
        return self._sheets.index((called or visible)[0])

    def _is_table(self, sheet: _NamedSheet) -> bool:
        return sheet.relation in self._targets

    def _parse(
        self, name: str, start: Handler | None, end: Callable[[str], None] | None = None
    ) -> None:
        """Parse a part piece by piece, and refuse entities: no program that writes workbooks
        defines any.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_entities
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        part = self._parts[name]
        if part.flag_bits & 1:
            raise Unreadable(Reason("It is protected by a password. Save it without one."))
        left = part.file_size
        try:
            with self._archive.open(part) as opened:
                while piece := opened.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise damaged()
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except Unreadable:
            raise
        except Exception as error:  # the decoders of archives fail in many ways
            raise damaged() from error


def _kind(attributes: dict[str, str]) -> str:
    """Return the kind of a relation: the end of the address that names it."""
    return attributes.get("Type", "").rpartition("/")[2]


def _refuse_entities(*_: object) -> None:
    raise Unreadable(Reason("The workbook defines entities of its own, which Excel never does."))


def _macros() -> Unreadable:
    return Unreadable(Reason("It contains macros. Save it as .xlsx without them."))
