"""Questions that were answered from one generation of the index, for all who see the same of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wgcop.search.engines.protocol import Results
from wgcop.search.question.query import Query

MOST = 100
"""Answers in memory, of one generation: some twenty kilobytes each."""


@dataclass(frozen=True)
class Answered:
    """Belongs to one generation of the index, and is forgotten with it. `audiences`: those that any of its records has."""

    audiences: frozenset[str]
    _results: dict[tuple[frozenset[str], object], Results] = field(default_factory=dict)

    def seen_by(self, audiences: frozenset[str]) -> frozenset[str]:
        """What decides which records somebody with these audiences sees. Most have some, as their own, that no record has."""
        return audiences & self.audiences

    def results(self, query: Query, find: Callable[[], Results]) -> Results:
        """Nobody gets what was found for somebody who sees other records, since that is part of the key."""
        if query.among is not None:
            return find()
        key = (self.seen_by(query.audiences), query.asked)
        results = self._results.get(key)
        if results is None:
            results = find()
            if len(self._results) >= MOST:
                self._results.clear()
            self._results[key] = results
        return results
