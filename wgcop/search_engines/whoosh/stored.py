"""Packs the stored fields of each record into bytes: plain values in a fixed order, because they
are unpacked for every hit.
"""

import pickle
from datetime import datetime
from typing import Any

from wgcop.search.records import Record
from wgcop.search_engines.hits import SUMMARY_FIELDS, content, summary

VERSION = 2
"""The version of the stored format. Raise it when the format changes."""


def packed_summary(record: Record) -> bytes:
    fields = summary(record)
    if record.date:
        fields["date"] = record.date.isoformat()
    return pickle.dumps(tuple(fields.values()))


def unpacked_summary(packed: memoryview) -> dict[str, Any]:
    values = pickle.loads(packed)  # noqa: S301 - our own, in the data folder
    fields: dict[str, Any] = dict(zip(SUMMARY_FIELDS, values, strict=True))
    if fields["date"]:
        fields["date"] = datetime.fromisoformat(fields["date"])
    return fields


def packed_content(record: Record) -> bytes:
    return pickle.dumps(content(record))


def unpacked_content(packed: memoryview) -> dict[str, Any]:
    fields: dict[str, Any] = pickle.loads(packed)  # noqa: S301 - as above
    return fields
