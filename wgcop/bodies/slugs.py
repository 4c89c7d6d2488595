"""The last part of an entry's address, made from its name."""

import re
import unicodedata
from collections.abc import Collection

RESERVED = frozenset({"new"})
LONGEST = 60


def slug_for(name: str, taken: Collection[str]) -> str:
    """Of the name's letters and digits; numbered where another entry has it already."""
    stem = _plain(name) or "entry"
    number, slug = 1, stem
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
