"""The events of a timeline, and where other features sign up to add theirs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wgcop.contributions.models import Contribution


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    url: str = ""
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class HistoryReader:
    """Whoever reads the history. `drafts` if they write the document."""

    audiences: frozenset[str]
    drafts: bool = False


EventSource = Callable[[Contribution, HistoryReader], Iterable[Event]]
"""Gives the events that this reader may know. It reads what it needs itself, in a statement or two."""

_sources: list[EventSource] = []


def tells_history(source: EventSource) -> EventSource:
    """Mark a function that tells more of what happened to a document."""
    _sources.append(source)
    return source


def told_by_others(document: Contribution, reader: HistoryReader) -> Iterator[Event]:
    for source in _sources:
        yield from source(document, reader)
