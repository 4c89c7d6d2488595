"""What search finds in a file that goes with a paper."""

from wgcop import files
from wgcop.contributions.enclosures.checking import decoded
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SandboxedReader

LONGEST = 400_000
"""In characters; a longer text is found by its beginning."""


def text_of(reader: SandboxedReader, name: str, kind: str, file: str) -> str:
    """Empty for a file without text, which is found by its name alone."""
    try:
        data = files.read(file)
        if kind in ("txt", "csv"):
            return decoded(data).replace("\0", " ")[:LONGEST]
        return reader.read(data, name).text[:LONGEST] if kind in ("pdf", "docx") else ""
    except (Unreadable, FileNotFoundError):
        return ""
