"""Segments of the embedded index, read in whole arrays.

Whoosh's own searcher makes several Python calls for each posting. Taking a posting list as an array
gives the same numbers at a fraction of the cost. Decision 27 lists the internal names of Whoosh
that this needs.
"""

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage

from wgcop.search.question.query import Phrase
from wgcop.search_engines.answered import Answered
from wgcop.search_engines.index_reading import Ids, Mask, Values
from wgcop.search_engines.scoring import (
    NO_COUNTS,
    NO_DOCS,
    Counts,
    FieldPostings,
    Occurrences,
    Weights,
    standing,
)
from wgcop.search_engines.spelling import Lexicon
from wgcop.search_engines.whoosh import stored
from wgcop.search_engines.whoosh.codec import SegmentReader
from wgcop.search_engines.whoosh.writing import SegmentLeft

Column = TypeVar("Column")

FEW = 50
"""The ratio of the time to look up an id to the time to read one in sequence."""

_NO_WEIGHTS: Weights = np.empty(0, dtype=np.float32)


class Segment:
    """One immutable file of the index. The snapshot knows which of its documents are deleted."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.reader = SegmentReader(storage, segment)
        self._columns: dict[str, Any] = {}

    def left(self, segment: Any) -> SegmentLeft:
        """Return this segment as part of a merge, with a mask of the documents that stay."""
        stays = np.ones(self.size, dtype=bool)
        stays[list(segment.deleted_docs())] = False
        return SegmentLeft(self.reader, stays)

    def of_each(self, field: str, phrase: Phrase) -> list[list[Occurrences]]:
        """Return the occurrences of each place of a phrase; an empty list if one of the places has
        none.
        """
        reader = self.reader
        found: list[list[slice]] = []
        for place in phrase:
            numbers = reader.find(field, place.terms)
            if not numbers:
                return []
            found.append(numbers)
        return [
            [Occurrences(reader.docs(n), reader.counts(n), reader.places(n)) for n in numbers]
            for numbers in found
        ]

    def spelling(self, field: str) -> Lexicon:
        return self._once(f"spelling of {field}", lambda: self._read_spelling(field))

    def _read_spelling(self, field: str) -> Lexicon:
        return Lexicon(self.reader.words(self.reader.beginning(field)))

    def values(self, field: str) -> Values:
        return self._once(f"values of {field}", lambda: self._read_values(field))

    def _read_values(self, field: str) -> Values:
        numbers = self.reader.beginning(field)
        names = self.reader.words(numbers)
        codes = np.repeat(np.arange(len(names)), self.reader.holding(numbers))
        return Values(names, self.reader.docs(numbers).astype(np.int64), codes)

    def records(self) -> dict[str, int]:
        """Return the documents by record id, as a dictionary, because looking up thousands of ids
        among the words would be slow.
        """
        return self._once("records", self._read_records)

    def _read_records(self) -> dict[str, int]:
        ids = self._read_values("id")
        return {
            ids.names[code]: doc
            for code, doc in zip(ids.codes.tolist(), ids.docs.tolist(), strict=True)
        }

    def holding(self, ids: Collection[str]) -> list[int]:
        """Return the documents of these records. A few ids are looked up; for many, all ids are
        read once.
        """
        if FEW * len(ids) > self.size:
            records = self._read_records()
            return [records[record_id] for record_id in records.keys() & ids]
        numbers = self.reader.find("id", frozenset(ids))
        return [doc for number in numbers for doc in self.reader.docs(number).tolist()]

    def _once(self, name: str, read: Callable[[], Column]) -> Column:
        """Return the result of `read`, cached after the first use, since a segment never changes."""
        if name not in self._columns:
            self._columns[name] = read()
        column: Column = self._columns[name]
        return column

    def lengths(self, field: str) -> Weights:
        lengths: Weights = self.reader.of_documents(f"length_of_{field}").astype(np.float32)
        return lengths

    def dates(self) -> npt.NDArray[np.int32]:
        return self.reader.of_documents("dates")

    def summary(self, doc: int) -> dict[str, Any]:
        return stored.unpacked_summary(self.reader.stored("shown", doc))

    def content(self, doc: int) -> dict[str, Any]:
        return stored.unpacked_content(self.reader.stored("written", doc))


class Version(NamedTuple):
    """The generation of an index, and the identity of its list of segments."""

    generation: int
    inode: int
    changed_at: int
    """The time of the last change to the list, in nanoseconds."""


class PlacedSegment(NamedTuple):
    segment: Segment
    offset: int
    """The number of the segment's first document in the snapshot."""


class SegmentPart(NamedTuple):
    """A segment and its deleted documents."""

    segment: Segment
    deleted: list[int]


