"""Merging of segments during a commit."""

from typing import Any

import numpy as np

from wgcop.search.engines.whoosh.schema import SCHEMA
from wgcop.search.engines.whoosh.segments import readers

MOST_SEGMENTS = 24


def merge_when_many(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge small segments once there are many. A big one is merged only with others of its size."""
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    if len(living) < MOST_SEGMENTS:
        return living
    living.sort(key=lambda segment: segment.doc_count_all())
    merged = 0
    for segment in list(living):
        if segment.doc_count_all() > 1_000 + 2 * merged:
            break
        merged += segment.doc_count_all()
        _merge(writer, segment)
        living.remove(segment)
    return living


def merge_all(writer: Any, segments: list[Any]) -> list[Any]:
    for segment in segments:
        _merge(writer, segment)
    return []


def merge_none_away(writer: Any, segments: list[Any]) -> list[Any]:
    """Drop every segment, for an index that is cleared."""
    return []


def _merge(writer: Any, segment: Any) -> None:
    if segment.deleted_count() == segment.doc_count_all():
        return
    words, documents = readers(writer.storage, segment)
    numbers = np.arange(segment.doc_count_all(), dtype=np.int32) + writer.docnum
    moved = writer.write_per_doc(set(SCHEMA.names()), documents)
    if moved is not None:
        numbers[:] = -1
        numbers[list(moved)] = list(moved.values())
    writer.pool.merge(words.renumbered(numbers))
    writer._added = True
