"""Extract the citations of a text as rows: each document once for each place (pure)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from wgcop.contributions.citations.scanning import FoundSymbol, symbols_in
from wgcop.numbering.reading import SymbolReading

AROUND = 80
"""The number of characters that are kept before and after a symbol."""
MOST = 500
"""The largest number of citations of one record. A longer list of documents is more than anybody
reads.
"""
LONGEST_KEY = 140
LONGEST_KIND = 4


@dataclass(frozen=True)
class CitingText:
    """A part of a record that has a place of its own."""

    text: str
    place: str = ""


@dataclass(frozen=True)
class Cited:
    """One citation in a text. `is_short` marks a symbol that is valid within a meeting only,
    `is_sure` one that is a symbol regardless of the names of groups.
    """

    key: str
    revision: int | None
    place: str
    words: str
    is_short: bool = False
    is_sure: bool = True

    def is_named_after(self, names: Collection[str]) -> bool:
        return any(self.key.startswith(f"{name} ") for name in names)


def cited_in(texts: Iterable[CitingText]) -> list[Cited]:
    rows: dict[tuple[str, int | None, str, bool], Cited] = {}
    for part in texts:
        for symbol in symbols_in(part.text):
            for row in _rows(symbol, part):
                rows.setdefault((row.key, row.revision, row.place, row.is_short), row)
                if len(rows) == MOST:
                    return list(rows.values())
    return list(rows.values())


def _rows(symbol: FoundSymbol, part: CitingText) -> Iterator[Cited]:
    words = _around(part.text, symbol)
    for reading in symbol.readings:
        if len(reading.full_key) > LONGEST_KEY:
            continue
        row = (reading.full_key, reading.revision, part.place, words)
        if is_short(reading):
            yield Cited(*row, is_short=True)
        if not reading.is_bare:
            yield Cited(*row, is_sure=symbol.is_certain)


def is_short(reading: SymbolReading) -> bool:
    """Return whether the symbol leaves its meeting to the context, as `7` and `td 4` do."""
    first, *others = reading.key.split()
    return reading.is_bare or (len(others) == 1 and len(first) <= LONGEST_KIND)


def _around(text: str, symbol: FoundSymbol) -> str:
    start = max(text.rfind("\n", 0, symbol.start) + 1, symbol.start - AROUND)
    line_end = text.find("\n", symbol.end)
    end = min(line_end if line_end >= 0 else len(text), symbol.end + AROUND)
    before = "…" if start > 0 and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    return before + " ".join(text[start:end].split()) + after