class Snapshot:
    """The index after one commit. Documents are numbered across all segments."""

    def __init__(
        self,
        version: Version | None,
        parts: list[SegmentPart],
        *,
        epoch: str = "",
        is_readable: bool = True,
    ) -> None:
        self.version = version
        self.epoch = epoch
        self.is_readable = is_readable
        self.segments = [part.segment for part in parts]
        self.offsets = list(accumulate((segment.size for segment in self.segments), initial=0))
        self.size = self.offsets[-1]
        self.alive: Mask = np.ones(self.size, dtype=bool)
        for offset, part in zip(self.offsets, parts, strict=False):
            self.alive[np.array(part.deleted, dtype=np.int64) + offset] = False
        self.memory: dict[Any, Any] = {}
        """A cache for results that are valid for this generation."""
        self.masks: dict[tuple[str, frozenset[str]], Mask] = {}

    @cached_property
    def answered(self) -> Answered:
        readers = (segment.segment.reader for segment in self.placed())
        names = (reader.words(reader.beginning("audience")) for reader in readers)
        return Answered(frozenset(chain.from_iterable(names)))

    def placed(self) -> Iterator[PlacedSegment]:
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            yield PlacedSegment(segment, offset)

    def postings(self, field: str, terms: frozenset[str]) -> FieldPostings:
        return self._together(lambda reader: reader.find(field, terms))

    def beginning(self, field: str, prefix: str) -> FieldPostings:
        """Return the postings of all terms with this prefix."""
        return self._together(lambda reader: [reader.beginning(field, prefix)])

    def _together(self, numbers_in: Callable[[SegmentReader], list[slice]]) -> FieldPostings:
        docs: list[Ids] = []
        counts: list[Counts] = []
        is_ascending = True
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            found = numbers_in(segment.reader)
            is_ascending &= sum(numbers.stop - numbers.start for numbers in found) < 2
            for numbers in found:
                of_segment = segment.reader.docs(numbers).astype(np.int64)
                docs.append(of_segment + offset if offset else of_segment)
                counts.append(segment.reader.counts(numbers))
        if len(docs) == 1:
            return FieldPostings(docs[0], counts[0], is_ascending)
        return FieldPostings(
            np.concatenate([NO_DOCS, *docs]), np.concatenate([NO_COUNTS, *counts]), is_ascending
        )

    def phrase(self, field: str, phrase: Phrase, within: Mask) -> Ids:
        """Return the documents in `within` that contain the phrase."""
        docs: list[Ids] = []
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            if lists := segment.of_each(field, phrase):
                inside = within[offset : offset + segment.size]
                docs.append(standing(phrase, lists, inside) + offset)
        return np.concatenate(docs) if docs else NO_DOCS

    def near(self, word: str) -> dict[str, int]:
        """Return words of titles and texts that differ in a few letters, each with the number of
        these letters.
        """
        return {
            other: distance
            for segment in self.segments
            for field in ("title_words", "text_words")
            for other, distance in segment.spelling(field).near(word).items()
        }

    def documents(self, ids: Iterable[str]) -> Mask:
        """Return a mask of the documents of these records, deleted ones included."""
        ids = list(ids)
        mask: Mask = np.zeros(self.size, dtype=bool)
        for segment, offset in self.placed():
            docs = segment.records()
            mask[[offset + docs[record_id] for record_id in ids if record_id in docs]] = True
        return mask

    def lengths(self, field: str) -> Weights:
        return self._once(("lengths", field), lambda: self._join_lengths(field))

    def _join_lengths(self, field: str) -> Weights:
        return np.concatenate([_NO_WEIGHTS, *(s.lengths(field) for s in self.segments)])

    def dates(self) -> npt.NDArray[np.int32]:
        return self._once(("dates",), self._join_dates)

    def _join_dates(self) -> npt.NDArray[np.int32]:
        return np.concatenate([np.empty(0, dtype=np.int32), *(s.dates() for s in self.segments)])

    def values(self, field: str) -> Values:
        return self._once(("values", field), lambda: self._join_values(field))

    def _join_values(self, field: str) -> Values:
        """Join the values of all segments. Each segment numbers its values from 0; here each name
        gets one number for all segments.
        """
        numbers: dict[str, int] = {}
        docs, codes = [NO_DOCS], [NO_DOCS]
        for segment, offset in self.placed():
            values = segment.values(field)
            of_segment = [numbers.setdefault(name, len(numbers)) for name in values.names]
            docs.append(values.docs + offset)
            codes.append(np.array(of_segment, dtype=np.int64)[values.codes])
        return Values(list(numbers), np.concatenate(docs), np.concatenate(codes))

    def _once(self, key: tuple[str, ...], join: Callable[[], Column]) -> Column:
        """Return the result of `join`, cached after the first use, since a snapshot never changes."""
        if key not in self.memory:
            self.memory[key] = join()
        column: Column = self.memory[key]
        return column

    def summary(self, doc: int) -> dict[str, Any]:
        place = bisect(self.offsets, doc) - 1
        return self.segments[place].summary(doc - self.offsets[place])

    def content(self, doc: int) -> dict[str, Any]:
        place = bisect(self.offsets, doc) - 1
        return self.segments[place].content(doc - self.offsets[place])
