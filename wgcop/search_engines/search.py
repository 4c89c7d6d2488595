"""Carry out a search on any engine: pages and facets of the matching records. The engines only look
up terms.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

from wgcop.search.question.analysis import terms_of
from wgcop.search.question.query import Query, Term, one_place
from wgcop.search.question.stems import stop_words_within
from wgcop.search.record_fields import FACETS
from wgcop.search_engines import hits
from wgcop.search_engines.index_reading import (
    IndexReading,
    Mask,
    all_of,
    candidates,
    having,
    mask_of,
)
from wgcop.search_engines.matching import Matching
from wgcop.search_engines.ordering import EXACT, Listing, Ordering, Part
from wgcop.search_engines.protocol import Hit, Results

MOST_RELATED = 10


class TermsLike(NamedTuple):
    """Search terms for records that resemble a text, with the weight of each; and the weight of the
    words that no record has.
    """

    weights: dict[Term, float]
    missing: float


def terms_like(reading: IndexReading, text: str, language: str) -> TermsLike:
    """Return the terms that set the text apart. Stop words of its language are left out, because
    they would seem distinctive where few records are in that language.
    """
    read, stops = terms_of(text, language), stop_words_within(language)
    pairs = zip(read.terms, read.words, strict=True)
    telling = reading.most_telling(Counter(term for (term, _), word in pairs if word not in stops))
    weights = {
        Term(alternatives=(one_place(frozenset({term})),)): weight
        for term, weight in telling.weights.items()
    }
    return TermsLike(weights, telling.missing)


def nearest(
    reading: IndexReading, like: TermsLike, kinds: Collection[str] | None, limit: int
) -> tuple[Hit, ...]:
    scores, held = np.zeros(len(reading.visible)), np.zeros(len(reading.visible))
    for term, weight in like.weights.items():
        docs = np.flatnonzero(reading.mask(term))
        scores[docs] += reading.score(term, candidates(docs, len(scores)))
        held[docs] += weight
    scores = scores.round(EXACT)
    if kinds is not None:
        scores *= having(reading, "kind", kinds)
    whole = sum(like.weights.values()) + like.missing
    docs = np.flatnonzero(scores)
    order = docs[np.lexsort((docs, -scores[docs]))][:limit].tolist()
    return tuple(
        hits.bare(summary, float(scores[doc]))._replace(alike=round(float(held[doc]) / whole, 4))
        for doc, summary in zip(order, reading.summaries(order), strict=True)
    )


class Answers(NamedTuple):
    """The matching documents that fit the reader's choices."""

    all: Mask
    complete: Mask
    total: int

    @property
    def partial(self) -> Mask:
        """A mask of the documents with only some of the words."""
        return self.all & ~self.complete


class ResultPage(NamedTuple):
    """The documents of one page, in the order of the listing."""

    docs: list[int]
    related: list[int]
    listing: Listing
    page: int
    pages: int


class Search:
    def __init__(self, reading: IndexReading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.matching = Matching(reading, query)

    def results(self) -> Results:
        matches = self.matching.matches()
        chosen = {
            facet: having(self.reading, facet, values)
            for facet, values in self.query.chosen.items()
            if values
        }
        is_answer = all_of(matches.is_match, chosen.values())
        is_complete = is_answer & matches.is_complete
        total, complete = (int(np.count_nonzero(each)) for each in (is_answer, is_complete))
        is_apart = self.query.apart and 0 < complete < total
        answers = Answers(is_answer, is_complete, total)
        ordering = Ordering(self.matching, matches, is_answer)
        on_page = self._kind_by_kind(ordering, answers, is_apart=is_apart) or self._page(
            ordering, answers, is_apart=is_apart
        )
        is_counted = matches.is_match & matches.is_complete if is_apart else matches.is_match
        return Results(
            total=total,
            hits=self._hits(on_page.docs, on_page.listing),
            facets=self._facets(is_counted, chosen) if self.query.facets else {},
            page=on_page.page,
            pages=on_page.pages,
            complete=complete,
            related=self._hits(on_page.related, on_page.listing),
            missing=matches.missing,
        )

    def _kind_by_kind(
        self, ordering: Ordering, answers: Answers, *, is_apart: bool
    ) -> ResultPage | None:
        """Return a page of the best documents of one kind after another. Return None if the query
        does not ask for it or all results are of one kind.
        """
        if not self.query.per_kind:
            return None
        shown = answers.complete if is_apart else answers.all
        kinds = self.reading.values("kind").names
        masks = [shown & having(self.reading, "kind", (kind,)) for kind in kinds]
        parts = [(mask, self.query.per_kind) for mask in masks if mask.any()]
        if len(parts) < (2 if self.query.apart else 1):
            return None
        related = [(answers.partial, MOST_RELATED)] if is_apart else []
        listing = ordering.listing([*parts, *related])
        of_kinds = [listing.first(*part) for part in parts]
        firsts = mask_of(np.array([docs[0] for docs in of_kinds]), len(shown))
        in_order = listing.first(firsts, len(of_kinds))
        of_kinds.sort(key=lambda docs: in_order.index(docs[0]))
        return ResultPage(
            [doc for docs in of_kinds for doc in docs],
            [doc for part in related for doc in listing.first(*part)],
            listing,
            page=1,
            pages=1,
        )

    def _page(self, ordering: Ordering, answers: Answers, *, is_apart: bool) -> ResultPage:
        """Return one page of all results. If records with only some of the words come separately,
        they follow those with every word.
        """
        parts, sizes = [answers.all], [answers.total]
        if is_apart:
            parts = [answers.complete, answers.partial]
            sizes = [int(np.count_nonzero(part)) for part in parts]
        pages = ceil(sum(sizes) / self.query.size)
        page = min(self.query.page, max(pages, 1))
        first, last = (page - 1) * self.query.size, page * self.query.size
        shown: list[tuple[Part, int]] = []
        for part, size in zip(parts, sizes, strict=True):
            if first < size and last > 0:
                shown.append(((part, last), max(first, 0)))
            first, last = first - size, last - size
        listing = ordering.listing(part for part, _ in shown)
        docs = [doc for part, begin in shown for doc in listing.first(*part)[begin:]]
        return ResultPage(docs, [], listing, page, pages)

    def _hits(self, docs: Sequence[int], listing: Listing) -> tuple[Hit, ...]:
        scores = listing.scores(docs)
        if not self.query.snippets:
            return tuple(map(hits.bare, self.reading.summaries(docs), scores))
        marker = hits.marker(self.query)
        stored = self.reading.stored(docs)
        return tuple(
            hits.hit(fields, score, marker) for fields, score in zip(stored, scores, strict=True)
        )

    def _facets(self, matching: Mask, chosen: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """Return the counts for each facet, ignoring the reader's choice in that facet."""
        return {
            facet: self._facet(
                facet, all_of(matching, (mask for name, mask in chosen.items() if name != facet))
            )
            for facet in FACETS
        }

    def _facet(self, name: str, docs: Mask) -> dict[str, int]:
        values = self.reading.values(name)
        of_docs = np.flatnonzero(docs[values.docs])  # quicker than a boolean mask
        counts = np.bincount(values.codes[of_docs], minlength=len(values.names))
        by_name = {n: int(count) for n, count in zip(values.names, counts, strict=True) if count}
        return dict(sorted(by_name.items(), key=lambda pair: (-pair[1], pair[0])))
