"""Inverts records: finds the terms of each field, and the records that contain each term (pure).

Texts repeat their words. So each distinct piece of them is read once for all records, and
everything after that is arithmetic on whole arrays: no Python runs for each word.
"""

import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from wgcop.search.question import analysis
from wgcop.search.question.stems import primary
from wgcop.search.records import Record
from wgcop.search_engines.fields import (
    SCORABLE,
    TERMS_FIELDS,
    date_of,
    labels_of,
    rounded_lengths,
    values_of,
)
from wgcop.search_engines.scoring import slices

MOST_COUNTED = 2**16 - 1
"""The most occurrences of one term in one record; further ones are not counted."""
MOST_CHARACTERS = 12_000_000
"""The number of characters after which a part is inverted: the arrays take twenty times as much
memory as the texts.
"""

MANY = 200
"""The smallest number of records at which a batch shares the pieces read for earlier batches. For
fewer records, arrays of all those pieces would cost more than reading again.
"""
MOST_PIECES = 200_000
"""The number of distinct pieces that are kept from one batch to the next, in some 40 MB."""

NUMBER_BITS = 32
"""The number of bits for the position when a rank and a position in an array are sorted as one
number.
"""

Numbers = npt.NDArray[np.int64]
NO_PLACES: Numbers = np.empty(0, dtype=np.int64)


class Postings(NamedTuple):
    """The terms of one field in order. The arrays of the terms follow one another."""

    terms: list[str]
    ends: Numbers
    """The end of each term's part of `docs` and `counts`."""
    place_ends: Numbers
    docs: npt.NDArray[np.uint32]
    """The numbers of records in the batch, ascending for each term."""
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]
    """The positions of each occurrence, record by record; empty if the field has no positions."""


class Inverted(NamedTuple):
    records: Sequence[Record]
    fields: dict[str, Postings]
    """The postings by field, in the order of the fields' names."""
    lengths: dict[str, npt.NDArray[np.int32]]
    """The number of terms in each record, rounded, by scored field."""
    dates: npt.NDArray[np.int32]


def in_parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Split the records into parts that can be inverted in reasonable memory."""
    part: list[Record] = []
    characters = 0
    for record in records:
        part.append(record)
        characters += len(record.text)
        if characters > MOST_CHARACTERS:
            yield part
            part, characters = [], 0
    if part:
        yield part


def inverted(records: Sequence[Record]) -> Inverted:
    if len(records) < MANY:
        return _inverted(records, _Vocabulary(analysis.indexed))
    with _keeping:
        if _kept and len(_kept[-1].texts) + len(_kept[-1].labels) > MOST_PIECES:
            _kept.clear()
        if not _kept:
            _kept.append(_Vocabulary(analysis.indexed_anew))
        try:
            return _inverted(records, _kept[-1])
        except BaseException:
            _kept.clear()  # the vocabulary may hold pieces that were read only in part
            raise


def _inverted(records: Sequence[Record], vocabulary: "_Vocabulary") -> Inverted:
    texts, labels = vocabulary.texts, vocabulary.labels
    whole = _Codes()
    title, text = _Gathered(), _Gathered()
    for record in records:
        known = texts.codes_in(primary(record.language))
        title.add(_codes_of(analysis.pieces_of(record.title), known))
        text.add(_codes_of(analysis.pieces_of(record.text), known))
    in_labels = _gathered_by_field(map(labels_of, records), labels.codes_in(""))
    in_values = _gathered_by_field(map(values_of, records), whole)
    in_pieces = {
        "title": texts.occurrences(title),
        "text": texts.occurrences(text),
        **{name: labels.occurrences(gathered) for name, gathered in in_labels.items()},
    }
    found = {name: (o.docs, o.terms, o.places) for name, o in in_pieces.items()}
    found |= {
        f"{name}_words": (o.docs, o.words, NO_PLACES)
        for name in ("title", "text")
        for o in (in_pieces[name],)
    }
    of_words, of_values = vocabulary.terms.in_order(), whole.in_order()
    found |= {
        name: (gathered.docs(), gathered.array(), NO_PLACES) for name, gathered in in_values.items()
    }
    return Inverted(
        records,
        {
            name: _postings(
                *(of_values if name in in_values else of_words),
                *arrays,
                has_places=TERMS_FIELDS[name].has_positions,
            )
            for name, arrays in sorted(found.items())
        },
        {
            name: rounded_lengths(np.bincount(found[name][0], minlength=len(records)))
            for name in SCORABLE
        },
        np.array([date_of(record) for record in records], dtype=np.int32),
    )


class _Codes(dict[str, int]):
    """A dictionary that gives each new key the next number."""

    def __init__(self) -> None:
        super().__init__()
        self._in_order: list[int] = []

    def __missing__(self, key: str) -> int:
        code = self[key] = len(self)
        return code

    def in_order(self) -> tuple[list[str], Numbers]:
        """Return the keys, and their numbers in alphabetical order of the keys. Most are in order
        already since the last call, which makes sorting fast.
        """
        keys = list(self)
        self._in_order += range(len(self._in_order), len(keys))
        self._in_order.sort(key=keys.__getitem__)
        return keys, np.array(self._in_order, dtype=np.int64)


def _codes_of(keys: Sequence[str], known: Mapping[str, int]) -> Sequence[int]:
    """Return the numbers of the keys, in half the time of looking up one after another."""
    return itemgetter(*keys)(known) if len(keys) > 1 else [known[key] for key in keys]


Read = tuple[Iterable[tuple[str, str, int]], int]
"""The terms, unstemmed words and positions of all tokens of a piece, and how many positions the
piece takes.
"""


def _of_label(text: str, _: str) -> Read:
    tokens, width = analysis.label(text)
    return ((word, word, place) for word, place in tokens), width


class _Occurrences(NamedTuple):
    """All tokens of one field, each with its record, term, word and position."""

    docs: Numbers
    terms: Numbers
    words: Numbers
    places: Numbers


class _Gathered:
    """The codes of the pieces that make up a field, one record after another."""

    def __init__(self) -> None:
        self.codes = array("i")
        self._ends = array("q")

    @classmethod
    def of(cls, of_records: Sequence[Sequence[str]], known: Mapping[str, int]) -> Self:
        gathered = cls()
        gathered.codes.extend(map(known.__getitem__, chain.from_iterable(of_records)))
        gathered._ends.extend(accumulate(map(len, of_records)))
        return gathered

    def add(self, codes: Sequence[int]) -> None:
        self.codes.extend(array("i", codes))
        self._ends.append(len(self.codes))

    def array(self) -> Numbers:
        return np.frombuffer(self.codes, dtype=np.intc).astype(np.int64)

    def sizes(self) -> Numbers:
        ends = np.frombuffer(self._ends, dtype=np.int64)
        sizes: Numbers = ends - np.append(0, ends)[:-1]
        return sizes

    def docs(self) -> Numbers:
        return np.repeat(np.arange(len(self._ends)), self.sizes())


def _gathered_by_field(
    of_records: Iterable[Mapping[str, Sequence[str]]], known: Mapping[str, int]
) -> dict[str, _Gathered]:
    """Gather the codes of each field for all records. Most fields have one value or none, so going
    record by record would take longer than reading the values.
    """
    of_records = list(of_records)
    return {
        name: _Gathered.of([fields[name] for fields in of_records], known) for name in of_records[0]
    }


class _PieceTable:
    """A table of distinct pieces of texts by number. Each piece is read once."""

    def __init__(self, terms: _Codes, read: Callable[[str, str], Read]) -> None:
        self._terms = terms
        self._read = read
        self._keys: list[tuple[str, str]] = []
        self._known: dict[str, dict[str, int]] = {}
        self._table: dict[str, array[int]] = {
            name: array("q") for name in ("terms", "words", "places", "ends", "widths")
        }

    def __len__(self) -> int:
        return len(self._keys)

    def codes_in(self, language: str) -> Mapping[str, int]:
        known = self._known.get(language)
        if known is None:
            known = self._known[language] = _PieceCodes(language, self._keys)
        return known

    def occurrences(self, gathered: _Gathered) -> _Occurrences:
        self._read_new()
        table = {
            name: np.frombuffer(values, dtype=np.int64) for name, values in self._table.items()
        }
        codes, docs = gathered.array(), gathered.docs()
        widths = table["widths"][codes]
        begins = np.cumsum(widths) - widths
        firsts = np.cumsum(gathered.sizes()) - gathered.sizes()
        begins -= np.append(begins, 0)[firsts][docs]
        sizes = np.diff(table["ends"], prepend=0)
        held = sizes[codes]
        at = slices(table["ends"][codes] - held, held)
        return _Occurrences(
            np.repeat(docs, held),
            table["terms"][at],
            table["words"][at],
            np.repeat(begins, held) + table["places"][at],
        )

    def _read_new(self) -> None:
        table = self._table
        code_of = self._terms.__getitem__
        for language, piece in self._keys[len(table["ends"]) :]:
            tokens, width = self._read(piece, language)
            for term, word, place in tokens:
                table["terms"].append(code_of(term))
                table["words"].append(code_of(word))
                table["places"].append(place)
            table["ends"].append(len(table["terms"]))
            table["widths"].append(width)


class _Vocabulary:
    """All terms by number, and the tables of pieces that were read."""

    def __init__(self, read: Callable[[str, str], Read]) -> None:
        self.terms = _Codes()
        self.texts = _PieceTable(self.terms, read)
        self.labels = _PieceTable(self.terms, _of_label)


_keeping = threading.Lock()  # one thread at a time adds to the kept vocabulary
_kept: list[_Vocabulary] = []
"""The vocabulary kept between batches: a list of at most one."""


class _PieceCodes(dict[str, int]):
    def __init__(self, language: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self._language, self._keys = language, keys

    def __missing__(self, piece: str) -> int:
        code = self[piece] = len(self._keys)
        self._keys.append((self._language, piece))
        return code


def _postings(
    names: Sequence[str],
    in_order: Numbers,
    docs: Numbers,
    codes: Numbers,
    places: Numbers,
    *,
    has_places: bool,
) -> Postings:
    """Return the postings of one field, sorted by term and record; the occurrences of a term in a
    record are adjacent.
    """
    used = in_order[np.bincount(codes, minlength=len(names))[in_order] > 0]
    ranks = np.empty(len(names), dtype=np.int64)
    ranks[used] = np.arange(len(used))
    order = (ranks[codes] << NUMBER_BITS) + np.arange(len(codes))
    order.sort()
    sorted_ranks, order = order >> NUMBER_BITS, order & (2**NUMBER_BITS - 1)
    docs = docs[order]
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = (sorted_ranks[1:] != sorted_ranks[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(is_first)
    counts = np.diff(firsts, append=len(codes))
    ends = np.cumsum(np.bincount(sorted_ranks[firsts], minlength=len(used)))
    kept = np.empty(0, dtype=np.uint32)
    place_ends = np.zeros(len(used), dtype=np.int64)
    counted = np.minimum(counts, MOST_COUNTED)
    if has_places:
        if len(counts) and counts.max() > MOST_COUNTED:
            order = order[np.arange(len(codes)) - np.repeat(firsts, counts) < MOST_COUNTED]
        kept = places[order].astype(np.uint32)
        place_ends = np.append(0, np.cumsum(counted))[ends]
    return Postings(
        [names[code] for code in used.tolist()],
        ends,
        place_ends,
        docs[firsts].astype(np.uint32),
        counted.astype(np.uint16),
        kept,
    )
