"""The segments of the embedded index, read in whole arrays.

Whoosh's own searcher makes several Python calls for each posting. Taking a posting list as an array gives
the same numbers at a fraction of the cost. The few inner names of Whoosh that this needs are used in the
modules named after it only, against the pinned version 2.7.4.
"""

import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import _lenfield
from whoosh.filedb.filestore import FileStorage
from whoosh.util.numeric import byte_to_length

from wgcop.search.engines.fields import UNDATED
from wgcop.search.engines.search import Ids, Mask, Values
from wgcop.search.engines.spelling import Lexicon
from wgcop.search.engines.whoosh.codec import MappedFiles, PostingsReader
from wgcop.search.engines.whoosh.schema import SCHEMA

Weights = npt.NDArray[np.float32]

PLACE_BITS = 32
"""A document and a position in it make one number; the position stays far below this many bits."""
LONGEST_SHIFT = 2**16
"""No phrase reaches farther, so that no position before the beginning falls into the document before."""

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)
_NOWHERE: Ids = np.empty(0, dtype=np.int64)
_NOTHING: Weights = np.empty(0, dtype=np.float32)


class Segment:
    """One immutable file of the index; which of its documents still count is the snapshot's business."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.words: PostingsReader
        self.words, self._documents = readers(storage, segment)
        self._columns: dict[str, Any] = {}

    def postings(self, numbers: slice) -> tuple[Ids, Weights]:
        return (
            self.words.docs(numbers).astype(np.int64),
            self.words.counts(numbers).astype(np.float32),
        )

    def places(self, field: str, term: str, within: Mask) -> Ids:
        """Where the term stands in these documents: the document's number and the position, in one number."""
        number = self.words.find(field, term)
        docs = np.repeat(self.words.docs(number), self.words.counts(number))
        here = within[docs]
        return (docs[here].astype(np.int64) << PLACE_BITS) + self.words.places(number)[here]

    def spelling(self, field: str) -> Lexicon:
        found: Lexicon = self._column(
            f"spelling of {field}", lambda: Lexicon(self.words.words(self.words.beginning(field)))
        )
        return found

    def lengths(self, field: str) -> Weights:
        found: Weights = self._column(f"length of {field}", lambda: self._read_lengths(field))
        return found

    def _read_lengths(self, field: str) -> Weights:
        return _LENGTHS[self._read_column(_lenfield(field), np.dtype(np.uint8), 0)]

    def dates(self) -> npt.NDArray[np.int32]:
        found: npt.NDArray[np.int32] = self._column(
            "dates", lambda: self._read_column("date", np.dtype(">i4"), UNDATED).astype(np.int32)
        )
        return found

    def values(self, field: str) -> Values:
        found: Values = self._column(f"values of {field}", lambda: self._read_values(field))
        return found

    def _read_values(self, field: str) -> Values:
        numbers = self.words.beginning(field)
        names = self.words.words(numbers)
        codes = np.repeat(np.arange(len(names)), self.words.holding(numbers))
        return Values(names, self.words.docs(numbers).astype(np.int64), codes)

    def records(self) -> dict[str, int]:
        """Id → document. Thousands may be asked for at once, too many to look each up among the words."""
        found: dict[str, int] = self._column("records", self._read_records)
        return found

    def _read_records(self) -> dict[str, int]:
        held = self._read_values("id")
        return {
            held.names[code]: doc
            for code, doc in zip(held.codes.tolist(), held.docs.tolist(), strict=True)
        }

    def _column(self, name: str, read: Any) -> Any:
        if name not in self._columns:
            self._columns[name] = read()
        return self._columns[name]

    def _read_column(self, name: str, kind: np.dtype[Any], missing: int) -> npt.NDArray[Any]:
        """Written up to the last document that has a value."""
        values = np.full(self.size, missing, dtype=kind)
        if self._documents.has_column(name):
            file, offset, length = self._documents._get_column_file(name)
            written = np.frombuffer(file.get(offset, length), dtype=kind)
            values[: len(written)] = written[: self.size]
        return values

    def stored(self, column: str, doc: int) -> dict[str, Any]:
        reader = self._column(
            f"stored {column}",
            lambda: self._documents.column_reader(column, SCHEMA[column].column_type),
        )
        found: dict[str, Any] = pickle.loads(reader[doc])  # noqa: S301 - our own, in the data folder
        return found


def readers(storage: FileStorage, segment: Any) -> tuple[PostingsReader, Any]:
    """Of the words of a segment, and of its documents."""
    file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
    try:
        files, codec = MappedFiles(file), segment.codec()
    except BaseException:
        file.close()
        raise
    return codec.terms_reader(files, segment), codec.per_document_reader(files, segment)


Version = tuple[int, int, int]
"""The generation, and the file that lists what belongs to it."""


