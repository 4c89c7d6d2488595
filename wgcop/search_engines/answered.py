"""Caches the answers of one generation of the index, for all readers who see the same records."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wgcop.search.question.query import Query
from wgcop.search_engines.protocol import Results

MOST = 100
"""The most answers kept in memory for one generation; each takes some twenty kilobytes."""


@dataclass(frozen=True)
class Answered:
    """The answers of one generation of the index, forgotten with it. `audiences` are those for whom
    the index has any record.
    """

    audiences: frozenset[str]
    _results: dict[tuple[frozenset[str], object], Results] = field(default_factory=dict)

    def seen_by(self, audiences: frozenset[str]) -> frozenset[str]:
        """Return those of the audiences that occur in the index. Most people have some that no
        record has, such as their own.
        """
        return audiences & self.audiences

    def results(self, query: Query, find: Callable[[], Results]) -> Results:
        """Return the kept results of the query, or those of `find`. The audiences are part of the
        key, so nobody gets results found for a reader who sees other records.
        """
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
