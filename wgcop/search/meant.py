"""What the room means by what it types: the group's earlier names, abbreviations, months, years and kinds (pure)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from babel.dates import get_month_names

from wgcop.search.analysis import ABBREVIATIONS as SHORT
from wgcop.search.analysis import normalise, tokenise
from wgcop.search.query import Term
from wgcop.search.terms import phrase

NAMES_OF_THE_GROUP = ("WG-CP", "WG-COP", "CWG-COP")
"""In the order of the years in which its papers bore them."""
ABBREVIATIONS = {
    "coppa": "children's online privacy protection",
    "crc": "convention on the rights of the child",
    "gdpr": "general data protection regulation",
    "uncrc": "convention on the rights of the child",
}
KINDS = {
    "clauses": "clause",
    "comments": "comment",
    "contributions": "contribution",
    "documents": "document",
    "initiatives": "initiative",
    "meetings": "meeting",
    "papers": "contribution",
    "resolutions": "resolution",
}
LANGUAGES = ("en", "fr", "es", "ru")

_OF_THE_GROUP = re.compile(r"(?:C?WG-C(?:O)?P)(?P<rest>[-/]\d.*)", re.IGNORECASE)
_SYMBOL = re.compile(r"[A-Z][A-Z0-9.-]*(?:/[A-Z0-9][A-Za-z0-9.-]*)*/\d[\w.-]*")
_MONTH = re.compile(
    r"(?<!\S)(?P<month>[^\W\d_]{3,12})\.?(?:\s+(?:de|del))?\s+(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
_SHORT = re.compile(rf"(?<![\w/.-])({'|'.join(SHORT)})\.?\s+(?=\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_symbol(written: str) -> bool:
    """`S/RES/338`: capitals and a number between slashes, which mean nothing one by one."""
    return bool(_SYMBOL.fullmatch(written))


def other_symbols(written: str) -> list[str]:
    """The same number under the other names that the group has had."""
    match = _OF_THE_GROUP.fullmatch(written)
    if not match:
        return []
    rest = match["rest"]
    symbols = [f"{name}/{rest[1:]}" for name in NAMES_OF_THE_GROUP]
    return [symbol for symbol in symbols if symbol.casefold() != written.casefold()]


def written_out(typed: str) -> str:
    """`Res. 67` in one piece, which is then read as the resolution of that number."""
    return _SHORT.sub(lambda match: f"{SHORT[match[1].lower()]} ", typed)


def names(word: str) -> Iterator[str]:
    """What an abbreviation stands for."""
    if word in ABBREVIATIONS:
        yield ABBREVIATIONS[word]


def labels(word: str) -> tuple[tuple[str, str], ...]:
    if _YEAR.fullmatch(word):
        return (("year", word),)
    if word in KINDS:
        return (("kind", KINDS[word]),)
    return ()


def months(typed: str) -> tuple[str, list[Term]]:
    """What is left of a question when its months are taken out, and these: the words, or dated then."""
    if '"' in typed:
        return typed, []
    found: list[Term] = []

    def take(match: re.Match[str]) -> str:
        month = _months().get(normalise(match["month"]))
        if month is None:
            return match[0]
        year = int(match["year"])
        first = datetime(year, month, 1, tzinfo=UTC)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        words = phrase(tokenise(match[0]))
        found.append(Term(alternatives=words.alternatives, dated=(first, end)))
        return " "

    return _MONTH.sub(take, typed), found


@cache
def _months() -> dict[str, int]:
    return {
        normalise(name): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context=context, locale=language).items()
    }