class Snapshot:
    """The index as one commit left it: all segments side by side, documents numbered through."""

    def __init__(
        self,
        version: Version | None,
        parts: list[tuple[Segment, list[int]]],
        *,
        epoch: str = "",
        is_readable: bool = True,
    ) -> None:
        self.version = version
        self.epoch = epoch
        self.is_readable = is_readable
        self.segments = [segment for segment, _ in parts]
        self.offsets = np.cumsum([0, *(segment.size for segment in self.segments)])
        self.size = int(self.offsets[-1])
        self.alive: Mask = np.ones(self.size, dtype=bool)
        for offset, (_, deleted) in zip(self.offsets, parts, strict=False):
            self.alive[np.array(deleted, dtype=np.int64) + offset] = False
        self.memory: dict[Any, Any] = {}
        """What engines computed for this generation and may need again."""

    def placed(self) -> Iterator[tuple[Segment, int]]:
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            yield segment, int(offset)

    def postings(self, field: str, terms: Iterable[str]) -> tuple[Ids, Weights]:
        """Documents with any of the terms, ascending, and how often they hold them in all."""
        terms = list(terms)
        return self._together(
            (segment, offset, [segment.words.find(field, term) for term in terms])
            for segment, offset in self.placed()
        )

    def beginning(self, field: str, prefix: str) -> tuple[Ids, Weights]:
        """The same for all terms that begin so."""
        return self._together(
            (segment, offset, [segment.words.beginning(field, prefix)])
            for segment, offset in self.placed()
        )

    def _together(self, found: Iterable[tuple[Segment, int, list[slice]]]) -> tuple[Ids, Weights]:
        ids, weights = [_NOWHERE], [_NOTHING]
        several = False
        for segment, offset, numbers in found:
            held = [number for number in numbers if number.stop > number.start]
            several = several or sum(number.stop - number.start for number in held) > 1
            for number in held:
                docs, counts = segment.postings(number)
                ids.append(docs + offset)
                weights.append(counts)
        all_ids, all_weights = np.concatenate(ids), np.concatenate(weights)
        if not several:
            return all_ids, all_weights
        sums = np.bincount(all_ids, weights=all_weights, minlength=self.size)
        unique = np.flatnonzero(sums)
        return unique, sums[unique].astype(np.float32)

    def phrase(
        self, field: str, sequence: Iterable[tuple[int, frozenset[str]]], within: Mask
    ) -> Ids:
        """Documents in `within` where the terms stand at these places from one another."""
        places = list(sequence)
        holding = within
        for _, terms in places:
            here: Mask = np.zeros(self.size, dtype=bool)
            here[self.postings(field, terms)[0]] = True
            holding = holding & here
        if not holding.any():
            return _NOWHERE
        found = [_NOWHERE]
        for segment, offset in self.placed():
            inside = holding[offset : offset + segment.size]
            starts: Ids | None = None
            for shift, terms in places:
                held = [segment.places(field, term, inside) for term in terms]
                at = np.unique(np.concatenate(held) + (LONGEST_SHIFT - shift))
                starts = at if starts is None else np.intersect1d(starts, at, assume_unique=True)
            assert starts is not None
            found.append(np.unique(starts >> PLACE_BITS) + offset)
        return np.concatenate(found)

    def near(self, word: str) -> dict[str, int]:
        """Words as they are written in titles and texts that differ in few letters, and in how many."""
        return {
            other: distance
            for segment in self.segments
            for field in ("title_words", "text_words")
            for other, distance in segment.spelling(field).near(word).items()
        }

    def documents(self, ids: Iterable[str]) -> Mask:
        """Where these records are, or were."""
        ids = list(ids)
        found: Mask = np.zeros(self.size, dtype=bool)
        for segment, offset in self.placed():
            known = segment.records()
            found[[offset + known[record_id] for record_id in ids if record_id in known]] = True
        return found

    def lengths(self, field: str) -> Weights:
        return self._joined(("lengths", field), [s.lengths(field) for s in self.segments], _NOTHING)

    def dates(self) -> npt.NDArray[np.int32]:
        empty = np.empty(0, dtype=np.int32)
        found: npt.NDArray[np.int32] = self._joined(
            "dates", [s.dates() for s in self.segments], empty
        )
        return found

    def values(self, field: str) -> Values:
        key = ("values", field)
        if key not in self.memory:
            numbers: dict[str, int] = {}
            docs, codes = [_NOWHERE], [_NOWHERE]
            for segment, offset in self.placed():
                held = segment.values(field)
                known = [numbers.setdefault(name, len(numbers)) for name in held.names]
                docs.append(held.docs + offset)
                codes.append(np.array(known, dtype=np.int64)[held.codes])
            self.memory[key] = Values(list(numbers), np.concatenate(docs), np.concatenate(codes))
        found: Values = self.memory[key]
        return found

    def _joined(self, key: Any, arrays: list[Any], empty: Any) -> Any:
        if key not in self.memory:
            self.memory[key] = np.concatenate(arrays) if arrays else empty
        return self.memory[key]

    def shown(self, doc: int) -> dict[str, Any]:
        return self._stored("shown", doc)

    def written(self, doc: int) -> dict[str, Any]:
        return self._stored("written", doc)

    def _stored(self, column: str, doc: int) -> dict[str, Any]:
        place = int(np.searchsorted(self.offsets, doc, side="right")) - 1
        return self.segments[place].stored(column, doc - int(self.offsets[place]))
