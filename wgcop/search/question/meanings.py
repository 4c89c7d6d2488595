"""Special meanings of typed words: abbreviations, dates, years and kinds (pure)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from wgcop.languages.months import ABBREVIATED_MONTHS, MONTHS
from wgcop.search.kinds import kind_of_plural
from wgcop.search.question.analysis import ABBREVIATIONS as SHORT
from wgcop.search.question.analysis import HYPHENS, normalise, tokenise
from wgcop.search.question.query import Term
from wgcop.search.question.terms import phrase

ABBREVIATIONS = {
    "coppa": "children's online privacy protection",
    "crc": "convention on the rights of the child",
    "gdpr": "general data protection regulation",
    "uncrc": "convention on the rights of the child",
}

_SYMBOL = re.compile(r"[A-Z][A-Z0-9.-]*(?:/[A-Z0-9][A-Za-z0-9.-]*)*/\d[\w.-]*")
_YEARS = r"(?P<year>(?:19|20)\d\d)(?![\w/.-])"
_MONTH = r"(?P<month>[^\W\d_]{3,12})"
_DATES = tuple(
    re.compile(rf"(?<![\w/.-]){written}")
    for written in (
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:de\s+)?)?{_MONTH}[.,]?\s+(?:del?\s+)?{_YEARS}",
        rf"{_MONTH}\.?\s+(?P<day>\d{{1,2}}),?\s+{_YEARS}",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)(?:-(?P<day>\d\d))?(?![\w/.-])",
        rf"(?:(?P<day>\d{{1,2}})[./])?(?P<number>\d{{1,2}})[./]{_YEARS}",
        r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<number>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?",
    )
)
_SHORT = re.compile(rf"(?<![\w/.-])({'|'.join(SHORT)})\.?\s+(?=\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN_OF_YEARS = re.compile(rf"((?:19|20)\d\d)[{HYPHENS}–—]((?:19|20)\d\d)")
_NUMBER_OF_MONTH = {
    normalise(name): number for name, number in (MONTHS | ABBREVIATED_MONTHS).items()
}


def is_symbol(written: str) -> bool:
    """Return whether this is a symbol such as `S/RES/338`, whose parts mean nothing on their own."""
    return bool(_SYMBOL.fullmatch(written))


def written_out(typed: str) -> str:
    """Return the question with abbreviations before numbers written out: `Res. 67` becomes
    `resolution 67`.
    """
    return _SHORT.sub(lambda match: f"{SHORT[match[1].lower()]} ", typed)


def names(word: str) -> Iterator[str]:
    """Yield the full names that an abbreviation may mean."""
    if word in ABBREVIATIONS:
        yield ABBREVIATIONS[word]


def labels(word: str) -> tuple[tuple[str, str], ...]:
    if _YEAR.fullmatch(word):
        return (("year", word),)
    kind = kind_of_plural(word)
    return (("kind", kind),) if kind else ()


def years_between(written: str) -> tuple[tuple[str, str], ...]:
    """Return the labels of the years from one to another, as in `2010-2012`."""
    match = _SPAN_OF_YEARS.fullmatch(written)
    numbers = range(int(match[1]), int(match[2]) + 1) if match else ()
    return tuple(("year", str(number)) for number in numbers)


def dates(typed: str) -> tuple[str, list[Term]]:
    """Return the question without its dates, and a term for each date, which matches its words or
    any record of that date. Questions with quotation marks are left as they are.
    """
    if '"' in typed:
        return typed, []
    terms: list[Term] = []

    def take(match: re.Match[str]) -> str:
        parts = match.groupdict()
        span = _span(parts["year"], parts.get("number") or _month(parts["month"]), parts.get("day"))
        if span is None:
            return match[0]
        terms.append(Term(alternatives=phrase(tokenise(match[0])).alternatives, dated=span))
        return " "

    for pattern in _DATES:
        typed = pattern.sub(take, typed)
    return typed, terms


def _span(year: str, month: str, day: str | None) -> tuple[datetime, datetime] | None:
    try:
        first = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
    except ValueError:
        return None
    if day:
        return first, first + timedelta(days=1)
    return first, datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=UTC)


def _month(name: str) -> str:
    return str(_NUMBER_OF_MONTH.get(normalise(name), 0))
