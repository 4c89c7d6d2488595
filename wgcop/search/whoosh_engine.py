"""The embedded engine: BM25F over the arrays of the index, term by term, for one reader's eyes.

Everything is counted over what the reader may see, the statistics of the ranking included: another's
draft changes neither a hit, a count, a facet nor a score.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import ceil, log
from pathlib import Path

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from wgcop.search import query as asking
from wgcop.search.engine import FACETS, Hit, Results
from wgcop.search.query import TEXT_FIELDS, Query, Sequence, Term
from wgcop.search.records import Record
from wgcop.search.snippets import marked, snippet
from wgcop.search.whoosh_index import (
    Ids,
    IndexFolder,
    Mask,
    Snapshot,
    Weights,
    merge_all,
    merge_none_away,
)

K1, B = 1.2, 0.75
SCORED = ("title", "text", "names")
MOST_REMEMBERED = 320
"""Views of a generation that are kept: for each audience what it sees and its average lengths."""

Scores = npt.NDArray[np.float64]


class WhooshEngine:
    def __init__(self, folder: Path) -> None:
        self._index = IndexFolder(folder)

    def search(self, query: Query) -> Results:
        return _Search(self._index.snapshot(), query).results()

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
    """One question to one snapshot."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self.snapshot = snapshot
        self.query = query
        self.visible = self._visible()
        self.readable = int(self.visible.sum())

    def results(self) -> Results:
        matching, scores, complete = self._match()
        chosen = {
            name: self._chosen_mask(name) for name, values in self.query.chosen.items() if values
        }
        shown = _all(matching, chosen.values())
        total = int(shown.sum())
        pages = ceil(total / self.query.size)
        page = min(self.query.page, max(pages, 1))
        return Results(
            total=total,
            hits=self._hits(shown, scores, complete, page),
            facets={
                facet: self._facet(
                    facet, _all(matching, (mask for name, mask in chosen.items() if name != facet))
                )
                for facet in FACETS
            },
            page=page,
            pages=pages,
        )

    def _visible(self) -> Mask:
        key = ("visible", self.query.audiences)
        memory = self.snapshot.memory
        visible: Mask | None = memory.get(key)
        if visible is None:
            known = [kept for kept in list(memory) if kept[0] in ("visible", "average")]
            if len(known) >= MOST_REMEMBERED:
                for kept in known:
                    memory.pop(kept, None)
            visible = np.zeros(self.snapshot.size, dtype=bool)
            visible[self.snapshot.postings("audience", self.query.audiences)[0]] = True
            visible &= self.snapshot.alive
            memory[key] = visible
        return visible

    def _match(self) -> tuple[Mask, Scores, Mask]:
        """Which documents answer, how well, and which of them hold every word."""
        matching = self.visible.copy()
        for term in self.query.required:
            matching &= self._mask(term)
        for term in self.query.excluded:
            matching &= ~self._mask(term)
        scores = np.zeros(self.snapshot.size)
        held = np.zeros(self.snapshot.size, dtype=np.int32)
        for term in self.query.words:
            score = self._score(term)
            held += score > 0
            scores += term.count * score
        if self.query.words:
            matching &= held > 0
        for term in self.query.required:
            if term.field in TEXT_FIELDS:
                scores += term.count * self._score(term)
        return matching, scores, held == len(self.query.words)

    def _mask(self, term: Term) -> Mask:
        if term.field in TEXT_FIELDS or not term.field:
            return self._score(term) > 0
        found: Mask = np.zeros(self.snapshot.size, dtype=bool)
        if term.prefix:
            expansions = self.snapshot.expansions(term.field, term.prefix)
            found[self.snapshot.postings(term.field, expansions)[0]] = True
        for sequence in term.alternatives:
            if len(sequence) == 1:
                found[self.snapshot.postings(term.field, sequence[0][1])[0]] = True
            else:
                found[self.snapshot.phrase(term.field, sequence, self.visible)] = True
        return found & self.visible

    def _chosen_mask(self, name: str) -> Mask:
        """Any of the values that the reader chose of a facet."""
        found: Mask = np.zeros(self.snapshot.size, dtype=bool)
        for value in self.query.chosen[name]:
            if name in asking.EXACT_FIELDS:
                found[self.snapshot.postings(name, (value,))[0]] = True
            elif name in asking.LABEL_FIELDS:
                found |= self._mask(asking.label(name, value))
        return found

    def _score(self, term: Term) -> Scores:
        """BM25 summed over the fields; of several ways to write the same, the best counts."""
        scores = np.zeros(self.snapshot.size)
        fields = (term.field,) if term.field else SCORED
        if term.prefix:
            for field in (*fields, "forms") if not term.field else fields:
                self._add(scores, field, self.snapshot.expansions(field, term.prefix))
        for sequence in term.alternatives:
            best = np.zeros(self.snapshot.size)
            for field in fields:
                if len(sequence) == 1:
                    self._add(best, field, sequence[0][1])
                else:
                    self._add_phrase(best, field, sequence)
            np.maximum(scores, best, out=scores)
        return scores

    def _add(self, scores: Scores, field: str, terms: Iterable[str]) -> None:
        ids, weights = self.snapshot.postings(field, terms)
        seen = self.visible[ids]
        ids, weights = ids[seen], weights[seen]
        if len(ids):
            scores[ids] += self._bm25(field, ids, weights, len(ids))

    def _add_phrase(self, scores: Scores, field: str, sequence: Sequence) -> None:
        found = self.snapshot.phrase(field, sequence, self.visible)
        if not len(found):
            return
        words = np.zeros(self.snapshot.size)
        for _, terms in sequence:
            self._add(words, field, terms)
        scores[found] += words[found]

    def _bm25(self, field: str, ids: Ids, weights: Weights, holding: int) -> Scores:
        idf = log(self.readable / (holding + 1)) + 1
        lengths = self.snapshot.lengths(field)[ids].astype(np.float64)
        norm = K1 * ((1 - B) + B * lengths / self._average_length(field))
        found: Scores = idf * (weights * (K1 + 1)) / (weights + norm)
        return found

    def _average_length(self, field: str) -> float:
        key = ("average", field, self.query.audiences)
        average: float | None = self.snapshot.memory.get(key)
        if average is None:
            lengths = self.snapshot.lengths(field)[self.visible]
            lengths = lengths[lengths > 0]
            average = float(lengths.mean()) if len(lengths) else 1.0
            self.snapshot.memory[key] = average
        return average

    def _facet(self, name: str, shown: Mask) -> dict[str, int]:
        values, codes = self.snapshot.codes(name)
        held = codes[shown]
        counts = np.bincount(held[held >= 0], minlength=len(values))
        found = {value: int(count) for value, count in zip(values, counts, strict=False) if count}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def _hits(self, shown: Mask, scores: Scores, complete: Mask, page: int) -> tuple[Hit, ...]:
        found = np.flatnonzero(shown)
        first = (page - 1) * self.query.size
        last = min(first + self.query.size, len(found))
        if first >= last:
            return ()
        values = _lifted(scores[found], complete[found])
        if last < len(found):  # sort only what can be on this page or before it
            least = np.partition(values, len(values) - last)[len(values) - last]
            found, values = found[values >= least], values[values >= least]
        order = np.lexsort((found, -self.snapshot.dates()[found].astype(np.int64), -values))
        return tuple(self._hit(int(found[i]), float(values[i])) for i in order[first:last])

    def _hit(self, doc: int, score: float) -> Hit:
        stored = self.snapshot.stored(doc)
        words = [
            *self.query.words,
            *(term for term in self.query.required if term.field in TEXT_FIELDS),
        ]
        language = stored["language"]
        return Hit(
            **{key: stored[key] for key in stored if key != "text"},
            score=round(score, 4),
            snippet=snippet(stored["text"], words, language) if stored["text"] else Markup(),
            marked_title=marked(stored["title"], words, language),
        )


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask


def _lifted(scores: Scores, complete: Mask) -> Scores:
    """What holds every word stands above what does not, and the score says so."""
    if complete.all() or not complete.any():
        return scores
    return np.where(complete, scores + ceil(scores[~complete].max()), scores)
