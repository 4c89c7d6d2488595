"""Opens files that go with a paper in the sandbox: to check that they are harmless, and to extract
their text for search.
"""

from wgcop import files
from wgcop.contributions.enclosures.checking import PICTURES, PLAIN, CheckedFile, checked, decoded
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SandboxedReader

LONGEST = 400_000
"""The number of characters that are kept. Search finds a longer text by its beginning."""


def opened(data: bytes, name: str, reader: SandboxedReader) -> CheckedFile:
    """Check a file and open it in the sandbox. Raise `Unreadable` with a sentence for its sender,
    or `Busy` if all slots are taken and `reader` does not wait.
    """
    one = checked(data, name)
    if one.kind in PICTURES:
        reader.picture(one.data)
    elif one.kind not in PLAIN:
        reader.check(one.data, one.name)
    return one


def text_of(reader: SandboxedReader, name: str, kind: str, file: str) -> str:
    """Return the text of a file, or an empty string if it has none. Search then finds the file only
    by its name.
    """
    try:
        data = files.read(file)
        if kind in PLAIN:
            return decoded(data).replace("\0", " ")[:LONGEST]
        return reader.read(data, name).text[:LONGEST] if kind in ("pdf", "docx") else ""
    except (Unreadable, FileNotFoundError):
        return ""
