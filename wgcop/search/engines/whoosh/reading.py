"""One reader's view of the embedded index: only the records that this reader may see.

Ranking statistics cover only what the reader may see, so a hidden draft cannot change any score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from wgcop.search.engines.fields import whole
from wgcop.search.engines.index_reading import Ids, Mask, Scores, Values
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B, idf, most_telling
from wgcop.search.engines.whoosh.segments import Snapshot, Weights
from wgcop.search.question.analysis import spelling_in
from wgcop.search.question.query import SCORED_FIELDS, Phrase, Term

MOST_REMEMBERED = 320
"""Views of one generation in memory: for each set of audiences, its visible documents and average lengths."""


class WhooshReading:
    def __init__(self, snapshot: Snapshot, audiences: frozenset[str]) -> None:
        self.snapshot = snapshot
        self.audiences = audiences
        self.visible = self._visible()
        self._scores: dict[Term, Scores] = {}

    @property
    def dates(self) -> npt.NDArray[np.int32]:
        return self.snapshot.dates()

    def values(self, facet: str) -> Values:
        return self.snapshot.values(whole(facet))

    def documents(self, ids: Iterable[str]) -> Mask:
        return self.snapshot.documents(ids)

    def stored(self, docs: Iterable[int]) -> list[dict[str, Any]]:
        return [self.snapshot.summary(doc) | self.snapshot.content(doc) for doc in docs]

    def summaries(self, docs: Iterable[int]) -> list[dict[str, Any]]:
        return [self.snapshot.summary(doc) for doc in docs]

    @cached_property
    def readable(self) -> int:
        return int(self.visible.sum())

    def _visible(self) -> Mask:
        key = ("visible", self.audiences)
        memory = self.snapshot.memory
        visible: Mask | None = memory.get(key)
        if visible is None:
            views = [key for key in list(memory) if key[0] in ("visible", "average")]
            if len(views) >= MOST_REMEMBERED:
                for old in views:
                    memory.pop(old, None)
            visible = np.zeros(self.snapshot.size, dtype=bool)
            visible[self.snapshot.postings("audience", self.audiences)[0]] = True
            visible &= self.snapshot.alive
            memory[key] = visible
        return visible

    def mask(self, term: Term) -> Mask:
        """The documents that contain the term."""
        if term.field in SCORED_FIELDS or not term.field:
            return self.score(term) > 0
        mask: Mask = np.zeros(self.snapshot.size, dtype=bool)
        if term.prefix:
            mask[self.snapshot.beginning(term.field, term.prefix)[0]] = True
        for phrase in term.alternatives:
            if len(phrase) == 1:
                mask[self.snapshot.postings(term.field, phrase[0].terms)[0]] = True
            else:
                mask[self.snapshot.phrase(term.field, phrase, self.visible)] = True
        return mask & self.visible

    def score(self, term: Term) -> Scores:
        """Cached, because a phrase is both a required term and a scored one."""
        once = replace(term, count=1)
        if once not in self._scores:
            self._scores[once] = self._score(once)
        return self._scores[once]

    def _score(self, term: Term) -> Scores:
        """BM25 summed over the fields; among the alternatives of a term, the best one counts."""
        scores = np.zeros(self.snapshot.size)
        if term.prefix:
            for field in WORDS[term.field]:
                self._add(scores, field, *self.snapshot.beginning(field, term.prefix))
        for phrase in term.alternatives:
            best = np.zeros(self.snapshot.size)
            for field in FIELDS[term.field]:
                if len(phrase) == 1:
                    self._add(best, field, *self.snapshot.postings(field, phrase[0].terms))
                else:
                    self._add_phrase(best, field, phrase)
            np.maximum(scores, best, out=scores)
        return scores

    def most_telling(self, counts: Mapping[str, int]) -> list[str]:
        return most_telling(counts, partial(self.holding, "text"), self.readable)

    def holding(self, field: str, term: str) -> int:
        """The number of readable documents that contain a term."""
        return int(np.count_nonzero(self.visible[self.snapshot.postings(field, (term,))[0]]))

    def holding_as_written(self, word: str) -> int:
        return sum(self.holding(field, word) for field in ("title_words", "text_words"))

    def as_written(self, word: str) -> str:
        """The word with the accents that it has in one of the texts that the reader may see."""
        for field in ("title_words", "text_words"):
            ids = self.snapshot.postings(field, (word,))[0]
            for doc in ids[self.visible[ids]][:1].tolist():
                title, text = (
                    self.snapshot.summary(doc)["title"],
                    self.snapshot.content(doc)["text"],
                )
                return spelling_in(word, title, text)
        return word

    def _add(self, scores: Scores, field: str, ids: Ids, weights: Weights) -> None:
        readable = self.visible[ids]
        ids, weights = ids[readable], weights[readable]
        if len(ids):
            scores[ids] += self._bm25(field, ids, weights)

    def _add_phrase(self, scores: Scores, field: str, phrase: Phrase) -> None:
        docs = self.snapshot.phrase(field, phrase, self.visible)
        if not len(docs):
            return
        words = np.zeros(self.snapshot.size)
        for place in phrase:
            self._add(words, field, *self.snapshot.postings(field, place.terms))
        scores[docs] += words[docs]

    def _bm25(self, field: str, ids: Ids, weights: Weights) -> Scores:
        lengths = self.snapshot.lengths(field)[ids].astype(np.float64)
        norm = K1 * ((1 - B) + B * lengths / self._average_length(field))
        scores: Scores = idf(self.readable, len(ids)) * (weights * (K1 + 1)) / (weights + norm)
        return scores

    def _average_length(self, field: str) -> float:
        key = ("average", field, self.audiences)
        average: float | None = self.snapshot.memory.get(key)
        if average is None:
            lengths = self.snapshot.lengths(field)[self.visible]
            lengths = lengths[lengths > 0]
            average = float(lengths.mean()) if len(lengths) else 1.0
            self.snapshot.memory[key] = average
        return average
