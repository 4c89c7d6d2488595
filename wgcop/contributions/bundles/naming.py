"""Names of papers and their files inside a ZIP, such as every system can unpack (pure)."""

import re
import unicodedata

LONGEST = 180
"""In bytes: most systems store names of up to 255."""

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')


def plain(words: str) -> str:
    """Without characters that part folders, break names or turn them around."""
    normal = unicodedata.normalize("NFC", words)
    printable = "".join(each if each.isprintable() else " " for each in normal)
    return " ".join(_UNSAFE.sub("-", printable).split())


def paper_name(symbol: str, title: str, ending: str) -> str:
    """`WG-COP-3-7 Rev.1 - Radio plays.docx`."""
    start = plain(symbol)
    room = LONGEST - len(start.encode()) - len(ending) - 4
    named = _cut(plain(title), room).rstrip(". ")
    return f"{start} - {named}.{ending}" if named else f"{start}.{ending}"


def folder_name(symbol: str) -> str:
    """For the files that go with a paper."""
    return f"{plain(symbol)} - files"


def archive_name(*parts: str) -> str:
    return f"{_cut(plain(' '.join(filter(None, parts))), LONGEST - 4).rstrip('. ')}.zip"


def _cut(words: str, room: int) -> str:
    return words.encode()[: max(room, 0)].decode(errors="ignore")
