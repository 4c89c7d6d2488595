"""Writes new segments of the embedded index: from new records, and from segments that are merged."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

from wgcop.search_engines.fields import SCORABLE
from wgcop.search_engines.index_reading import Ids
from wgcop.search_engines.inverting import Inverted
from wgcop.search_engines.scoring import slices
from wgcop.search_engines.whoosh import stored
from wgcop.search_engines.whoosh.codec import SegmentFile, SegmentReader

NAME = "MAIN"
AT_ONCE = 4_000_000
"""The number of postings that are merged at once, because each one in memory takes some forty
bytes.
"""


class SegmentLeft(NamedTuple):
    """A segment to merge, and the documents of it that stay."""

    reader: SegmentReader
    stays: npt.NDArray[np.bool_]


def write(storage: FileStorage, inverted: Inverted) -> Any:
    shown = [stored.packed_summary(record) for record in inverted.records]
    written = [stored.packed_content(record) for record in inverted.records]
    words = {
        name: [term.encode() for term in postings.terms]
        for name, postings in inverted.fields.items()
    }
    postings = list(inverted.fields.values())
    terms, documents = sum(map(len, words.values())), len(inverted.records)
    most = {
        "words": sum(len(word) for of_field in words.values() for word in of_field),
        **dict.fromkeys(("word_ends", "ends", "place_ends"), terms),
        **dict.fromkeys(("docs", "counts"), sum(len(posting.docs) for posting in postings)),
        "places": sum(len(posting.places) for posting in postings),
        **_of_documents(documents, sum(map(len, shown)), sum(map(len, written))),
    }
    with _Segment(storage, documents, most) as segment:
        for name, of_field in inverted.fields.items():
            segment.add_words(name, words[name], of_field.ends, of_field.place_ends)
            for part in ("docs", "counts", "places"):
                segment.file.add(part, getattr(of_field, part))
        segment.file.add("dates", inverted.dates)
        for name in SCORABLE:
            segment.file.add(f"length_of_{name}", inverted.lengths[name])
        for part, kept in (("shown", shown), ("written", written)):
            segment.file.add(part, b"".join(kept))
            segment.file.add(f"{part}_ends", np.cumsum([len(each) for each in kept]))
    return segment.segment


def merge(storage: FileStorage, segments: Sequence[SegmentLeft]) -> Any:
    rooms = [reader.room() for reader, _ in segments]
    most = {part: sum(room[part] for room in rooms) for part in rooms[0]}
    with _Segment(storage, sum(int(stays.sum()) for _, stays in segments), most) as segment:
        numbered = list(_numbered(segments))
        for name in sorted({name for reader, _ in segments for name in reader.fields}):
            _merge_field(segment, name, numbered)
        for reader, stays in segments:
            for part in ("dates", *(f"length_of_{field}" for field in SCORABLE)):
                segment.file.add(part, reader.of_documents(part)[stays])
        for part in ("shown", "written"):
            _merge_stored(segment.file, part, segments)
    return segment.segment


class _Segment:
    """A segment that is being written; its file is closed when it is complete."""

    def __init__(self, storage: FileStorage, documents: int, most: Mapping[str, int]) -> None:
        self.segment = W3Codec().new_segment(storage, NAME)
        self.segment.set_doc_count(documents)
        self.segment.compound = True
        self.file = SegmentFile(storage, self.segment, most)
        self._fields: dict[str, tuple[int, int]] = {}
        self._words = self._word_end = self._end = self._place_end = 0

    def __enter__(self) -> "_Segment":
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed:
            self.file.give_up()
        else:
            self.file.close(self._fields)

    def add_words(self, field: str, words: Sequence[bytes], ends: Ids, place_ends: Ids) -> None:
        """Add the next words of a field. The ends are counted from the first of these words."""
        if not words:
            return
        first, _ = self._fields.get(field, (self._words, 0))
        self._words += len(words)
        self._fields[field] = (first, self._words)
        word_ends = np.cumsum([len(word) for word in words])
        self.file.add("words", b"".join(words))
        self.file.add("word_ends", self._word_end + word_ends)
        self.file.add("ends", self._end + ends)
        self.file.add("place_ends", self._place_end + place_ends)
        self._word_end += int(word_ends[-1])
        self._end += int(ends[-1])
        self._place_end += int(place_ends[-1])


def _of_documents(documents: int, shown: int, written: int) -> dict[str, int]:
    return {
        **dict.fromkeys(
            ("dates", "shown_ends", "written_ends", *(f"length_of_{f}" for f in SCORABLE)),
            documents,
        ),
        "shown": shown,
        "written": written,
    }


class _Numbered(NamedTuple):
    reader: SegmentReader
    numbers: npt.NDArray[np.int64]
    """The new number of each document; -1 if it does not stay."""
    is_whole: bool


def _numbered(segments: Sequence[SegmentLeft]) -> Iterator[_Numbered]:
    first = 0
    for reader, stays in segments:
        numbers = np.where(stays, np.cumsum(stays) - 1 + first, -1)
        first += int(stays.sum())
        yield _Numbered(reader, numbers, bool(stays.all()))


class _Part(NamedTuple):
    """The postings of the next words of one segment: their arrays, and how much of them each word
    has.
    """

    ranks: Ids
    sizes: Ids
    place_sizes: Ids
    docs: Ids
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]


def _merge_field(segment: _Segment, field: str, segments: Sequence[_Numbered]) -> None:
    spans = [segment.reader.beginning(field) for segment in segments]
    of_segments = [e.reader.encoded(span) for e, span in zip(segments, spans, strict=True)]
    words = sorted(set().union(*of_segments))
    rank_of = dict(zip(words, count()))
    ranks = [
        np.fromiter(map(rank_of.__getitem__, segment), np.int64, len(segment))
        for segment in of_segments
    ]
    sizes = np.zeros(len(words), dtype=np.int64)
    for each, span, of_segment in zip(segments, spans, ranks, strict=True):
        sizes[of_segment] += each.reader.holding(span)
    for first, last in _in_turn(sizes):
        parts = [
            _part(each, span.start, of_segment, first, last)
            for each, span, of_segment in zip(segments, spans, ranks, strict=True)
        ]
        _merge_parts(segment, field, words[first:last], parts)


def _in_turn(sizes: Ids) -> Iterator[tuple[int, int]]:
    """Yield runs of words whose postings can be merged at once, each as its first word and the one
    after its last.
    """
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        done = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, done + AT_ONCE, side="right")), first + 1)
        yield first, last
        first = last


def _part(each: _Numbered, start: int, ranks: Ids, first: int, last: int) -> _Part:
    """Return one segment's postings of the words from rank `first` to before `last`, for documents
    that stay.
    """
    reader = each.reader
    begin, end = (int(place) for place in np.searchsorted(ranks, (first, last)))
    words = slice(start + begin, start + end)
    sizes, place_sizes = reader.holding(words), reader.standing(words)
    docs, counts, places = (
        each.numbers[reader.docs(words)],
        reader.counts(words),
        reader.places(words),
    )
    if not each.is_whole:
        stays = docs >= 0
        numbers = np.repeat(np.arange(len(sizes)), sizes)[stays]
        if len(places):
            places = places[np.repeat(stays, counts)]
        docs, counts = docs[stays], counts[stays]
        sizes = np.bincount(numbers, minlength=len(sizes))
        if len(places):
            place_sizes = np.bincount(numbers, counts, minlength=len(sizes)).astype(np.int64)
        else:
            place_sizes = np.zeros(len(sizes), dtype=np.int64)
    return _Part(ranks[begin:end] - first, sizes, place_sizes, docs, counts, places)


def _merge_parts(
    segment: _Segment, field: str, words: Sequence[bytes], parts: Sequence[_Part]
) -> None:
    together = _Part(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    order = np.argsort(together.ranks, kind="stable")
    at, places_at = (
        slices((np.cumsum(sizes) - sizes)[order], sizes[order])
        for sizes in (together.sizes, together.place_sizes)
    )
    sizes, place_sizes = (
        np.bincount(together.ranks, each, minlength=len(words)).astype(np.int64)
        for each in (together.sizes, together.place_sizes)
    )
    kept = sizes > 0
    segment.add_words(
        field,
        [words[number] for number in np.flatnonzero(kept).tolist()],
        np.cumsum(sizes[kept]),
        np.cumsum(place_sizes[kept]),
    )
    segment.file.add("docs", together.docs[at])
    segment.file.add("counts", together.counts[at])
    segment.file.add("places", together.places[places_at])


def _merge_stored(file: SegmentFile, part: str, segments: Sequence[SegmentLeft]) -> None:
    end = 0
    for reader, stays in segments:
        ends = reader.of_documents(f"{part}_ends")
        sizes = np.diff(ends, prepend=0)[stays]
        if stays.all():
            file.add(part, reader.of_documents(part))
        else:
            docs = np.flatnonzero(stays).tolist()
            file.add(part, b"".join(reader.stored(part, doc) for doc in docs))
        file.add(f"{part}_ends", end + np.cumsum(sizes))
        end += int(sizes.sum())
