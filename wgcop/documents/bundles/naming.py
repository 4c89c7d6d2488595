"""The names of papers and of their files inside a ZIP, which every system can unpack (pure)."""

import re
import unicodedata

LONGEST = 180
"""The length of the longest name in bytes. Most systems store names of up to 255."""

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')


def plain(words: str) -> str:
    """Replace characters that separate folders, that systems refuse in names, or that cannot be
    seen.
    """
    normal = unicodedata.normalize("NFC", words)
    printable = "".join(each if each.isprintable() else " " for each in normal)
    return " ".join(_UNSAFE.sub("-", printable).split())


def paper_name(symbol: str, title: str, ending: str) -> str:
    """Return the name of a paper's file, such as `WG-COP-3-7 Rev.1 - Radio plays.docx`. A long
    title is cut.
    """
    start = plain(symbol)
    room = LONGEST - len(start.encode()) - len(ending) - 4  # " - " and "."
    named = _cut(plain(title), room).rstrip(". ")
    return f"{start} - {named}.{ending}" if named else f"{start}.{ending}"


def folder_name(symbol: str) -> str:
    """Return the name of the folder for the files that go with a paper."""
    return f"{plain(symbol)} - files"


def archive_name(*parts: str) -> str:
    return f"{_cut(plain(' '.join(filter(None, parts))), LONGEST - 4).rstrip('. ')}.zip"


def _cut(words: str, room: int) -> str:
    return words.encode()[: max(room, 0)].decode(errors="ignore")
