"""Opens files that go with a paper in the process apart: whether they can be handed on, and what search finds in them."""

from wgcop import files
from wgcop.contributions.enclosures.checking import PICTURES, PLAIN, CheckedFile, checked, decoded
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SandboxedReader

LONGEST = 400_000
"""In characters; a longer text is found by its beginning."""


def opened(data: bytes, name: str, reader: SandboxedReader) -> CheckedFile:
    """Raises Unreadable, with a sentence for the person who sent it; and Busy, if the reader does not wait for a place."""
    one = checked(data, name)
    if one.kind in PICTURES:
        reader.picture(one.data)
    elif one.kind not in PLAIN:
        reader.check(one.data, one.name)
    return one


def text_of(reader: SandboxedReader, name: str, kind: str, file: str) -> str:
    """Empty for a file without text, which is found by its name alone."""
    try:
        data = files.read(file)
        if kind in PLAIN:
            return decoded(data).replace("\0", " ")[:LONGEST]
        return reader.read(data, name).text[:LONGEST] if kind in ("pdf", "docx") else ""
    except (Unreadable, FileNotFoundError):
        return ""
