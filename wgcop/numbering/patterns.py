"""The patterns that a series writes its symbols by, such as `{group}/{meeting}/{number}`, set by
the secretariat (pure).
"""

import re
from dataclasses import dataclass
from typing import Self

from flask_babel import gettext as _

from wgcop.errors import Invalid
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.symbol import LETTERS, RevisionStyle, Symbol, key_of

LONGEST = 60

_PIECE = re.compile(r"\{([^{}]*)\}|([{}])|([^{}]+)")
_LITERAL = re.compile(r"[A-Za-z0-9 ./()-]*", re.ASCII)
_SUFFIX_WORD = re.compile(r"(?<![a-z])(?:rev|add|corr?|original)(?![a-z])", re.IGNORECASE)

DEFAULTS = {
    DocumentKind.CONTRIBUTION: "{group}/{meeting}/{number}",
    DocumentKind.TEMPORARY: "{group}/{meeting}/TD/{number}",
    DocumentKind.INFORMATION: "{group}/{meeting}/INF/{number}",
    DocumentKind.REPORT: "{group}/{meeting}/REP/{number}",
    DocumentKind.LIAISON: "{group}/{meeting}/LS/{number}",
    DocumentKind.ADMINISTRATIVE: "{group}/{meeting}/ADM/{number}",
}


@dataclass(frozen=True)
class SymbolOccasion:
    """The values that a pattern can contain: the group, the number of its meeting, and the year."""

    group: str
    meeting: int
    year: int


EXAMPLE = SymbolOccasion("WG-COP", 3, 2026)


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read. `before` precedes the number; `after` contains `{language}`, or is
    empty.
    """

    before: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{{number}}{self.after}"

    @classmethod
    def read(cls, typed: str) -> Self:
        """Read a typed pattern. Raise `Invalid` with advice on how to write it if two documents
        could get the same symbol, or if the symbols could not be read.
        """
        text = " ".join(typed.split())
        if len(text) > LONGEST:
            raise Invalid(_("A pattern can have up to %(num)d characters.", num=LONGEST))
        _refuse_unknown_pieces(text)
        if text.count("{number}") != 1:
            raise Invalid(_("Write {number} once: it is where the number of the document stands."))
        before, _sign, after = text.partition("{number}")
        pattern = cls(before, after)
        pattern._check()
        return pattern

    def _check(self) -> None:
        if self.after and not re.fullmatch(r"[ (/.-]*\{language\}\)?", self.after):
            raise Invalid(
                _("After {number} only the language can follow, as in {number}-{language}.")
            )
        if self.after.startswith("{"):
            raise Invalid(
                _("Put a separator between the number and the language, as in -{language}.")
            )
        if "{language}" in self.before:
            raise Invalid(_("The language comes after the number, as in {number}-{language}."))
        if re.search(r"(?:\d|\}\{?)$", self.before) or re.search(
            r"\{(?:meeting|yy|year)\}(?:\d|\{(?:meeting|yy|year)\})", self.before
        ):
            raise Invalid(
                _(
                    "Put a separator between two numbers, as in {meeting}/{number}: otherwise 3 and 7 would "
                    "be read as 37."
                )
            )
        if not any(sign.isalpha() for sign in self.stem(EXAMPLE)):
            raise Invalid(_("Begin with {group} or other letters, so that people can find it."))
        if not self.stem(EXAMPLE)[0].isalpha():
            raise Invalid(_("Begin with a letter or with {group}."))
        if _SUFFIX_WORD.search(self.before):
            raise Invalid(
                _("Rev, Add and Corr are added after the number automatically. Leave them out.")
            )

    def stem(self, occasion: SymbolOccasion) -> str:
        """Return the text before the number, such as `WG-COP/3/`."""
        return (
            self.before.replace("{group}", occasion.group)
            .replace("{meeting}", str(occasion.meeting))
            .replace("{yy}", f"{occasion.year % 100:02}")
            .replace("{year}", str(occasion.year))
        )

    def series_key(self, occasion: SymbolOccasion) -> str:
        """Return the key of the series. Documents whose symbols differ only in the number share
        one.
        """
        return key_of(self.stem(occasion))

    def symbol(self, occasion: SymbolOccasion, number: int, style: RevisionStyle) -> Symbol:
        return Symbol(f"{self.stem(occasion)}{number}", language=self.after, style=style)

    def example(self, occasion: SymbolOccasion, style: RevisionStyle, number: int = 7) -> str:
        return str(in_language(self.symbol(occasion, number, style), "en"))


def in_language(symbol: Symbol, language: str) -> Symbol:
    """Return the symbol with the letter of this language, if the series prints it."""
    letter = LETTERS.get(language, "")
    form = symbol.language.replace("{language}", letter) if letter else ""
    return Symbol(symbol.base, symbol.parts, symbol.revision, form, symbol.style)


def _refuse_unknown_pieces(text: str) -> None:
    for name, brace, literal in _PIECE.findall(text):
        if brace:
            raise Invalid(_("A bracket is missing. Write {group}, {meeting} or {number}."))
        if not literal and name not in ("group", "meeting", "number", "language", "yy", "year"):
            raise Invalid(
                _(
                    "“{%(name)s}” is not a placeholder. The placeholders are {group}, {meeting}, "
                    "{number}, {yy}, {year} and {language}.",
                    name=name,
                )
            )
        if not _LITERAL.fullmatch(literal):
            raise Invalid(
                _("Use letters from A to Z, digits, spaces, and the signs / - . ( and ).")
            )
