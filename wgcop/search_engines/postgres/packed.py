"""Packs numbers into the columns of the PostgreSQL engine's tables: plain arrays, so that joining
is concatenating.
"""

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from wgcop.search_engines.fields import SCORABLE

NUMBER = np.dtype("<u4")
"""The type of a record's number."""
COUNT = np.dtype("<u2")
"""The type of the count: how often the record at the same place contains the term."""
PLACE = np.dtype("<u4")
"""The position of one occurrence. The positions of one record are consecutive, and there are as
many as its count says.
"""
COLUMN = np.dtype([("number", NUMBER), ("date", "<i4"), ("lengths", "<u4", (len(SCORABLE),))])
"""The type of the columns that every search needs of every record, in addition to its values."""


def unpacked(data: bytes | None, kind: np.dtype[Any]) -> npt.NDArray[Any]:
    return np.frombuffer(data or b"", dtype=kind)


_UNSTORABLE = re.compile("[\\\\\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\([0-9a-f]{4})")


def escaped(value: str) -> str:
    """Return the value in a form that PostgreSQL stores, regardless of its characters."""
    return _UNSTORABLE.sub(lambda found: f"\\{ord(found[0]):04x}", value)


def unescaped(stored: str) -> str:
    if "\\" not in stored:
        return stored
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored)
