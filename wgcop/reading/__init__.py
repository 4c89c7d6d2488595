"""Reading of files of any kind into text with passages. The kind is judged by the content; by the
name only if necessary.
"""

from collections.abc import Callable

from wgcop.reading import pdf, plain, web, word
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, Unreadable

__all__ = ["LARGEST", "Reading", "Unreadable", "read", "reader_of"]

LARGEST = 64 * 1024 * 1024

_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
"""The bytes near the beginning of an OpenDocument file, which are not compressed."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def read(data: bytes, name: str) -> Reading:
    """Read the file in this process. Files from outside are read in the `sandbox` instead."""
    return reader_of(data, name)(data, name)


def reader_of(data: bytes, name: str) -> Callable[[bytes, str], Reading]:
    """Return the function that reads this kind of file; raise `Unreadable` if no function does."""
    if len(data) > LARGEST:
        raise Unreadable(Reason("It is larger than %(size)d MB.", size=LARGEST // 1024 // 1024))
    if not data.strip():
        raise Unreadable(Reason("It is empty."))
    ending = name.rpartition(".")[2].lower()
    start = data[:1024]
    if b"%PDF-" in start:
        return pdf.read
    if start.startswith(b"PK\x03\x04") and _OPEN_DOCUMENT not in start:
        return word.read
    if reason := _why_not(start, ending):
        raise Unreadable(reason)
    return web.read if _is_html(start, ending) else plain.read


def _why_not(start: bytes, ending: str) -> Reason | None:
    if start.startswith(_OLD_OFFICE):
        return Reason(
            "It is an old Word file, or protected by a password. Save it as .docx without a "
            "password."
        )
    if _OPEN_DOCUMENT in start:
        return Reason(
            "It is an OpenDocument file, such as .odt. Open it in LibreOffice or Word, and save it as "
            "“Word document (.docx)” first."
        )
    if start.startswith(b"{\\rtf"):
        return Reason("It is a file in Rich Text Format. Save it as .docx first.")
    if start.startswith(_PICTURES):
        return Reason("It is a picture, not a text.")
    if ending in ("csv", "tsv"):
        return Reason(
            "It is a table, not a document. To give facts, choose it as the table of facts."
        )
    if ending == "pdf":
        return Reason("Its name says PDF, but it is not a PDF.")
    if ending == "docx":
        return Reason("Its name says Word, but it is not a Word document.")
    return None


def _is_html(start: bytes, ending: str) -> bool:
    plainly = start.replace(b"\0", b"").lower()  # UTF-16 has them between the letters.
    plainly = plainly.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plainly.startswith(_HTML_STARTS) or (plainly.startswith(b"<?xml") and b"<html" in plainly):
        return True
    return ending in ("html", "htm", "xhtml") and b"<" in plainly
