"""The embedded index on disk: Whoosh writes and merges the files, and they are read here in whole arrays.

Whoosh's own searcher makes several Python calls for each posting. Reading a posting list block by block
into arrays gives the same numbers at a fraction of the cost; the few names of Whoosh's codec that this
needs are used in this module only, against the pinned version 2.7.4.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import structlog
from whoosh.codec.whoosh3 import _lenfield
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Positions
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.filelock import FileLock
from whoosh.util.numeric import byte_to_length

from wgcop.search import analysis
from wgcop.search.engine import FACETS
from wgcop.search.hits import KEPT, kept
from wgcop.search.query import EXACT_FIELDS, LABEL_FIELDS
from wgcop.search.records import Record
from wgcop.search.spelling import Lexicon

log = structlog.get_logger(__name__)

Ids = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

NAME = "MAIN"
LONGEST_WAIT = 120.0
"""Seconds to wait for another writer before saying so."""
MOST_SEGMENTS = 24
CACHE_BYTES = 64 * 1024 * 1024
MOST_VALUES = 30_000
"""Of a facet, in one segment."""
MOST_SCANNED = 3_000
MOST_WORDS = 1_000_000
UNDATED = -(2**31)
"""The date of a record without one: before all others."""

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float32)
_NOWHERE: Ids = np.empty(0, dtype=np.int64)
_NOTHING: Weights = np.empty(0, dtype=np.float32)


class TermsField(FieldType):
    """Holds terms that our analyzer made before; Whoosh analyzes nothing."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = Positions() if positions else Existence()
        self.positions = positions
        self.scorable = scorable
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        if not self.positions:
            for term, count in _counts(value).items():
                yield term.encode(), count, float(count), b""
            return
        places: dict[str, list[int]] = {}
        for term, position in value:
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            positions.sort()
            yield (
                term.encode(),
                len(positions),
                float(len(positions)),
                self.format.encode(positions),
            )


def _counts(terms: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts


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
    record=STORED(),
)

FORMAT = hashlib.sha256(
    repr(
        (analysis.VERSION, KEPT, [(name, type(f).__name__) for name, f in SCHEMA.items()])
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
        "record": kept(record),
    }


class PostingCache:
    """What was read lately, up to a number of bytes over all segments."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[Any, ...], tuple[int, Any]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> Any:
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
            return held[1]

    def keep(self, key: tuple[Any, ...], value: Any, size: int) -> None:
        with self._lock:
            if key in self._held:
                return
            self._held[key] = (size, value)
            self._bytes += size
            while self._bytes > self._limit and self._held:
                self._bytes -= self._held.popitem(last=False)[1][0]


class Values(NamedTuple):
    """Which documents hold which values of a facet, pair by pair."""

    names: list[str]
    docs: Ids
    codes: Ids
    """For each document in `docs` the place of a value in `names`."""


class Segment:
    """One immutable file of the index; which of its documents still count is the snapshot's business."""

    def __init__(self, storage: FileStorage, segment: Any, cache: PostingCache) -> None:
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
        try:
            files, codec = CompoundStorage(file), segment.codec()
        except BaseException:
            file.close()
            raise
        self._terms = codec.terms_reader(files, segment)
        self._documents = codec.per_document_reader(files, segment)
        self._cache = cache
        self._lock = threading.Lock()  # the files have one reading position each
        self._columns: dict[str, Any] = {}

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        key = (self.id, field, term)
        held = self._cache.get(key)
        if held is None:
            held = self.read_postings(field, term)
            self._cache.keep(key, held, 200 + held[0].nbytes + held[1].nbytes)
        found: tuple[Ids, Weights] = held
        return found

    def read_postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        ids: list[int] = []
        weights: list[float] = []
        with self._lock:
            for block in self._blocks(field, term):
                block._read_ids()
                block._read_weights()
                ids.extend(block._ids)
                weights.extend(block._weights)
        if not ids:
            return _NOWHERE, _NOTHING
        return np.array(ids, dtype=np.int64), np.array(weights, dtype=np.float32)

    def positions(self, field: str, term: str, ids: Ids) -> dict[int, list[int]]:
        """Where in each of these documents the term stands."""
        key = (self.id, field, term, "values")
        values = self._cache.get(key)
        if values is None:
            values = []
            with self._lock:
                for block in self._blocks(field, term):
                    block._read_values()
                    values.extend(block._values)
            self._cache.keep(key, values, 200 + sum(map(len, values)) + 50 * len(values))
        holding = self.postings(field, term)[0]
        places = np.searchsorted(holding, ids)
        decode = SCHEMA[field].format.decode_positions
        return {
            int(doc): decode(values[place])
            for doc, place in zip(ids, places, strict=True)
            if place < len(holding) and holding[place] == doc
        }

    def _blocks(self, field: str, term: str) -> Iterator[Any]:
        try:
            matcher = self._terms.matcher(field, term.encode(), SCHEMA[field].format)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher._next_block()

    def lexicon(self, field: str, prefix: str = "", limit: int = MOST_SCANNED) -> dict[str, int]:
        """Terms that begin so, with the number of documents."""
        begin = prefix.encode()
        found: dict[str, int] = {}
        with self._lock:
            if field not in self._terms.indexed_field_names():
                return {}
            for (name, term), info in self._terms.items_from(field, begin):
                if name != field or not term.startswith(begin) or len(found) >= limit:
                    break
                found[term.decode()] = info.doc_frequency()
        return found

    def spelling(self, field: str) -> Lexicon:
        found: Lexicon = self._column(
            f"spelling of {field}", lambda: Lexicon(self.lexicon(field, limit=MOST_WORDS))
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

    def values(self, field: str) -> "Values":
        found: Values = self._column(f"values of {field}", lambda: self._read_values(field))
        return found

    def _read_values(self, field: str) -> "Values":
        names = list(self.lexicon(field, limit=MOST_VALUES))
        holding = [self.read_postings(field, name)[0] for name in names]
        docs = np.concatenate([_NOWHERE, *holding])
        return Values(names, docs, np.repeat(np.arange(len(names)), [len(ids) for ids in holding]))

    def _column(self, name: str, read: Any) -> Any:
        if name not in self._columns:
            self._columns[name] = read()
        return self._columns[name]

    def _read_column(self, name: str, kind: np.dtype[Any], missing: int) -> npt.NDArray[Any]:
        """Written up to the last document that has a value."""
        values = np.full(self.size, missing, dtype=kind)
        if self._documents.has_column(name):
            with self._lock:
                file, offset, length = self._documents._get_column_file(name)
                written = np.frombuffer(bytes(file.get(offset, length)), dtype=kind)
            values[: len(written)] = written[: self.size]
        return values

    def stored(self, doc: int) -> dict[str, Any]:
        with self._lock:
            found: dict[str, Any] = self._documents.stored_fields(doc)["record"]
        return found


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
        ids: list[Ids] = []
        weights: list[Weights] = []
        several = False
        for segment, offset in self.placed():
            in_segment = 0
            for term in terms:
                found, counts = segment.postings(field, term)
                if len(found):
                    ids.append(found + offset)
                    weights.append(counts)
                    in_segment += 1
            several = several or in_segment > 1
        if not ids:
            return _NOWHERE, _NOTHING
        all_ids, all_weights = np.concatenate(ids), np.concatenate(weights)
        if not several:
            return all_ids, all_weights
        unique, inverse = np.unique(all_ids, return_inverse=True)
        return unique, np.bincount(inverse, weights=all_weights).astype(np.float32)

    def phrase(
        self, field: str, sequence: Iterable[tuple[int, frozenset[str]]], within: Mask
    ) -> Ids:
        """Documents in `within` where the terms stand at these places from one another."""
        places = list(sequence)
        found = [
            self._phrase_in(segment, offset, field, places, within)
            for segment, offset in self.placed()
        ]
        return np.concatenate(found) if found else _NOWHERE

    def _phrase_in(
        self,
        segment: Segment,
        offset: int,
        field: str,
        places: list[tuple[int, frozenset[str]]],
        within: Mask,
    ) -> Ids:
        candidates: Ids | None = None
        for _, terms in places:
            holding = [segment.postings(field, term)[0] for term in terms]
            union = holding[0] if len(holding) == 1 else np.unique(np.concatenate(holding))
            candidates = (
                union
                if candidates is None
                else np.intersect1d(candidates, union, assume_unique=True)
            )
            if not len(candidates):
                return _NOWHERE
        assert candidates is not None
        candidates = candidates[within[candidates + offset]]
        if not len(candidates) or len(places) == 1:
            return candidates + offset
        starts: dict[int, set[int]] = {}
        for number, (shift, terms) in enumerate(places):
            here: dict[int, set[int]] = {}
            for term in terms:
                for doc, positions in segment.positions(field, term, candidates).items():
                    here.setdefault(doc, set()).update(p - shift for p in positions)
            starts = here if not number else {
                doc: left for doc, first in starts.items() if (left := first & here.get(doc, set()))
            }  # fmt: skip
        return np.array(sorted(starts), dtype=np.int64) + offset

    def beginning(self, field: str, prefix: str) -> set[str]:
        """The terms that begin so."""
        return {term for segment in self.segments for term in segment.lexicon(field, prefix)}

    def near(self, word: str) -> dict[str, int]:
        """Words as they are written in titles and texts that differ in few letters, and in how many."""
        return {
            other: distance
            for segment in self.segments
            for field in ("title_words", "text_words")
            for other, distance in segment.spelling(field).near(word).items()
        }

    def years(self) -> npt.NDArray[np.int64]:
        """Nought where there is none."""
        held = self.values("year")
        years = np.zeros(self.size, dtype=np.int64)
        years[held.docs] = np.array([int(name) for name in held.names], dtype=np.int64)[held.codes]
        return years

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

    def values(self, field: str) -> "Values":
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

    def stored(self, doc: int) -> dict[str, Any]:
        place = int(np.searchsorted(self.offsets, doc, side="right")) - 1
        return self.segments[place].stored(doc - int(self.offsets[place]))


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
        self._cache = PostingCache()
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
                    known.get(segment.segment_id()) or Segment(self._storage, segment, self._cache),
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
        writer = FileIndex(self._storage, schema=SCHEMA, indexname=NAME).writer()
        writer.mergetype = merge or merge_when_many
        with writer:
            for segment in writer.segments:
                for record_id in {*put, *drop}:
                    for doc in known[segment.segment_id()].read_postings("id", record_id)[0]:
                        if not segment.is_deleted(int(doc)):
                            segment.delete_document(int(doc))
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
    if segment.deleted_count() < segment.doc_count_all():
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
