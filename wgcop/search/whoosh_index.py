"""The embedded index on disk: Whoosh keeps its segments and commits, and they are read here in whole arrays.

Whoosh's own searcher makes several Python calls for each posting. Taking a posting list as an array gives
the same numbers at a fraction of the cost. The few inner names of Whoosh that this needs are used here and
in `whoosh_codec` only, against the pinned version 2.7.4.
"""

import hashlib
import pickle
import threading
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import structlog
from whoosh.codec.whoosh3 import _lenfield
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import TOC, FileIndex
from whoosh.util.filelock import FileLock
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from wgcop.search import analysis
from wgcop.search.answering import Ids, Mask, Values
from wgcop.search.engine import FACETS
from wgcop.search.hits import SHOWN, shown, written
from wgcop.search.query import EXACT_FIELDS, LABEL_FIELDS
from wgcop.search.records import Record
from wgcop.search.spelling import Lexicon
from wgcop.search.whoosh_codec import (
    MOST_COUNTED,
    PARTS,
    ArrayCodec,
    MappedFiles,
    PostingsPool,
    PostingsReader,
)

log = structlog.get_logger(__name__)

Weights = npt.NDArray[np.float32]

NAME = "MAIN"
LONGEST_WAIT = 120.0
"""Seconds to wait for another writer before saying so."""
MOST_SEGMENTS = 24
PLACE_BITS = 32
"""A document and a position in it make one number; the position stays far below this many bits."""
LONGEST_SHIFT = 2**16
"""No phrase reaches farther, so that no position before the beginning falls into the document before."""
UNDATED = -(2**31)
"""The date of a record without one: before all others."""

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)
_NOWHERE: Ids = np.empty(0, dtype=np.int64)
_NOTHING: Weights = np.empty(0, dtype=np.float32)


