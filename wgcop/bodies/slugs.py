"""Make the part of an address that is derived from a name."""

import re
import unicodedata
from collections.abc import Collection

RESERVED = frozenset({"coverage", "import", "new", "overlaps", "proposed"})
LONGEST = 60


def slug_for(name: str, existing: Collection[str]) -> str:
    """Return the last part of an entry's address, with a number if another entry has it or it is
    reserved.
    """
    stem = slug(name) or "entry"
    number, free = 1, stem
    while free in existing or free in RESERVED:
        number += 1
        free = f"{stem}-{number}"
    return free


def slug(text: str, longest: int = LONGEST) -> str:
    """Return the text in lower-case ASCII with hyphens, cut between words: “the Secretary-General”
    becomes “the-secretary-general”.
    """
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    dashed = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower().replace("'", "")).strip("-")
    if len(dashed) <= longest:
        return dashed
    return dashed[: longest + 1].rpartition("-")[0] or dashed[:longest]
