"""One reader's view of the embedded index: only the records that this reader may see."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from wgcop.search.question.analysis import spelling_in
from wgcop.search.question.query import Phrase
from wgcop.search_engines.fields import whole
from wgcop.search_engines.index_reading import Ids, Mask, Values, mask_of
from wgcop.search_engines.ranking import Telling, most_telling
from wgcop.search_engines.scoring import FieldPostings, Scoring, Weights
from wgcop.search_engines.whoosh.segments import Snapshot

MOST_REMEMBERED = 320
"""The most views of one generation in memory: for each set of audiences, its visible documents and
average lengths.
"""


class WhooshReading(Scoring):
    def __init__(self, snapshot: Snapshot, audiences: frozenset[str]) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.audiences = snapshot.answered.seen_by(audiences)
        self.visible, self.readable = self._visible()

    @property
    def masks(self) -> dict[tuple[str, frozenset[str]], Mask]:
        return self.snapshot.masks

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

    def _visible(self) -> tuple[Mask, int]:
        """Return a mask of the documents that the reader may see, and how many there are."""
        key = ("visible", self.audiences)
        memory = self.snapshot.memory
        known: tuple[Mask, int] | None = memory.get(key)
        if known is None:
            views = [key for key in list(memory) if key[0] in ("visible", "average")]
            if len(views) >= MOST_REMEMBERED:
                for old in views:
                    memory.pop(old, None)
            visible = mask_of(
                self.snapshot.postings("audience", self.audiences).docs, self.snapshot.size
            )
            visible &= self.snapshot.alive
            known = memory[key] = visible, int(np.count_nonzero(visible))
        return known

    def postings(self, field: str, terms: frozenset[str]) -> FieldPostings:
        return self.snapshot.postings(field, terms)

    def beginning(self, field: str, prefix: str) -> FieldPostings:
        return self.snapshot.beginning(field, prefix)

    def phrase(self, field: str, phrase: Phrase, within: Mask) -> Ids:
        return self.snapshot.phrase(field, phrase, within)

    def lengths(self, field: str) -> Weights:
        return self.snapshot.lengths(field)

    def most_telling(self, counts: Mapping[str, int]) -> Telling:
        return most_telling(counts, partial(self.holding, "text"), self.readable)

    def holding(self, field: str, term: str) -> int:
        """Return the number of readable documents that contain a term."""
        return int(
            np.count_nonzero(self.visible[self.snapshot.postings(field, frozenset({term})).docs])
        )

    def holding_as_written(self, word: str) -> int:
        return sum(self.holding(field, word) for field in ("title_words", "text_words"))

    def as_written(self, word: str) -> str:
        """Return the word with the accents that it has in one of the texts that the reader may see."""
        for field in ("title_words", "text_words"):
            ids = self.snapshot.postings(field, frozenset({word})).docs
            for doc in ids[self.visible[ids]][:1].tolist():
                title, text = (
                    self.snapshot.summary(doc)["title"],
                    self.snapshot.content(doc)["text"],
                )
                return spelling_in(word, title, text)
        return word

    def average_length(self, field: str) -> float:
        key = ("average", field, self.audiences)
        average: float | None = self.snapshot.memory.get(key)
        if average is None:
            lengths = self.snapshot.lengths(field)[self.visible]
            lengths = lengths[lengths > 0]
            average = float(lengths.mean()) if len(lengths) else 1.0
            self.snapshot.memory[key] = average
        return average
