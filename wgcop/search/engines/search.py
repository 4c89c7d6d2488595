"""One search on any engine: matches, tiers, pages and facets. The engines only look up terms."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wgcop.search.engines import hits
from wgcop.search.engines.protocol import Hit, Results
from wgcop.search.question.analysis import same_language, terms_of
from wgcop.search.question.query import SCORED_FIELDS, Order, Query, Term, one_place
from wgcop.search.record_fields import FACETS
from wgcop.search.records import talk

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

LABELLED = 2.0
"""The score of a document that has the named year, month or kind, whether or not its text has the word."""
MOST_NAME_WORDS = 8
"""Longer questions are not compared with names."""
MOST_RELATED = 10
NO_DOCUMENTS: Ids = np.empty(0, dtype=np.int64)
EXACT = 9
"""Scores are rounded to so many decimals, because the order in which floats are added changes the last ones."""


class Values(NamedTuple):
    """Which documents have which values of a facet, as pairs of a document and a value."""

    names: list[str]
    docs: Ids
    codes: Ids
    """For each document in `docs`, the index of its value in `names`."""


class IndexReading(Protocol):
    """What one reader may see of the index after one commit. Documents go by their numbers."""

    @property
    def visible(self) -> Mask: ...

    @property
    def dates(self) -> npt.NDArray[np.int32]: ...

    def values(self, facet: str) -> Values: ...

    def documents(self, ids: Iterable[str]) -> Mask: ...

    def score(self, term: Term) -> Scores:
        """BM25 of each document; 0 where the term is absent."""

    def mask(self, term: Term) -> Mask:
        """Documents that contain it."""

    def most_telling(self, counts: Mapping[str, int]) -> list[str]: ...

    def stored(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """All stored fields of these documents."""

    def summaries(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """The same, but the texts may be missing where that is quicker."""


def terms_to_look_up(query: Query) -> list[Term]:
    terms = [term.in_words for term in (*query.words, *query.required, *query.excluded)]
    return [*terms, *_name_terms(query)]


def _name_terms(query: Query) -> list[Term]:
    """The words of the question, to be looked up in titles and names."""
    if len(query.words) > MOST_NAME_WORDS or any(term.field for term in query.words):
        return []
    return [term.in_names for term in query.words]


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
        scores *= _holding(reading, "kind", kinds)
    docs = np.flatnonzero(scores)
    order = docs[np.lexsort((docs, -scores[docs]))][:limit].tolist()
    return tuple(
        hits.bare(summary, float(scores[doc]))
        for doc, summary in zip(order, reading.summaries(order), strict=True)
    )


class Matches(NamedTuple):
    """How each document matches the question. Arrays are indexed by the document's number."""

    is_match: Mask
    scores: Scores
    is_complete: Mask
    """Whether the document has every word."""
    missing: frozenset[Term]
    """Terms that no document has."""


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

    def results(self) -> Results:
        matches = self._match()
        chosen = {
            facet: _holding(self.reading, facet, values)
            for facet, values in self.query.chosen.items()
            if values
        }
        answers = _answers(_all(matches.is_match, chosen.values()), matches.is_complete)
        values = self._raise_by_tier(matches.scores.round(EXACT), matches.is_complete, answers.all)
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
                facet, _all(matching, (mask for name, mask in chosen.items() if name != facet))
            )
            for facet in FACETS
        }

    def _match(self) -> Matches:
        reading, query = self.reading, self.query
        is_match = self._admitted()
        missing = {term for term in query.required if not reading.mask(term.in_words).any()}
        scores = np.zeros(self.size)
        words = np.zeros(self.size, dtype=np.int32)
        for term in query.words:
            score = self._score(term)
            if not score.any():
                missing.add(replace(term, count=1))
            words += score > 0
            scores += term.count * score
        if query.words:
            is_match &= words > 0
        for term in query.required:
            if term.field in SCORED_FIELDS:
                scores += term.count * reading.score(term.in_words)
        return Matches(is_match, scores, words == len(query.words), frozenset(missing))

    def _admitted(self) -> Mask:
        """The documents that may match: visible, with all required terms and no excluded one."""
        reading, query = self.reading, self.query
        admitted = reading.visible.copy()
        if query.among is not None:
            admitted &= reading.documents(query.among)
        for term in query.required:
            admitted &= reading.mask(term.in_words) | self._named(term)
        for term in query.excluded:
            admitted &= ~reading.mask(term.in_words)
        return admitted

    def _score(self, term: Term) -> Scores:
        return np.maximum(self.reading.score(term.in_words), LABELLED * self._named(term))

    def _named(self, term: Term) -> Mask:
        """The documents of the year, month or kind that the term names."""
        named = np.zeros(self.size, dtype=bool)
        for facet, value in term.labelled:
            named |= _holding(self.reading, facet, (value,))
        if term.dated:
            first, end = (int(moment.timestamp() // 60) for moment in term.dated)
            named |= (self.reading.dates >= first) & (self.reading.dates < end)
        return named & self.reading.visible

    def _matches_by_name(self) -> Mask:
        """The documents with all words in their title, symbol, source or other names; never comments."""
        terms = _name_terms(self.query)
        matches_by_name = ~_holding(self.reading, "kind", talk()) & bool(terms)
        for term in terms:
            matches_by_name &= self.reading.score(term) > 0
        return matches_by_name

    def _matches_labels(self) -> Mask:
        """The documents of every month, year and kind that the question names. Mentioning them is not enough."""
        named = [self._named(term) for term in self.query.words if term.labelled or term.dated]
        return _all(np.full(self.size, bool(named)), named)

    def _raise_by_tier(self, scores: Scores, complete: Mask, docs: Ids) -> Scores:
        """Sorts the documents into tiers, and raises the scores in each tier above those in the tier below.

        First come documents whose name matches, then those with every word, then the rest. In each of these, those of
        the month, year and kind in the question come first, then those in the reader's language.
        """
        tiers = (
            8 * self._matches_by_name()[docs]
            + 4 * complete[docs]
            + 2 * self._matches_labels()[docs]
            + self._in_readers_language()[docs]
        )
        raised = scores.copy()
        lift = 0
        for tier in np.unique(tiers).tolist():
            here = docs[tiers == tier]
            raised[here] += lift
            lift = floor(raised[here].max()) + 1
        return raised

    def _in_readers_language(self) -> Mask:
        if not self.query.language:
            return np.zeros(self.size, dtype=bool)
        names = self.reading.values("language").names
        like = (name for name in names if same_language(name, self.query.language))
        return _holding(self.reading, "language", like)

    def _best(self, docs: Ids, values: Scores, last: int) -> Ids:
        """The first `last` documents, sorted."""
        scores, dates = values[docs], self.reading.dates[docs].astype(np.int64)
        by_date = self.query.order is Order.DATE
        decides = dates if by_date else scores
        if last < len(docs):  # sort only documents that can be among the first
            least = np.partition(decides, len(docs) - last)[len(docs) - last]
            likely = decides >= least
            docs, scores, dates = docs[likely], scores[likely], dates[likely]
        years = self._years()[docs]
        keys = (docs, -scores, -years, -dates) if by_date else (docs, -dates, -scores)
        best: Ids = docs[np.lexsort(keys)][:last]
        return best

    def _years(self) -> Ids:
        """The year of each document; 0 without one."""
        values = self.reading.values("year")
        numbers = np.array([int(name) for name in values.names], dtype=np.int64)
        years = np.zeros(self.size, dtype=np.int64)
        years[values.docs] = numbers[values.codes]
        return years

    def _best_of_each_kind(self, docs: Ids, values: Scores) -> list[int] | None:
        """The best documents of one kind after another. None if the query does not want that or there is one kind."""
        facet = self.reading.values("kind")
        kinds = np.full(self.size, -1, dtype=np.int64)
        kinds[facet.docs] = facet.codes
        several = np.unique(kinds[docs]).tolist()
        if not self.query.per_kind or (self.query.apart and len(several) < 2):
            return None
        best = {
            kind: self._best(docs[kinds[docs] == kind], values, self.query.per_kind)
            for kind in several
        }
        firsts = np.array(sorted(int(of_kind[0]) for of_kind in best.values()), dtype=np.int64)
        in_order = self._best(firsts, values, len(firsts)).tolist()
        return [doc for first in in_order for doc in best[int(kinds[first])].tolist()]

    def _facet(self, name: str, docs: Mask) -> dict[str, int]:
        values = self.reading.values(name)
        counts = np.bincount(values.codes[docs[values.docs]], minlength=len(values.names))
        by_name = {n: int(count) for n, count in zip(values.names, counts, strict=True) if count}
        return dict(sorted(by_name.items(), key=lambda pair: (-pair[1], pair[0])))


def _answers(is_answer: Mask, is_complete: Mask) -> Answers:
    docs = np.flatnonzero(is_answer)
    whole = is_complete[docs]
    return Answers(docs, docs[whole], docs[~whole])


def _holding(reading: IndexReading, facet: str, values: Iterable[str]) -> Mask:
    """Which documents have any of these values of a facet."""
    column = reading.values(facet)
    wanted = frozenset(values)
    is_wanted = np.array([name in wanted for name in column.names], dtype=bool)
    holding: Mask = np.zeros(len(reading.visible), dtype=bool)
    holding[column.docs[is_wanted[column.codes]]] = True
    return holding


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    for other in others:
        mask = mask & other
    return mask
