"""The symbol of a document: `WG-COP/3/7`, `WG-COP/3/7 Rev.1`, `CWG-COP-14/3(Add.1)-E` (pure)."""

import enum
import re
from dataclasses import dataclass, replace
from typing import Self

from wgcop.numbering.kinds import Attachment

LETTERS = {"ar": "A", "zh": "C", "en": "E", "fr": "F", "ru": "R", "es": "S"}
"""The letters that name the language of a copy in symbols."""

_ABBREVIATIONS = {Attachment.ADDENDUM: "Add", Attachment.CORRIGENDUM: "Corr"}
_IN_ADDRESSES = re.compile(r"[^\w./()-]+")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_PLACES = {Attachment.ADDENDUM: "1", Attachment.CORRIGENDUM: "2"}


class RevisionStyle(enum.StrEnum):
    """The styles in which groups write the revision of a document: `Rev.1` after a space, in
    brackets, or `R1`.
    """

    SPACED = "spaced"
    BRACKETED = "bracketed"
    SHORT = "short"


_REVISIONS = {
    RevisionStyle.SPACED: " Rev.{}",
    RevisionStyle.BRACKETED: "(Rev.{})",
    RevisionStyle.SHORT: "R{}",
}


@dataclass(frozen=True)
class SymbolPart:
    """An attachment in a symbol, such as the first addendum or the second corrigendum of a
    document.
    """

    kind: Attachment
    number: int

    def __str__(self) -> str:
        return f"{_ABBREVIATIONS[self.kind]}.{self.number}"


@dataclass(frozen=True)
class Symbol:
    """The symbol of a document. `base` is printed as it was issued. Revision 0 is the original;
    `language` is printed last, such as `-E`.
    """

    base: str
    parts: tuple[SymbolPart, ...] = ()
    revision: int = 0
    language: str = ""
    style: RevisionStyle = RevisionStyle.SPACED

    def __str__(self) -> str:
        parts = "".join(f"({part})" for part in self.parts)
        revision = _REVISIONS[self.style].format(self.revision) if self.revision else ""
        return f"{self.base}{parts}{revision}{self.language}"

    @property
    def key(self) -> str:
        """The normal form of the symbol, the same for all ways of writing it and different for any
        other document.
        """
        return " ".join([key_of(self.base), *(f"{part.kind} {part.number}" for part in self.parts)])

    @property
    def order(self) -> str:
        """A key that sorts the documents of one series, regardless of the database's collation: the
        number, then the attachments.
        """
        number = _WORDS.findall(self.base)[-1]
        parts = (f"{_PLACES[part.kind]}{part.number:04}" for part in self.parts)
        return f"{int(number):09}" + "".join(parts)

    @property
    def path(self) -> str:
        """The end of the document's address, such as `WG-COP/3/7/Add.1`."""
        return "/".join([_IN_ADDRESSES.sub("-", self.base), *map(str, self.parts)])

    def attach(self, kind: Attachment, number: int) -> Self:
        return replace(self, parts=(*self.parts, SymbolPart(kind, number)), revision=0)


def key_of(text: str) -> str:
    """Return the normal form of a symbol: letters joined and numbers apart. `WG-COP/3/7`, `wg cop
    3-07` and `WGCOP 3 7` all become `wgcop 3 7`.
    """
    words: list[str] = []
    for word in _WORDS.findall(text.casefold()):
        if word.isdigit():
            words.append(str(int(word)))
        elif words and not words[-1].isdigit():
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)
