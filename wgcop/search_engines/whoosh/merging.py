"""Chooses the segments that are merged in a commit."""

from collections.abc import Callable, Sequence
from typing import Any

MOST_SEGMENTS = 24

Choice = Callable[[Sequence[Any]], list[Any]]
"""A function that takes segments and returns those that are merged into one."""


def when_many(segments: Sequence[Any]) -> list[Any]:
    """Return the small segments, once there are many. A big one is merged only with others of its
    size.
    """
    if len(segments) < MOST_SEGMENTS:
        return []
    merged: list[Any] = []
    documents = 0
    for segment in sorted(segments, key=lambda segment: segment.doc_count_all()):
        if segment.doc_count_all() > 1_000 + 2 * documents:
            break
        documents += segment.doc_count_all()
        merged.append(segment)
    return merged


def all_of_them(segments: Sequence[Any]) -> list[Any]:
    """Return all segments if there are several, or if some documents of the only one are gone."""
    is_one = len(segments) == 1 and not segments[0].deleted_count()
    return [] if is_one else list(segments)
