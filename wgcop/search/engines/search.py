"""One search on any engine: tiers, pages and facets of what matches. The engines only look up terms."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.search.engines import hits
from wgcop.search.engines.index_reading import Ids, IndexReading, Mask, Scores, all_of, having
from wgcop.search.engines.matching import Matching
from wgcop.search.engines.protocol import Hit, Results
from wgcop.search.question.analysis import same_language, terms_of
from wgcop.search.question.query import Order, Query, Term, one_place
from wgcop.search.record_fields import FACETS

MOST_RELATED = 10
Deciding = Ids | Scores | npt.NDArray[np.int32]
NO_DOCUMENTS: Ids = np.empty(0, dtype=np.int64)
TIERS = 16
EXACT = 9
"""Scores are rounded to so many decimals, because the order in which floats are added changes the last ones."""


def terms_like(reading: IndexReading, text: str, language: str) -> list[Term]:
    """Search terms for records that are like a text: its most telling words."""
    counts = Counter(term for term, _ in terms_of(text, language).terms)
    return [Term(alternatives=(one_place(frozenset({t})),)) for t in reading.most_telling(counts)]


def nearest(
    reading: IndexReading, terms: Iterable[Term], kinds: Collection[str] | None, limit: int
) -> tuple[Hit, ...]:
    scores = np.zeros(len(reading.visible))
    for term in terms:
        scores += reading.score(term)
    scores = scores.round(EXACT)
    if kinds is not None:
        scores *= having(reading, "kind", kinds)
    docs = np.flatnonzero(scores)
    order = docs[np.lexsort((docs, -scores[docs]))][:limit].tolist()
    return tuple(
        hits.bare(summary, float(scores[doc]))
        for doc, summary in zip(order, reading.summaries(order), strict=True)
    )


class Answers(NamedTuple):
    """The matching documents that fit the reader's choices, in ascending order."""

    all: Ids
    complete: Ids
    partial: Ids
    """Documents with some of the words only."""


class ResultPage(NamedTuple):
    """The documents of one page, in the order in which they are listed."""

    docs: list[int]
    related: list[int]
    page: int
    pages: int


