"""The embedded engine: one question to one snapshot of the index.

Everything is counted over what the reader may see, the statistics of the ranking included: another's
draft changes neither a hit, a count, a facet nor a score.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil, floor
from pathlib import Path

import numpy as np

from wgcop.search import analysis, hits
from wgcop.search.engine import FACETS, Hit, Results
from wgcop.search.query import SCORED_FIELDS, Order, Query, Term
from wgcop.search.records import Record
from wgcop.search.spelling import likeliest
from wgcop.search.whoosh_index import (
    Ids,
    IndexFolder,
    Mask,
    Snapshot,
    merge_all,
    merge_none_away,
    whole,
)
from wgcop.search.whoosh_reading import Reading, Scores


class WhooshEngine:
    def __init__(self, folder: Path) -> None:
        self._index = IndexFolder(folder)

    def search(self, query: Query) -> Results:
        return _Search(self._index.snapshot(), query).results()

    def similar(
        self, text: str, *, language: str, audiences: frozenset[str], limit: int = 20
    ) -> tuple[Hit, ...]:
        reading = Reading(self._index.snapshot(), audiences)
        counts = Counter(term for term, _ in analysis.terms_of(text, language).terms)
        scores = np.zeros(reading.snapshot.size)
        for term in reading.most_telling(counts):
            scores += reading.score(Term(alternatives=(((0, frozenset({term})),),)))
        found = np.flatnonzero(scores)
        order = found[np.lexsort((found, -scores[found]))][:limit]
        return tuple(
            hits.bare(reading.snapshot.shown(doc), float(scores[doc])) for doc in order.tolist()
        )

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        reading = Reading(self._index.snapshot(), audiences)
        asked = analysis.normalise(word)
        near = reading.snapshot.near(asked)
        return tuple(
            reading.as_written(found) for found in likeliest(near, reading.holding_as_written)
        )

    def count(self) -> int:
        return int(self._index.snapshot().alive.sum())

    @contextmanager
    def writing(self) -> Iterator["WhooshBatch"]:
        self._index.snapshot()
        with self._index.lock():
            batch = WhooshBatch()
            yield batch
            if batch.puts or batch.drops:
                self._index.write(batch.puts, batch.drops)

    def clear(self) -> None:
        self._index.snapshot()
        with self._index.lock():
            self._index.declare_incomplete()
            self._index.write({}, (), merge=merge_none_away)

    def optimise(self) -> None:
        self._index.snapshot()
        with self._index.lock():
            self._index.write({}, (), merge=merge_all)

    def is_new(self) -> bool:
        return not self._index.is_complete()

    def declare_complete(self) -> None:
        self._index.declare_complete()


class WhooshBatch:
    """Changes that become visible together; of the same record the last one counts."""

    def __init__(self) -> None:
        self.puts: dict[str, Record] = {}
        self.drops: set[str] = set()

    def put(self, records: Iterable[Record]) -> None:
        for record in records:
            self.puts[record.id] = record
            self.drops.discard(record.id)

    def drop(self, ids: Iterable[str]) -> None:
        for record_id in ids:
            self.puts.pop(record_id, None)
            self.drops.add(record_id)


class _Search:
    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self.snapshot = snapshot
        self.query = query
        self.reading = Reading(snapshot, query.audiences)

    def results(self) -> Results:
        matching, scores, complete = self._match()
        chosen = {
            facet: self._holding(facet, values)
            for facet, values in self.query.chosen.items()
            if values
        }
        shown = _all(matching, chosen.values())
        found = np.flatnonzero(shown)
        values = self._lifted(scores, complete, found)
        pages = 1 if self.query.per_kind else ceil(len(found) / self.query.size)
        page = min(self.query.page, max(pages, 1))
        last = page * self.query.size
        best = (
            self._best_of_each_kind(found, values)
            if self.query.per_kind
            else self._best(found, values, last)[last - self.query.size :]
        )
        return Results(
            total=len(found),
            hits=self._hits(best, values),
            facets={} if self.query.bare else self._facets(matching, chosen),
            page=page,
            pages=pages,
        )

    def _hits(self, docs: Ids, values: Scores) -> tuple[Hit, ...]:
        found = [(self.snapshot.shown(doc), float(values[doc]), doc) for doc in docs.tolist()]
        if self.query.bare:
            return tuple(hits.bare(shown, score) for shown, score, _ in found)
        marker = hits.marker(self.query)
        return tuple(
            hits.hit(shown, self.snapshot.written(doc), score, marker)
            for shown, score, doc in found
        )

    def _facets(self, matching: Mask, chosen: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """Of each as if only its own choice were lifted."""
        return {
            facet: self._facet(
                facet, _all(matching, (mask for name, mask in chosen.items() if name != facet))
            )
            for facet in FACETS
        }

    def _match(self) -> tuple[Mask, Scores, Mask]:
        """Which documents answer, how well, and which of them hold every word."""
        reading = self.reading
        matching = reading.visible.copy()
        if self.query.among is not None:
            matching &= self.snapshot.documents(self.query.among)
        for term in self.query.required:
            matching &= reading.mask(term)
        for term in self.query.excluded:
            matching &= ~reading.mask(term)
        scores = np.zeros(self.snapshot.size)
        held = np.zeros(self.snapshot.size, dtype=np.int32)
        for term in self.query.words:
            score = reading.score(term)
            held += score > 0
            scores += term.count * score
        if self.query.words:
            matching &= held > 0
        for term in self.query.required:
            if term.field in SCORED_FIELDS:
                scores += term.count * reading.score(term)
        return matching, scores, held == len(self.query.words)

    def _lifted(self, scores: Scores, complete: Mask, found: Ids) -> Scores:
        """What holds every word stands above what does not, then what is in the reader's language; the score says so."""
        tiers = 2 * complete[found] + self._in_readers_language()[found]
        lifted = scores.copy()
        lift = 0
        for tier in np.unique(tiers).tolist():
            here = found[tiers == tier]
            lifted[here] += lift
            lift = floor(lifted[here].max()) + 1
        return lifted

    def _in_readers_language(self) -> Mask:
        held = self.snapshot.values(whole("language"))
        if not self.query.language:
            return np.zeros(self.snapshot.size, dtype=bool)
        return self._holding(
            "language", (n for n in held.names if analysis.same_language(n, self.query.language))
        )

    def _holding(self, facet: str, values: Iterable[str]) -> Mask:
        """Any of the values of a facet."""
        found: Mask = np.zeros(self.snapshot.size, dtype=bool)
        found[self.snapshot.postings(whole(facet), values)[0]] = True
        return found

    def _best(self, found: Ids, values: Scores, last: int) -> Ids:
        """The first so many in order."""
        scores, dates = values[found], self.snapshot.dates()[found].astype(np.int64)
        by_date = self.query.order is Order.DATE
        decides = dates if by_date else scores
        if last < len(found):  # sort only what can be among them
            least = np.partition(decides, len(found) - last)[len(found) - last]
            kept = decides >= least
            found, scores, dates = found[kept], scores[kept], dates[kept]
        years = self.snapshot.years()[found]
        keys = (found, -scores, -years, -dates) if by_date else (found, -dates, -scores)
        best: Ids = found[np.lexsort(keys)][:last]
        return best

    def _best_of_each_kind(self, found: Ids, values: Scores) -> Ids:
        held = self.snapshot.values("kind")
        kinds = np.full(self.snapshot.size, -1, dtype=np.int64)
        kinds[held.docs] = held.codes
        best = {
            kind: self._best(found[kinds[found] == kind], values, self.query.per_kind)
            for kind in np.unique(kinds[found]).tolist()
        }
        firsts = np.array(sorted(docs[0] for docs in best.values()), dtype=np.int64)
        in_order = self._best(firsts, values, len(firsts)).tolist()
        return np.concatenate([found[:0], *(best[int(kinds[doc])] for doc in in_order)])

    def _facet(self, name: str, shown: Mask) -> dict[str, int]:
        held = self.snapshot.values(whole(name))
        counts = np.bincount(held.codes[shown[held.docs]], minlength=len(held.names))
        found = {n: int(count) for n, count in zip(held.names, counts, strict=True) if count}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask
