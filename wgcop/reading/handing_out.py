"""The check whether an uploaded file can be handed on unchanged: nothing in it runs, fetches
content, leads outside or unpacks endlessly.
"""

import io
import re
import zipfile
from contextlib import closing
from xml.parsers import expat

import pypdfium2
from pypdfium2 import raw

from wgcop.reading.elsewhere import parser_of_links, programs
from wgcop.reading.papers.package import check_sizes
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

_PIECE = 1024 * 1024
_MANIFEST = "META-INF/manifest.xml"
_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex/|\.bin$|\.(?:exe|dll|js|vbs|bat|cmd|com|scr|jar|html?|svg)$"
)
"""The names of parts of Office files that run or unpack into something that runs, and of old
embedded objects, which may do so.
"""
_HARMLESS = re.compile(
    r"printersettings\d*\.bin$|(?:^|/)calcchain\.bin$|(?:^|/)(?:media|pictures)/[^/]+\.svg$"
)
_EMBEDDED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of programs and old Office files, regardless of the name of the part."""
_BASIC = re.compile(r"^(?:basic|scripts)/")
_OUTSIDE = re.compile(r"^(?:/|[a-z]:)|(?:^|/)\.\.(?:/|$)")
_TOKEN = re.compile(
    rb"\((?:\\.|[^\\()])*+\)|stream\r\n.*?\r\nendstream|/([^\0\t\n\f\r ()<>\[\]{}/%]+)", re.DOTALL
)
"""A token of a PDF as PDFium writes it: strings and streams are skipped, and names are spelled
without escapes.
"""
_SCRIPTS = frozenset({b"JavaScript", b"JS", b"XFA"})
_PROGRAMS = frozenset({b"Launch"})
_FILES = frozenset({b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment", b"RichMedia"})


def check(data: bytes, name: str) -> None:
    """Raise `Unreadable`, with a sentence for the sender, if the file cannot be handed on. It runs
    in the sandbox.
    """
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
    else:
        _check_office(data)


def _check_office(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts) or _is_encrypted(archive):
                raise Unreadable(Reason("It is protected by a password."))
            check_sizes(parts, Reason("It is too large when unpacked."))
            for part in parts:
                _check_name(part.filename.casefold().replace("\\", "/"))
            for part in parts:
                _check_part(archive, part)
    except Unreadable:
        raise
    except Exception as error:  # the decoders of archives fail in many ways
        raise Unreadable(Reason("It is damaged.")) from error


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Return whether an OpenDocument file is encrypted: its list of parts declares it, and the
    parts themselves are encrypted.
    """
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as opened:
        return b"encryption-data" in opened.read(_PIECE)


def _check_name(name: str) -> None:
    if _OUTSIDE.search(name):
        raise Unreadable(Reason("It contains a file whose name leads outside the archive."))
    if _BASIC.match(name) or (_ACTIVE.search(name) and not _HARMLESS.search(name)):
        raise programs()


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Check a part while unpacking it to its end, since only its checksum proves its declared
    length.
    """
    name = part.filename.casefold()
    links = parser_of_links(name)
    with archive.open(part) as opened:
        piece = opened.read(_PIECE)
        if piece.startswith(_EMBEDDED):
            raise programs()
        if name == "[content_types].xml":
            plainly = piece.replace(b"\0", b"").lower()  # UTF-16 has them between the letters
            if b"macroenabled" in plainly or b"vbaproject" in plainly:
                raise programs()
        if name.endswith((".xml", ".rels", ".vml")):
            _check_prolog(piece)
        while piece:
            if links:
                links.Parse(piece, False)
            piece = opened.read(_PIECE)
    if links:
        links.Parse(b"", True)


def _check_prolog(start: bytes) -> None:
    """Refuse a document type declaration. Entities can only be defined before the first element, so
    parsing stops there.
    """

    class Over(Exception):
        pass

    def refuse(*_: object) -> None:
        raise Unreadable(Reason("It defines entities of its own, which Office never does."))

    def end(*_: object) -> None:
        raise Over

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = end
    try:
        parser.Parse(start, False)
    except Over:
        return
    raise Unreadable(Reason("It is damaged."))


def _check_pdf(data: bytes) -> None:
    """Check a PDF after PDFium has rewritten it, so that what was packed into streams of objects or
    encrypted is readable.
    """
    written = io.BytesIO()
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            document.save(written, flags=raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(Reason("It is protected by a password.")) from error
        raise Unreadable(Reason("The PDF is damaged.")) from error
    names = {token[1] for token in _TOKEN.finditer(written.getbuffer()) if token[1]}
    if names & (_SCRIPTS | _PROGRAMS):
        raise Unreadable(
            Reason(
                "The PDF holds scripts or starts programs. Print it to a new PDF, then attach it."
            )
        )
    if names & _FILES:
        raise Unreadable(
            Reason(
                "The PDF holds other files. Attach these on their own, and the PDF without them."
            )
        )
