"""A Word file as an archive: it checks what the archive declares before anything is unpacked, and
returns its parts.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from wgcop.reading.papers.names import child, q
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

MOST_PARTS = 3_000
LARGEST_INFLATED = 120 * 1024 * 1024
LARGEST_XML = 24 * 1024 * 1024
STEEPEST = 200
"""The greatest ratio of unpacked to packed size of a part. Word's own XML reaches some thirty."""
SMALL = 256 * 1024
"""The size below which the compression of a part is not limited."""

_MACROS = ("vbaproject.bin", "vbadata.xml")
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATES = ("wordprocessingml.template.main+xml", "word.template.macroenabledtemplate.main+xml")


def damaged() -> Unreadable:
    return Unreadable(Reason("The Word document is damaged."))


class Package:
    """The parts of a Word file by name. Names come from inside the file, and are only looked up in
    it.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged() from error
        check_sizes(parts, Reason("The Word document is too large once it is unpacked."))
        self._parts = {part.filename: part for part in parts}
        if "[Content_Types].xml" not in self._parts:
            raise Unreadable(Reason("It is an archive, not a Word document."))
        self._types = self._content_types()
        self.main = self._main_part()

    def read(self, name: str) -> bytes:
        """Return the content of a part; raise `Unreadable` if it is damaged, protected or longer
        than it says.
        """
        part = self._parts.get(name)
        if part is None:
            raise damaged()
        if part.flag_bits & 1:
            raise Unreadable(
                Reason("The Word document is protected by a password. Save it without one.")
            )
        try:
            with self._archive.open(part) as opened:
                data = opened.read(part.file_size + 1)
        except Exception as error:  # the decoders of archives fail in many ways
            raise damaged() from error
        if len(data) > part.file_size:
            raise damaged()
        return data

    def xml(self, name: str) -> Any:
        """Parse a part. Entities, outside addresses and excessive depth are refused."""
        data = self.read(name)
        if len(data) > LARGEST_XML:
            raise Unreadable(Reason("The Word document is too large once it is unpacked."))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(
                Reason("The Word document defines entities of its own, which Word never does.")
            )
        _choose_alternatives(root)
        return root

    def has(self, name: str) -> bool:
        return name in self._parts

    @property
    def names(self) -> Iterator[str]:
        return iter(self._parts)

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return the relations of a part by their id: kind, target, and whether it lies outside the
        file.
        """
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return {}
        relations: dict[str, tuple[str, str, bool]] = {}
        for each in self.xml(rels):
            if not isinstance(each.tag, str):
                continue
            target = each.get("Target", "")
            is_outside = each.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = each.get("Type", "").rpartition("/")[2]
            relations[each.get("Id", "")] = kind, target, is_outside
        return relations

    def related(self, kind: str) -> str:
        """Return the name of the part that has this relation to the text, or an empty string."""
        for relation, target, is_outside in self.relations(self.main).values():
            if relation == kind and not is_outside and self.has(target):
                return target
        return ""

    def _content_types(self) -> dict[str, str]:
        types: dict[str, str] = {}
        for each in self.xml("[Content_Types].xml"):
            if isinstance(each.tag, str) and each.tag.endswith("}Override"):
                types[each.get("PartName", "").lstrip("/")] = each.get("ContentType", "").lower()
        return types

    def _main_part(self) -> str:
        if any(name.lower().rpartition("/")[2] in _MACROS for name in self._parts) or any(
            "macroenabled" in kind or "vbaproject" in kind for kind in self._types.values()
        ):
            raise Unreadable(
                Reason("The Word document contains macros. Save it as .docx without them.")
            )
        for name, kind in self._types.items():
            if kind == _DOCUMENT.lower() and self.has(name):
                return name
        if any(kind.endswith(_TEMPLATES) for kind in self._types.values()):
            raise Unreadable(Reason("It is a template of Word. Save it as .docx."))
        raise Unreadable(Reason("It is an archive, not a Word document."))


def _choose_alternatives(root: Any) -> None:
    """Keep one alternative of each pair: some parts, such as text boxes, are in a file twice, for
    present and for old programs.
    """
    for twice in list(root.iter(q("mc:AlternateContent"))):
        chosen = child(twice, "mc:Choice")
        chosen = child(twice, "mc:Fallback") if chosen is None else chosen
        around = twice.getparent()
        if around is None:
            raise damaged()
        for each in () if chosen is None else list(chosen):
            twice.addprevious(each)
        around.remove(twice)


def check_sizes(parts: list[zipfile.ZipInfo], too_large: Reason) -> None:
    """Check the sizes that an archive declares. No part can be read beyond its declared size."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INFLATED:
        raise Unreadable(too_large)
    if len({part.filename for part in parts}) < len(parts):
        raise damaged()
    for part in parts:
        steep = part.file_size > STEEPEST * max(part.compress_size, 1)
        if part.file_size > SMALL and steep:
            raise Unreadable(too_large)
