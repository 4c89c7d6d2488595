"""The file format of a segment's words and postings: flat arrays in mapped files, sorted by field and word.

Whoosh's own codec keeps each posting list as compressed blocks of pickled numbers. Here the postings of one word, and
those of all words with the same beginning, are one slice of a mapped file: nothing is unpacked or copied.
"""

import heapq
import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile

MOST_COUNTED = 2**16 - 1
"""Occurrences of one word in one document; more are not counted."""

MOST_REMEMBERED = 10_000
"""Words of a segment whose numbers are cached."""

FIELDS = ".fields"
PARTS: dict[str, np.dtype[Any]] = {
    ".words": np.dtype("u1"),
    ".wordends": np.dtype("<i8"),
    ".ends": np.dtype("<i8"),
    ".docs": np.dtype("<i4"),
    ".counts": np.dtype("<u2"),
    ".placeends": np.dtype("<i8"),
    ".places": np.dtype("<u4"),
}


class Postings(NamedTuple):
    """The documents that contain a word, how often each does, and the positions in each, document by document."""

    key: tuple[str, bytes]
    docs: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]


class ArrayCodec(W3Codec):
    """Whoosh's codec, with another format for words and postings."""

    def field_writer(self, storage: Any, segment: Any) -> "PostingsWriter":
        return PostingsWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> "PostingsReader":
        return PostingsReader(storage, segment)


class PostingsPool:
    """Collects the postings of a new segment: those of new documents and those of merged segments."""

    def __init__(self) -> None:
        self._new: dict[tuple[str, bytes], tuple[Any, Any, bytearray]] = {}
        self._merged: list[Iterable[Postings]] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        field, word, doc, count, places = posting
        key = (field, word)
        gathered = self._new.get(key)
        if gathered is None:
            gathered = self._new[key] = (array("i"), array("H"), bytearray())
        gathered[0].append(doc)
        gathered[1].append(int(count))
        gathered[2].extend(places)

    def merge(self, postings: Iterable[Postings]) -> None:
        self._merged.append(postings)

    def iter_postings(self) -> Iterator[list[Postings]]:
        """For each word its parts; the documents of a part come after those of the part before it."""
        together = heapq.merge(self._gathered(), *self._merged, key=attrgetter("key"))
        return (list(parts) for _, parts in groupby(together, attrgetter("key")))

    def _gathered(self) -> Iterator[Postings]:
        for key in sorted(self._new):
            docs, counts, places = self._new[key]
            yield Postings(
                key,
                np.frombuffer(docs, np.int32),
                np.frombuffer(counts, np.uint16),
                np.frombuffer(places, np.uint32),
            )

    def cleanup(self) -> None:
        self._new.clear()


class PostingsWriter:
    def __init__(self, storage: Any, segment: Any) -> None:
        self._files = {part: segment.create_file(storage, part) for part in (FIELDS, *PARTS)}
        self._fields: dict[str, list[int]] = {}
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, words: Iterable[list[Postings]]) -> None:
        number = word_end = end = place_end = 0
        for number, parts in enumerate(words):
            field, word = parts[0].key
            self._fields.setdefault(field, [number, number])[1] = number + 1
            word_end += len(word)
            end += sum(len(part.docs) for part in parts)
            place_end += sum(len(part.places) for part in parts)
            self._write(".words", word)
            self._write(".wordends", word_end.to_bytes(8, "little"))
            self._write(".ends", end.to_bytes(8, "little"))
            self._write(".placeends", place_end.to_bytes(8, "little"))
            for part in parts:
                self._write(".docs", part.docs.tobytes())
                self._write(".counts", part.counts.tobytes())
                self._write(".places", part.places.tobytes())

    def _write(self, part: str, written: bytes) -> None:
        self._files[part].write(written)

    def close(self) -> None:
        self._write(FIELDS, json.dumps(self._fields).encode())
        for file in self._files.values():
            file.close()
        self.is_closed = True


class PostingsReader:
    def __init__(self, storage: Any, segment: Any) -> None:
        self._fields: dict[str, list[int]] = json.loads(
            bytes(storage.view(segment.make_filename(FIELDS)))
        )
        views = {part: storage.view(segment.make_filename(part)) for part in PARTS}
        arrays = {part: np.frombuffer(views[part], kind) for part, kind in PARTS.items()}
        self._words = _Words(views[".words"], arrays[".wordends"])
        self._ends, self._place_ends = arrays[".ends"], arrays[".placeends"]
        self._docs, self._counts, self._places = (
            arrays[part] for part in (".docs", ".counts", ".places")
        )

        self._numbers: dict[tuple[str, str], slice] = {}

    def find(self, field: str, word: str) -> slice:
        """The number of a word as a slice of length 1, or of length 0 if the segment does not have it."""
        number = self._numbers.get((field, word))
        if number is None:
            if len(self._numbers) > MOST_REMEMBERED:
                self._numbers.clear()
            number = self._numbers[field, word] = self._find(field, word)
        return number

    def _find(self, field: str, word: str) -> slice:
        encoded = word.encode()
        first, last = self._fields.get(field, (0, 0))
        place = bisect_left(self._words, encoded, first, last)
        return slice(place, place + (place < last and self._words[place] == encoded))

    def beginning(self, field: str, prefix: str = "") -> slice:
        """The numbers of the words of a field with this prefix."""
        begin = prefix.encode()
        first, last = self._fields.get(field, (0, 0))
        first = bisect_left(self._words, begin, first, last)
        return slice(first, bisect_left(self._words, begin + b"\xff", first, last))

    def words(self, numbers: slice) -> list[str]:
        return [self._words[number].decode() for number in range(numbers.start, numbers.stop)]

    def docs(self, numbers: slice) -> npt.NDArray[np.int32]:
        return self._docs[_span(self._ends, numbers)]

    def counts(self, numbers: slice) -> npt.NDArray[np.uint16]:
        return self._counts[_span(self._ends, numbers)]

    def places(self, numbers: slice) -> npt.NDArray[np.uint32]:
        return self._places[_span(self._place_ends, numbers)]

    def holding(self, numbers: slice) -> npt.NDArray[np.int64]:
        """For each of the words, the number of documents that contain it."""
        start = self._ends[numbers.start - 1] if numbers.start else 0
        return np.diff(self._ends[numbers], prepend=start)

    def renumbered(self, numbers: npt.NDArray[np.int32]) -> Iterator[Postings]:
        """All postings with new numbers of the documents. Documents with number -1 are left out."""
        for field, (first, last) in sorted(self._fields.items()):
            for number in range(first, last):
                here = slice(number, number + 1)
                docs, counts, places = self.docs(here), self.counts(here), self.places(here)
                docs = numbers[docs]
                left = docs >= 0
                if not left.all():
                    places = places[np.repeat(left, counts)] if len(places) else places
                    docs, counts = docs[left], counts[left]
                if len(docs):
                    yield Postings((field, self._words[number]), docs, counts, places)


class _Words(Sequence[bytes]):
    def __init__(self, text: memoryview, ends: npt.NDArray[np.int64]) -> None:
        self._text, self._ends = text, ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[bytes]: ...
    def __getitem__(self, number: Any) -> Any:
        start = self._ends[number - 1] if number else 0
        return bytes(self._text[start : self._ends[number]])


def _span(ends: npt.NDArray[np.int64], numbers: slice) -> slice:
    if numbers.start == numbers.stop:
        return slice(0, 0)
    return slice(ends[numbers.start - 1] if numbers.start else 0, ends[numbers.stop - 1])


class MappedFiles(CompoundStorage):
    """The files inside a segment, mapped, so that only what is read is loaded. Whoosh's own class copies whole files."""

    def view(self, name: str) -> memoryview:
        offset, length = self.range(name)
        return memoryview(self._source)[offset : offset + length]

    def open_file(self, name: str, *_: Any, **__: Any) -> "MappedFile":
        return MappedFile(self.view(name), name)


class MappedFile(BufferFile):
    """Supports reading by position only."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf, self._name = view, name
        self.onclose, self.is_real, self.is_closed = None, False, False

    def close(self) -> None:
        self.is_closed = True
