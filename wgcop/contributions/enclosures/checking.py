"""Decides which files may go with a paper: the content says the kind, and the name must say the
same (pure).
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 150

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
PICTURES = frozenset({"png", "jpeg"})
PLAIN = frozenset({"txt", "csv"})
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.txt,.csv"

_ENDINGS = {"jpg": "jpeg"}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENTS = {MEDIA_TYPES[kind]: kind for kind in ("odt", "ods", "odp")}
_LONGEST_TYPE = 100
_MARKUP = re.compile(r"\s*(?:<[!?a-z]|\{\\rtf|#!|%!ps)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class CheckedFile:
    name: str
    kind: str
    data: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def checked(data: bytes, name: str) -> CheckedFile:
    """Return the file if its kind is accepted and its name agrees with it. Raise `Unreadable` with
    a sentence for its sender. Every file but plain text must still be opened in the sandbox.
    """
    if len(data) > LARGEST:
        raise Unreadable(Reason("It is larger than %(size)d MB.", size=LARGEST // 1024 // 1024))
    if not data:
        raise Unreadable(Reason("It is empty."))
    name = safe_name(name)
    ending = name.rpartition(".")[2].lower()
    claimed = _ENDINGS.get(ending, ending)
    if claimed not in MEDIA_TYPES or "." not in name:
        raise Unreadable(
            Reason(
                "Files of this kind cannot be attached. Send them as PDF, Word, Excel, PowerPoint, "
                "OpenDocument, PNG, JPEG, plain text or CSV."
            )
        )
    kind = _kind_of(data, claimed)
    if kind != claimed:
        raise Unreadable(
            Reason("Its name says %(ending)s, but its content is something else.", ending=ending)
        )
    return CheckedFile(name, kind, data)


def safe_name(name: str) -> str:
    """Return the last part of a path as a name that every system can store, without characters that
    break names or that cannot be seen.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(each if each.isprintable() else " " for each in last)
    words = " ".join(_UNSAFE.sub("-", printable).split()).rstrip(". ")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        return words[:LONGEST_NAME] or "file"
    room = LONGEST_NAME - len(ending) - 1
    return f"{stem.strip('. ')[:room] or 'file'}.{ending}"


def _kind_of(data: bytes, claimed: str) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"PK"):
        return _office_kind(data)
    if claimed in ("txt", "csv") and _is_text(data):
        return claimed
    return ""


def _office_kind(data: bytes) -> str:
    """Return the kind of an office file, or an empty string. Only its list of parts and its stated
    type are read; the sandbox looks at the content.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = {name.casefold() for name in parts.namelist()}
            if "mimetype" in names and "meta-inf/manifest.xml" in names:
                stated = parts.open("mimetype").read(_LONGEST_TYPE).decode("ascii", "replace")
                return _OPEN_DOCUMENTS.get(stated.strip(), "")
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, KeyError):
        return ""
    if "[content_types].xml" not in names:
        return ""
    return next((kind for part, kind in _OFFICE.items() if part in names), "")


def _is_text(data: bytes) -> bool:
    text = decoded(data)
    return "\0" not in text and not _MARKUP.match(text.removeprefix("\ufeff"))


def decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def free_name(name: str, taken: set[str]) -> str:
    """Return `figures.png`, or `figures (2).png` if that is taken. `taken` holds names in lower
    case.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    return free
