"""The file of a segment: flat arrays, mapped as they are and sorted by field and word.

Whoosh's own codec keeps each posting list as compressed blocks of pickled numbers. Here the
postings of one word, and those of all words with the same beginning, are one slice of a mapped
file: nothing is unpacked or copied.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
import numpy.typing as npt
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage

from wgcop.search_engines.fields import SCORABLE

MOST_REMEMBERED = 10_000
"""The number of sets of words whose numbers in a segment are cached."""

ALIGNED = 8
"""The number of bytes of which each part's offset is a multiple."""

FIELDS = "fields"
"""The part that holds, for each field, the number of its first word and that of the one after its
last.
"""
PARTS: dict[str, np.dtype[Any]] = {
    # For each word: its letters, and where the arrays of its postings end.
    "words": np.dtype("u1"),
    "word_ends": np.dtype("<i8"),
    "ends": np.dtype("<i8"),
    "place_ends": np.dtype("<i8"),
    # For each document with a word: its number, and how often it has the word; then the places of each occurrence.
    "docs": np.dtype("<u4"),
    "counts": np.dtype("<u2"),
    "places": np.dtype("<u4"),
    # For each document: its date, the lengths of its fields, and its kept fields.
    "dates": np.dtype("<i4"),
    **{f"length_of_{field}": np.dtype("<i4") for field in SCORABLE},
    "shown": np.dtype("u1"),
    "shown_ends": np.dtype("<i8"),
    "written": np.dtype("u1"),
    "written_ends": np.dtype("<i8"),
}


class SegmentFile:
    """The file of a new segment. Its parts grow side by side, each in the space reserved for it."""

    def __init__(self, storage: FileStorage, segment: Any, most: Mapping[str, int]) -> None:
        """Create the file, with space for up to `most` values of each part."""
        self._file = segment.create_file(storage, segment.COMPOUND_EXT)
        self._file.write_long(0)
        self._file.write_int(0)
        self._directory: dict[str, dict[str, int]] = {}
        self._end = self._file.tell()
        for part, values in most.items():
            self._end += -self._end % ALIGNED
            self._directory[part] = {"offset": self._end, "length": 0}
            self._end += values * PARTS[part].itemsize

    def add(self, part: str, values: npt.NDArray[Any] | bytes | memoryview) -> None:
        if not isinstance(values, bytes | memoryview):
            values = values.astype(PARTS[part], copy=False).tobytes()
        if not len(values):
            return
        there = self._directory[part]
        self._file.seek(there["offset"] + there["length"])
        self._file.write(values)
        there["length"] += len(values)

    def close(self, fields: Mapping[str, tuple[int, int]]) -> None:
        self._file.seek(self._end)
        written = json.dumps(fields).encode()
        self._file.write(written)
        self._directory[FIELDS] = {"offset": self._end, "length": len(written)}
        CompoundStorage.write_dir(self._file, 0, self._directory)  # this also closes the file

    def give_up(self) -> None:
        if not self._file.is_closed:
            self._file.close()


class SegmentReader:
    """A mapped file of a segment. Only the parts that are read are loaded."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
        try:
            files = _MappedFiles(file)
            self._fields: dict[str, list[int]] = json.loads(bytes(files.view(FIELDS)))
            self._views = {part: files.view(part) for part in PARTS}
        except BaseException:
            file.close()
            raise
        self._arrays = {
            part: np.frombuffer(self._views[part], kind) for part, kind in PARTS.items()
        }
        self._words = _Words(self._views["words"], self._arrays["word_ends"])
        self._ends, self._place_ends = self._arrays["ends"], self._arrays["place_ends"]
        self._docs, self._counts, self._places = (
            self._arrays[part] for part in ("docs", "counts", "places")
        )
        self._numbers: dict[tuple[str, frozenset[str]], list[slice]] = {}
        self._begins: dict[str, memoryview] = {}

    def find(self, field: str, words: frozenset[str]) -> list[slice]:
        """Return the number of each of the words that exists, as a slice of length 1."""
        numbers = self._numbers.get((field, words))
        if numbers is None:
            if len(self._numbers) > MOST_REMEMBERED:
                self._numbers.clear()
            places = [place for word in words if (place := self.number(field, word)) is not None]
            numbers = self._numbers[field, words] = [slice(place, place + 1) for place in places]
        return numbers

    def number(self, field: str, word: str) -> int | None:
        encoded = word.encode()
        first, last = self._fields.get(field, (0, 0))
        if field in SCORABLE:
            begins, begin = self._begins_of(field), int.from_bytes(encoded[:8].ljust(8, b"\0"))
            alike = bisect_left(begins, begin)
            if alike == len(begins) or begins[alike] != begin:
                return None
            last = first + bisect_right(begins, begin, alike)
            first += alike
        place = bisect_left(self._words, encoded, first, last)
        return place if place < last and self._words[place] == encoded else None

    def _begins_of(self, field: str) -> memoryview:
        """Return the first eight letters of each word of a field as a number, because numbers are
        compared faster than letters.
        """
        begins = self._begins.get(field)
        if begins is None:
            first, last = self._fields.get(field, (0, 0))
            letters, ends = self._arrays["words"], self._arrays["word_ends"]
            begins = self._begins[field] = _first_eight(letters, ends, first, last).data
        return begins

    def beginning(self, field: str, prefix: str = "") -> slice:
        """Return the numbers of the words of a field with this prefix."""
        begin = prefix.encode()
        first, last = self._fields.get(field, (0, 0))
        first = bisect_left(self._words, begin, first, last)
        return slice(first, bisect_left(self._words, begin + b"\xff", first, last))

    @property
    def fields(self) -> list[str]:
        return list(self._fields)

    def words(self, numbers: slice) -> list[str]:
        return [word.decode() for word in self.encoded(numbers)]

    def encoded(self, numbers: slice) -> list[bytes]:
        begin = int(self._arrays["word_ends"][numbers.start - 1]) if numbers.start else 0
        ends = (self._arrays["word_ends"][numbers] - begin).tolist()
        letters = bytes(self._views["words"][begin : begin + (ends[-1] if ends else 0)])
        return [letters[first:last] for first, last in pairwise([0, *ends])]

    def docs(self, numbers: slice) -> npt.NDArray[np.uint32]:
        return self._docs[_span(self._ends, numbers)]

    def counts(self, numbers: slice) -> npt.NDArray[np.uint16]:
        return self._counts[_span(self._ends, numbers)]

    def places(self, numbers: slice) -> npt.NDArray[np.uint32]:
        return self._places[_span(self._place_ends, numbers)]

    def holding(self, numbers: slice) -> npt.NDArray[np.int64]:
        """Return, for each of the words, the number of documents that contain it."""
        return _sizes(self._ends, numbers)

    def standing(self, numbers: slice) -> npt.NDArray[np.int64]:
        """Return, for each of the words, the number of its stored positions."""
        return _sizes(self._place_ends, numbers)

    def of_documents(self, part: str) -> npt.NDArray[Any]:
        return self._arrays[part]

    def stored(self, part: str, doc: int) -> memoryview:
        """Return the stored data of a document as bytes."""
        ends = self._arrays[f"{part}_ends"]
        return self._views[part][ends[doc - 1] if doc else 0 : ends[doc]]

    def room(self) -> dict[str, int]:
        """Return the number of values of each part."""
        return {part: len(values) for part, values in self._arrays.items()}


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


def _first_eight(
    letters: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], first: int, last: int
) -> npt.NDArray[np.uint64]:
    """Return the first eight letters of words as numbers, in the order of the words; shorter ones
    are filled with zeros.
    """
    of_words = ends[first:last]
    starts = np.append(ends[first - 1] if first else 0, of_words)[:-1]
    begins = np.zeros((len(of_words), 8), dtype=np.uint8)
    for nth in range(8):
        has = starts + nth < of_words
        begins[has, nth] = letters[starts[has] + nth]
    return begins.view(">u8").ravel().astype(np.uint64)


def _span(ends: npt.NDArray[np.int64], numbers: slice) -> slice:
    if numbers.start == numbers.stop:
        return slice(0, 0)
    return slice(ends[numbers.start - 1] if numbers.start else 0, ends[numbers.stop - 1])


def _sizes(ends: npt.NDArray[np.int64], numbers: slice) -> npt.NDArray[np.int64]:
    return np.diff(ends[numbers], prepend=ends[numbers.start - 1] if numbers.start else 0)


class _MappedFiles(CompoundStorage):
    """The parts of a segment's file as views. Whoosh's own class would copy them."""

    def view(self, name: str) -> memoryview:
        offset, length = self.range(name)
        return memoryview(self._source)[offset : offset + length]
