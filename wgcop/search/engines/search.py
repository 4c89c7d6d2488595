"""A question answered from what an engine finds: tiers, pages, kinds and facets, the same for every engine."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wgcop.search.engines import hits
from wgcop.search.engines.protocol import FACETS, Hit, Results
from wgcop.search.question.analysis import same_language, terms_of
from wgcop.search.question.query import SCORED_FIELDS, Order, Query, Term

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

LABELLED = 2.0
"""What it is worth to be of the year, the month or the kind that was named, instead of holding the word."""
TALK = ("comment",)
MOST_CALLED = 8
"""Words of a question that may be what something is called."""
MOST_RELATED = 10
EXACT = 9
"""Decimals of a score that count: what sums to the same in another order is the same."""


class Values(NamedTuple):
    """Which documents hold which values of a facet, pair by pair."""

    names: list[str]
    docs: Ids
    codes: Ids
    """For each document in `docs` the place of a value in `names`."""


class IndexReading(Protocol):
    """Documents by their numbers, as one commit left them and one reader sees them."""

    @property
    def visible(self) -> Mask: ...

    @property
    def dates(self) -> npt.NDArray[np.int32]: ...

    def values(self, facet: str) -> Values: ...

    def documents(self, ids: Iterable[str]) -> Mask: ...

    def score(self, term: Term) -> Scores:
        """BM25; nought for whoever does not hold it."""

    def mask(self, term: Term) -> Mask:
        """Who holds it."""

    def most_telling(self, counts: Mapping[str, int]) -> list[str]: ...

    def kept(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """What is kept of these documents to show them."""

    def shown(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """The same, without their texts where that is quicker."""


def terms_asked(query: Query) -> list[Term]:
    terms = [term.in_words for term in (*query.words, *query.required, *query.excluded)]
    return [*terms, *_called(query)]


def _called(query: Query) -> list[Term]:
    """The words as parts of what something is called."""
    if len(query.words) > MOST_CALLED or any(term.field for term in query.words):
        return []
    return [term.in_what_it_is_called for term in query.words]


def terms_like(reading: IndexReading, text: str, language: str) -> list[Term]:
    """The most telling terms of a text, to ask for."""
    counts = Counter(term for term, _ in terms_of(text, language).terms)
    return [Term(alternatives=(((0, frozenset({t})),),)) for t in reading.most_telling(counts)]


def nearest(
    reading: IndexReading, terms: Iterable[Term], kinds: Collection[str] | None, limit: int
) -> tuple[Hit, ...]:
    scores = np.zeros(len(reading.visible))
    for term in terms:
        scores += reading.score(term)
    scores = scores.round(EXACT)
    if kinds is not None:
        scores *= _holding(reading, "kind", kinds)
    found = np.flatnonzero(scores)
    order = found[np.lexsort((found, -scores[found]))][:limit].tolist()
    return tuple(
        hits.bare(shown, float(scores[doc]))
        for doc, shown in zip(order, reading.shown(order), strict=True)
    )


class Search:
    def __init__(self, reading: IndexReading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.size = len(reading.visible)
        self._unheld: frozenset[Term] = frozenset()

    def results(self) -> Results:
        matching, scores, complete = self._match()
        chosen = {
            facet: _holding(self.reading, facet, values)
            for facet, values in self.query.chosen.items()
            if values
        }
        shown = _all(matching, chosen.values())
        found = np.flatnonzero(shown)
        values = self._lifted(scores.round(EXACT), complete, found)
        whole = found[complete[found]]
        is_apart = self.query.apart and 0 < len(whole) < len(found)
        counted = matching & complete if is_apart else matching
        best = self._best_of_each_kind(whole if is_apart else found, values)
        related: list[int] = []
        page, pages = 1, 1
        if best is None:
            pages = ceil(len(found) / self.query.size)
            page = min(self.query.page, max(pages, 1))
            parts = [whole, found[~complete[found]]] if is_apart else [found]
            best = self._page_of(parts, values, page)
        elif is_apart:
            related = self._best(found[~complete[found]], values, MOST_RELATED).tolist()
        return Results(
            total=len(found),
            hits=self._hits(best, values),
            facets=self._facets(counted, chosen) if self.query.facets else {},
            page=page,
            pages=pages if len(found) else 0,
            complete=len(whole),
            related=self._hits(related, values),
            unheld=self._unheld,
        )

    def _page_of(self, parts: Iterable[Ids], values: Scores, page: int) -> list[int]:
        """One part after the other, each in its own order."""
        first, last = (page - 1) * self.query.size, page * self.query.size
        shown: list[int] = []
        for part in parts:
            if first < len(part) and last > 0:
                shown += self._best(part, values, last)[max(first, 0) :].tolist()
            first, last = first - len(part), last - len(part)
        return shown

    def _hits(self, docs: Sequence[int], values: Scores) -> tuple[Hit, ...]:
        scores = [float(values[doc]) for doc in docs]
        if not self.query.snippets:
            return tuple(map(hits.bare, self.reading.shown(docs), scores))
        marker = hits.marker(self.query)
        kept = self.reading.kept(docs)
        return tuple(hits.hit(k, score, marker) for k, score in zip(kept, scores, strict=True))

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
            matching &= reading.documents(self.query.among)
        for term in self.query.required:
            matching &= reading.mask(term.in_words) | self._named(term)
        for term in self.query.excluded:
            matching &= ~reading.mask(term.in_words)
        scores = np.zeros(self.size)
        held = np.zeros(self.size, dtype=np.int32)
        unheld = {term for term in self.query.required if not reading.mask(term.in_words).any()}
        for term in self.query.words:
            score = self._score(term)
            if not score.any():
                unheld.add(replace(term, count=1))
            held += score > 0
            scores += term.count * score
        self._unheld = frozenset(unheld)
        if self.query.words:
            matching &= held > 0
        for term in self.query.required:
            if term.field in SCORED_FIELDS:
                scores += term.count * reading.score(term.in_words)
        return matching, scores, held == len(self.query.words)

    def _score(self, term: Term) -> Scores:
        return np.maximum(self.reading.score(term.in_words), LABELLED * self._named(term))

    def _named(self, term: Term) -> Mask:
        """Who is of the year, the month or the kind."""
        named = np.zeros(self.size, dtype=bool)
        for facet, value in term.labelled:
            named |= _holding(self.reading, facet, (value,))
        if term.dated:
            first, end = (int(moment.timestamp() // 60) for moment in term.dated)
            named |= (self.reading.dates >= first) & (self.reading.dates < end)
        return named & self.reading.visible

    def _is_called_so(self) -> Mask:
        """What has all words in its title, its number or the names that go with it; nobody looks for talk by name."""
        called = _called(self.query)
        found = ~_holding(self.reading, "kind", TALK) & bool(called)
        for term in called:
            found &= self.reading.score(term) > 0
        return found

    def _is_named(self) -> Mask:
        """What is itself of the month, the year and the kind that were named, and does not only speak of them."""
        named = [self._named(term) for term in self.query.words if term.labelled or term.dated]
        return _all(np.full(self.size, bool(named)), named)

    def _lifted(self, scores: Scores, complete: Mask, found: Ids) -> Scores:
        """What is called so stands above what holds every word, that above what does not; then comes what is of the
        time and the kind that were named, then what is in the reader's language. The score says so.
        """
        tiers = (
            8 * self._is_called_so()[found]
            + 4 * complete[found]
            + 2 * self._is_named()[found]
            + self._in_readers_language()[found]
        )
        lifted = scores.copy()
        lift = 0
        for tier in np.unique(tiers).tolist():
            here = found[tiers == tier]
            lifted[here] += lift
            lift = floor(lifted[here].max()) + 1
        return lifted

    def _in_readers_language(self) -> Mask:
        if not self.query.language:
            return np.zeros(self.size, dtype=bool)
        names = self.reading.values("language").names
        like = (name for name in names if same_language(name, self.query.language))
        return _holding(self.reading, "language", like)

    def _best(self, found: Ids, values: Scores, last: int) -> Ids:
        """The first so many in order."""
        scores, dates = values[found], self.reading.dates[found].astype(np.int64)
        by_date = self.query.order is Order.DATE
        decides = dates if by_date else scores
        if last < len(found):  # sort only what can be among them
            least = np.partition(decides, len(found) - last)[len(found) - last]
            kept = decides >= least
            found, scores, dates = found[kept], scores[kept], dates[kept]
        years = self._years()[found]
        keys = (found, -scores, -years, -dates) if by_date else (found, -dates, -scores)
        best: Ids = found[np.lexsort(keys)][:last]
        return best

    def _years(self) -> Ids:
        """Nought where there is none."""
        held = self.reading.values("year")
        years = np.zeros(self.size, dtype=np.int64)
        years[held.docs] = np.array([int(name) for name in held.names], dtype=np.int64)[held.codes]
        return years

    def _best_of_each_kind(self, found: Ids, values: Scores) -> list[int] | None:
        """Kind after kind, if that was asked for and there are several."""
        held = self.reading.values("kind")
        kinds = np.full(self.size, -1, dtype=np.int64)
        kinds[held.docs] = held.codes
        several = np.unique(kinds[found]).tolist()
        if not self.query.per_kind or (self.query.apart and len(several) < 2):
            return None
        best = {
            kind: self._best(found[kinds[found] == kind], values, self.query.per_kind)
            for kind in several
        }
        firsts = np.array(sorted(int(docs[0]) for docs in best.values()), dtype=np.int64)
        in_order = self._best(firsts, values, len(firsts)).tolist()
        return [doc for first in in_order for doc in best[int(kinds[first])].tolist()]

    def _facet(self, name: str, shown: Mask) -> dict[str, int]:
        held = self.reading.values(name)
        counts = np.bincount(held.codes[shown[held.docs]], minlength=len(held.names))
        found = {n: int(count) for n, count in zip(held.names, counts, strict=True) if count}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _holding(reading: IndexReading, facet: str, values: Iterable[str]) -> Mask:
    """Any of the values of a facet."""
    held = reading.values(facet)
    wanted = frozenset(values)
    chosen = np.array([name in wanted for name in held.names], dtype=bool)
    found: Mask = np.zeros(len(reading.visible), dtype=bool)
    found[held.docs[chosen[held.codes]]] = True
    return found


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask
