"""Brings document symbols into one form, regardless of how they are typed (pure)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NAMES_OF_THE_GROUP = ("WG-CP", "WG-COP", "CWG-COP")
"""All names that the group has had, oldest first."""

_NAMES_JOINED = frozenset(name.replace("-", "").casefold() for name in NAMES_OF_THE_GROUP)
_PARTS = {
    **dict.fromkeys(("r", "rev", "revision", "révision", "revisión"), "rev"),
    **dict.fromkeys(("a", "add", "addendum"), "add"),
    **dict.fromkeys(("c", "cor", "corr", "corrigendum"), "corr"),
    "amd": "amd",
}
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_LANGUAGE = re.compile(r"(?<=[\d)])\s*(?:[-/]\s*[ACEFRS]|\(\s*[ACEFRS]\s*\))\s*$", re.IGNORECASE)
_YEAR = re.compile(r"\s*\(\s*(?:(?:19|20)\d\d|[IVXLC]+)\s*\)\s*$", re.IGNORECASE)
"""The pattern of a year, or of the session in old resolutions of the General Assembly, at the end.
"""
_PART_OF_SESSION = re.compile(
    r"(?<=\d)\s*[A-Z]?\s*(\(\s*[IVXLC]+\s*\))\s*[A-Z]?\s*$", re.IGNORECASE
)
_FULL_YEAR = re.compile(r"^([A-Z]+)-?(?:19|20)(\d\d)(?=/)", re.IGNORECASE)
"""The pattern of a conference with its year in full: PP-2018/64 is PP-18/64."""
_PADDING = re.compile(r"(?<!\d)0+(?=\d)")
_UNDATED = "undated"
_LONGEST_NUMBER = 12
_MOST_PIECES = 16


@dataclass(frozen=True, slots=True)
class SymbolKey:
    """The letters and numbers of a symbol in turn, without signs, case, leading zeros and language:
    sres, 502, 1982.
    """

    pieces: tuple[str, ...]

    @property
    def word(self) -> str:
        """One word for the index, which occurs in no text."""
        return "x".join(self.pieces)

    @property
    def document(self) -> "SymbolKey":
        """The key of the document itself, without a revision, an addendum or a corrigendum."""
        parts = frozenset(_PARTS.values())
        end = next((at for at, piece in enumerate(self.pieces) if at and piece in parts), None)
        return SymbolKey(self.pieces[:end])

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(piece for piece in self.document.pieces if piece.isdigit())

    @property
    def letters(self) -> str:
        return " ".join(piece for piece in self.document.pieces if not piece.isdigit())

    @property
    def word_of_numbers(self) -> str:
        """A word shared by all symbols with these numbers, regardless of their letters."""
        return "x".join(("n", *self.numbers))

    @property
    def without_period(self) -> "SymbolKey | None":
        """The key without the study period, SG17-C123 for T22-SG17-C123; None if it has none."""
        has_period = self.pieces[0] == "t" and len(self.pieces) > 3
        return SymbolKey(self.pieces[2:]) if has_period else None

    @property
    def tail(self) -> "SymbolKey | None":
        """The last letters with their number, TD 456 for SG17-TD456; None if these are all of the
        key.
        """
        *before, name, number = self.pieces if len(self.pieces) > 2 else ("", "", "")
        is_tail = before and number.isdigit() and not name.isdigit()
        return SymbolKey((name, number)) if is_tail else None

    @property
    def without_body(self) -> "SymbolKey | None":
        """The key without the body, RES/502 for S/RES/502, because people often leave out the body.
        It is None for anything but a resolution of a body.
        """
        first, *others = self.pieces
        return SymbolKey(("res", *others)) if first.endswith("res") and first != "res" else None


def key_of(symbol: str) -> SymbolKey | None:
    """Return the key of a symbol. Return None if this cannot be a symbol, because it does not begin
    with letters or has no number.
    """
    text = _LANGUAGE.sub("", unicodedata.normalize("NFKC", symbol).strip())
    text = _FULL_YEAR.sub(r"\1\2", _PART_OF_SESSION.sub(r" \1", text)).casefold()
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.isdigit():
            pieces.append(str(int(piece[:_LONGEST_NUMBER])))
        elif pieces and not pieces[-1].isdigit():
            pieces[-1] += piece
        else:
            pieces.append(_PARTS.get(piece, piece) if pieces else piece)
    if len(pieces) < 2:
        return None
    if pieces[0] in _NAMES_JOINED:
        pieces[0] = "wgcop"
    return SymbolKey(tuple(pieces[:_MOST_PIECES]))


def key_without_year(symbol: str) -> SymbolKey | None:
    return key_of(_YEAR.sub("", _PART_OF_SESSION.sub(r" \1", symbol)))


def index_words(symbol: str) -> list[str]:
    """Return all words under which the index has a document with this symbol."""
    return list(dict.fromkeys(_index_words(symbol))) if symbol else []


def spoken_names(symbol: str) -> Iterator[str]:
    """Yield what people also write for a symbol: *resolution* for RES, and numbers without zeros
    before them.
    """
    if "res" in _PIECE.findall(symbol.casefold()):
        yield "resolution"
    if (unpadded := _PADDING.sub("", symbol)) != symbol:
        yield unpadded


def question_words(symbol: str) -> list[str]:
    """Return the words by which a question for this symbol finds its document."""
    return list(dict.fromkeys(_question_words(symbol)))


def _index_words(symbol: str) -> Iterator[str]:
    dated, undated = key_of(symbol), key_without_year(symbol)
    for key in filter(None, (dated, undated)):
        document = key.document
        for each in (key, document, document.without_body, document.without_period, document.tail):
            if each:
                yield each.word
    if undated:
        yield undated.word_of_numbers
        if undated == dated:
            yield f"{undated.document.word}{_UNDATED}"


def _question_words(symbol: str) -> Iterator[str]:
    key, undated = key_of(symbol), key_without_year(symbol)
    for each in filter(None, (key, key and key.document, key and key.document.without_period)):
        yield each.word
    if undated and undated != key:
        yield f"{undated.document.word}{_UNDATED}"