class Search:
    def __init__(self, reading: IndexReading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.size = len(reading.visible)
        self.matching = Matching(reading, query)

    def results(self) -> Results:
        matches = self.matching.matches()
        chosen = {
            facet: having(self.reading, facet, values)
            for facet, values in self.query.chosen.items()
            if values
        }
        answers = _answers(all_of(matches.is_match, chosen.values()), matches.is_complete)
        values = self._raise_by_tier(matches.scores, matches.is_complete, answers.all)
        is_apart = self.query.apart and 0 < len(answers.complete) < len(answers.all)
        on_page = self._page_docs(answers, values, is_apart)
        is_counted = matches.is_match & matches.is_complete if is_apart else matches.is_match
        return Results(
            total=len(answers.all),
            hits=self._hits(on_page.docs, values),
            facets=self._facets(is_counted, chosen) if self.query.facets else {},
            page=on_page.page,
            pages=on_page.pages if len(answers.all) else 0,
            complete=len(answers.complete),
            related=self._hits(on_page.related, values),
            missing=matches.missing,
        )

    def _page_docs(self, answers: Answers, values: Scores, is_apart: bool) -> ResultPage:
        """The best of each kind if the query wants that, otherwise one page of all."""
        by_kind = self._best_of_each_kind(answers.complete if is_apart else answers.all, values)
        if by_kind is not None:
            related = (
                self._best(answers.partial, values, MOST_RELATED) if is_apart else NO_DOCUMENTS
            )
            return ResultPage(by_kind, related.tolist(), page=1, pages=1)
        pages = ceil(len(answers.all) / self.query.size)
        page = min(self.query.page, max(pages, 1))
        parts = [answers.complete, answers.partial] if is_apart else [answers.all]
        return ResultPage(self._page_of(parts, values, page), [], page, pages)

    def _page_of(self, parts: Iterable[Ids], values: Scores, page: int) -> list[int]:
        """The documents of this page, if the parts follow one another and each is sorted by itself."""
        first, last = (page - 1) * self.query.size, page * self.query.size
        docs: list[int] = []
        for part in parts:
            if first < len(part) and last > 0:
                docs += self._best(part, values, last)[max(first, 0) :].tolist()
            first, last = first - len(part), last - len(part)
        return docs

    def _hits(self, docs: Sequence[int], values: Scores) -> tuple[Hit, ...]:
        scores = [float(values[doc]) for doc in docs]
        if not self.query.snippets:
            return tuple(map(hits.bare, self.reading.summaries(docs), scores))
        marker = hits.marker(self.query)
        stored = self.reading.stored(docs)
        return tuple(
            hits.hit(fields, score, marker) for fields, score in zip(stored, scores, strict=True)
        )

    def _facets(self, matching: Mask, chosen: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """Counts for each facet, ignoring the reader's choice in that facet."""
        return {
            facet: self._facet(
                facet, all_of(matching, (mask for name, mask in chosen.items() if name != facet))
            )
            for facet in FACETS
        }

    def _raise_by_tier(self, scores: Scores, complete: Mask, docs: Ids) -> Scores:
        """Sorts the documents into tiers, and raises the scores in each tier above those in the tier below.

        First come documents whose name matches, then those with every word, then the rest. In each of these, those of
        the month, year and kind in the question come first, then those in the reader's language.
        """
        of_all = (
            8 * self.matching.by_name().view(np.uint8)
            + 4 * complete.view(np.uint8)
            + 2 * self.matching.by_labels().view(np.uint8)
            + self._in_readers_language()
        )
        tiers, of_docs = of_all[docs], scores[docs].round(EXACT)
        lift, lifts = 0, np.zeros(TIERS)
        for tier in np.flatnonzero(np.bincount(tiers)).tolist():
            lifts[tier] = lift
            lift += floor(of_docs.max(where=tiers == tier, initial=0)) + 1
        of_docs += lifts[tiers]
        raised = np.zeros(self.size)
        raised[docs] = of_docs
        return raised

    def _in_readers_language(self) -> Mask:
        if not self.query.language:
            return np.zeros(self.size, dtype=bool)
        names = self.reading.values("language").names
        like = (name for name in names if same_language(name, self.query.language))
        return having(self.reading, "language", like)

    def _best(self, docs: Ids, values: Scores, last: int) -> Ids:
        """The first `last` of these documents, which are in ascending order, sorted."""
        deciding = self._deciding(values)
        likely = _likely(docs, deciding, last)
        keys = [-decides[likely].astype(np.float64) for decides in deciding]
        best: Ids = likely[np.lexsort((likely, *reversed(keys)))]
        return best

    def _deciding(self, values: Scores) -> list[Deciding]:
        """What decides which document comes first, the highest: each only among those equal in all before it."""
        match self.query.order:
            case Order.RELEVANCE:
                return [values, self.reading.dates]
            case Order.DATE:
                return [self.reading.dates, self._years(), values]
            case Order.SYMBOL:
                return [-self._places_by_number(), values, self.reading.dates]

    def _places_by_number(self) -> Ids:
        """The place of each record by its symbol or else its name; comments stand behind all others."""
        values = self.reading.values("order")
        place_of = {name: place for place, name in enumerate(sorted(values.names))}
        places = np.full(self.size, len(place_of), dtype=np.int64)
        places[values.docs] = np.array([place_of[n] for n in values.names], np.int64)[values.codes]
        return places

    def _years(self) -> Ids:
        """The year of each document; 0 without one."""
        values = self.reading.values("year")
        numbers = np.array([int(name) for name in values.names], dtype=np.int64)
        years = np.zeros(self.size, dtype=np.int64)
        years[values.docs] = numbers[values.codes]
        return years

    def _best_of_each_kind(self, docs: Ids, values: Scores) -> list[int] | None:
        """The best documents of one kind after another. None if the query does not want that or there is one kind."""
        if not self.query.per_kind:
            return None
        is_there = np.zeros(self.size, dtype=bool)
        is_there[docs] = True
        of_kinds = [
            np.flatnonzero(is_there & having(self.reading, "kind", (kind,)))
            for kind in self.reading.values("kind").names
        ]
        of_kinds = [of_kind for of_kind in of_kinds if len(of_kind)]
        if self.query.apart and len(of_kinds) < 2:
            return None
        best = [self._best(of_kind, values, self.query.per_kind) for of_kind in of_kinds]
        after = {int(of_kind[0]): of_kind.tolist() for of_kind in best}
        firsts = np.array(sorted(after), dtype=np.int64)
        in_order = self._best(firsts, values, len(firsts)).tolist()
        return [doc for first in in_order for doc in after[first]]

    def _facet(self, name: str, docs: Mask) -> dict[str, int]:
        values = self.reading.values(name)
        counts = np.bincount(values.codes[docs[values.docs]], minlength=len(values.names))
        by_name = {n: int(count) for n, count in zip(values.names, counts, strict=True) if count}
        return dict(sorted(by_name.items(), key=lambda pair: (-pair[1], pair[0])))


def _likely(docs: Ids, deciding: Sequence[Deciding], last: int) -> Ids:
    """Those that are the first `last`, in no order: only these are sorted, though many may be equal by what decides first."""
    if last >= len(docs) or not deciding:
        return docs[:last]
    decides = deciding[0][docs]
    least = np.partition(decides, len(docs) - last)[len(docs) - last]
    before = docs[decides > least]
    equal = _likely(docs[decides == least], deciding[1:], last - len(before))
    return np.concatenate([before, equal])


def _answers(is_answer: Mask, is_complete: Mask) -> Answers:
    docs = np.flatnonzero(is_answer)
    whole = is_complete[docs]
    return Answers(docs, docs[whole], docs[~whole])