class TermsField(FieldType):
    """Holds terms that our analyzer made before; Whoosh analyzes nothing."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = Existence()
        self.positions = positions
        self.scorable = scorable
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        if not self.positions:
            for term, count in Counter(value).items():
                yield term.encode(), count, min(count, MOST_COUNTED), b""
            return
        places: dict[str, Any] = {}
        for term, position in value:
            held = places.get(term)
            if held is None:
                held = places[term] = array("I")
            held.append(position)
        for term, positions in places.items():
            positions = positions[:MOST_COUNTED]
            yield term.encode(), len(positions), len(positions), positions.tobytes()


def whole(facet: str) -> str:
    """The field that holds the values of a facet in one piece."""
    return facet if facet in EXACT_FIELDS else f"whole_{facet}"


SCHEMA = Schema(
    id=TermsField(positions=False, scorable=False),
    audience=TermsField(positions=False, scorable=False),
    title=TermsField(positions=True, scorable=True),
    text=TermsField(positions=True, scorable=True),
    # What it is called by, found without naming the field: symbol, source and other names.
    names=TermsField(positions=True, scorable=True),
    # Words as they were written: what a prefix is looked up in, and what is proposed to who misspells.
    title_words=TermsField(positions=False, scorable=True),
    text_words=TermsField(positions=False, scorable=True),
    **{name: TermsField(positions=True, scorable=False) for name in sorted(LABEL_FIELDS)},
    **{whole(facet): TermsField(positions=False, scorable=False) for facet in FACETS},
    date=COLUMN(NumericColumn("i", default=UNDATED)),
    shown=COLUMN(VarBytesColumn()),
    written=COLUMN(VarBytesColumn()),
)

FORMAT = hashlib.sha256(
    repr(
        (analysis.VERSION, SHOWN, list(PARTS), [(n, type(f).__name__) for n, f in SCHEMA.items()])
    ).encode()
).hexdigest()


def document(record: Record) -> dict[str, Any]:
    """A record as the fields of the index."""
    title = analysis.terms_of(record.title, record.language)
    text = analysis.terms_of(record.text, record.language)
    labels: dict[str, Sequence[str]] = {
        "source": [record.source],
        "symbol": [record.symbol],
        "body": [record.body],
        "level": [record.level],
        "region": [record.region],
        "clause": record.clauses,
        "subject": record.subjects,
        "language": [record.language],
        "state": [record.state],
        "kind": [record.kind],
        "year": [str(record.year)] if record.year is not None else [],
    }
    return {
        "id": [record.id],
        "audience": sorted(record.audience),
        "title": title.terms,
        "text": text.terms,
        "names": analysis.labels_of([record.symbol, record.source, *record.also_called]),
        "title_words": title.words,
        "text_words": text.words,
        **{name: analysis.labels_of(labels[name]) for name in LABEL_FIELDS},
        **{whole(facet): sorted(filter(None, set(labels[facet]))) for facet in FACETS},
        "date": int(record.date.timestamp() // 60) if record.date else UNDATED,
        "shown": pickle.dumps(shown(record)),
        "written": pickle.dumps(written(record)),
    }


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


class Snapshot:
    """The index as one commit left it: all segments side by side, documents numbered through."""

    def __init__(self, generation: int, parts: list[tuple[Segment, list[int]]]) -> None:
        self.generation = generation
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
        found: Mask = np.zeros(self.size, dtype=bool)
        found[self.postings("id", ids)[0]] = True
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


class _Reading(FileStorage):
    """Closes what Whoosh leaves open when it stumbles over a damaged file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        self._opened.append(super().open_file(name, **options))
        return self._opened[-1]

    def close(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()


class IndexFolder:
    """The files, who may write them, and the latest snapshot that all threads share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = FileStorage(str(folder))
        self._refreshing = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._format, self._complete = folder / "format", folder / "complete"

    def is_complete(self) -> bool:
        self.snapshot()
        return self._complete.exists()

    def declare_complete(self) -> None:
        self._complete.write_text("Whatever is missing here is noted in the outbox.\n")

    def declare_incomplete(self) -> None:
        self._complete.unlink(missing_ok=True)

    def snapshot(self) -> Snapshot:
        held = self._snapshot
        if held is not None and held.generation == self._generation():
            return held
        with self._refreshing:
            return self._refresh()

    def _refresh(self) -> Snapshot:
        held = self._snapshot
        problem: Exception | None = None
        for attempt in range(5):
            if attempt:
                time.sleep(0.02 * attempt)
            if not self._is_usable():
                self.start_over("it is new or of another format")
            try:
                if held is None or held.generation != self._generation():
                    held = self._snapshot = self._open()
                return held
            except Exception as error:
                # Mostly a writer has deleted a file that the list of a moment ago names: read the list again.
                problem = error
        log.error("search_index_unreadable", folder=str(self.folder), error=repr(problem))
        self.start_over("it cannot be read")
        self._snapshot = self._open()
        return self._snapshot

    def _open(self) -> Snapshot:
        with closing(_Reading(str(self.folder))) as storage:
            toc = TOC.read(storage, NAME, schema=SCHEMA)
        known = {s.id: s for s in self._snapshot.segments} if self._snapshot else {}
        return Snapshot(
            toc.generation,
            [
                (
                    known.get(segment.segment_id()) or Segment(self._storage, segment),
                    sorted(segment.deleted_docs()),
                )
                for segment in toc.segments
            ],
        )

    def _generation(self) -> int:
        try:
            generation: int = TOC._latest_generation(self._storage, NAME)
        except FileNotFoundError:
            return -1
        return generation

    def _is_usable(self) -> bool:
        try:
            return self._format.read_text() == FORMAT and self._generation() >= 0
        except (OSError, UnicodeDecodeError):
            return False

    def start_over(self, reason: str) -> None:
        """An empty index; nobody's words are here only, and the outbox fills it again."""
        with self.lock():
            if reason != "it cannot be read" and self._is_usable():
                return  # another process was quicker
            log.warning("search_index_started_over", folder=str(self.folder), reason=reason)
            last = self._generation()
            for file in (self._complete, self._format):
                file.unlink(missing_ok=True)
            for file in self.folder.iterdir():
                if file.is_file() and file.name != "lock":
                    file.unlink(missing_ok=True)
            # Generations go on, so that no reader takes the empty index for the one it knows.
            TOC(SCHEMA, [], last + 1).write(self._storage, NAME)
            self._format.write_text(FORMAT)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One at a time, over threads and processes; the lock of a process that dies is free."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "lock"))
        waited = time.monotonic()
        while not lock.acquire():
            if time.monotonic() - waited > LONGEST_WAIT:
                raise TimeoutError(f"Another process has been writing {self.folder} for too long.")
            time.sleep(0.01)
        try:
            yield
        finally:
            lock.release()

    def write(self, put: dict[str, Record], drop: Iterable[str], *, merge: Any = None) -> None:
        """Replace and drop in one commit. Only within `lock()`."""
        documents = [document(record) for record in put.values()]
        self._snapshot = self._open()
        known = {segment.id: segment for segment in self._snapshot.segments}
        writer = SegmentWriter(
            FileIndex(self._storage, schema=SCHEMA, indexname=NAME), codec=ArrayCodec()
        )
        writer.pool = PostingsPool()
        writer.mergetype = merge or merge_when_many
        with writer:
            for segment in writer.segments:
                for record_id in {*put, *drop}:
                    words = known[segment.segment_id()].words
                    for doc in words.docs(words.find("id", record_id)).tolist():
                        if not segment.is_deleted(doc):
                            segment.delete_document(doc)
            for fields in documents:
                writer.add_document(**fields)


def merge_when_many(writer: Any, segments: list[Any]) -> list[Any]:
    """Small segments are put together from time to time; a big one only with others of its size."""
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    if len(living) < MOST_SEGMENTS:
        return living
    living.sort(key=lambda segment: segment.doc_count_all())
    merged = 0
    for segment in list(living):
        if segment.doc_count_all() > 1_000 + 2 * merged:
            break
        merged += segment.doc_count_all()
        _merge(writer, segment)
        living.remove(segment)
    return living


def merge_all(writer: Any, segments: list[Any]) -> list[Any]:
    for segment in segments:
        _merge(writer, segment)
    return []


def merge_none_away(writer: Any, segments: list[Any]) -> list[Any]:
    """Every segment is forgotten."""
    return []


def _merge(writer: Any, segment: Any) -> None:
    if segment.deleted_count() == segment.doc_count_all():
        return
    words, documents = readers(writer.storage, segment)
    numbers = np.arange(segment.doc_count_all(), dtype=np.int32) + writer.docnum
    moved = writer.write_per_doc(set(SCHEMA.names()), documents)
    if moved is not None:
        numbers[:] = -1
        numbers[list(moved)] = list(moved.values())
    writer.pool.merge(words.renumbered(numbers))
    writer._added = True
