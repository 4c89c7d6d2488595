"""Finding dates as people write them: `3–4 October 2012`, `2007-05-17`, `2012年6月` (pure)."""

import re
from datetime import date

from wgcop.languages.months import MONTHS

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 12 June 2012, 1er juin 2012, 12 de junio de 2012. Of 3–4 October 2012 the last day counts, as for papers of a meeting.
        rf"(?<!\d){_DAY},?\s+(?:de\s+)?(?P<month>{_MONTH})\s*(?:/\s*\w+)?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        # June 12, 2012
        rf"\b(?P<month>{_MONTH})\s+{_DAY},?\s+{_YEAR}(?!\d)",
        # 2012-06-12
        rf"(?<!\d){_YEAR}-(?P<month_number>\d\d)-(?P<day>\d\d)(?!\d)",
        # 12.06.2012
        rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month_number>\d{{1,2}})\.{_YEAR}(?!\d)",
        # 2012年6月12日, 2012年6月
        rf"{_YEAR}\s*年\s*(?P<month_number>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?",
        # June 2012, junio de 2012
        rf"(?<!\w)(?P<month>{_MONTH}),?\s+(?:de\s+)?{_YEAR}(?!\d)",
    )
)
_YEARS = (
    # (Geneva, 2012) and (06/2012)
    re.compile(rf"\((?:[^()\d]{{0,40}},\s*)?(?:(?P<month_number>\d\d)/)?{_YEAR}\)"),
    # Child Online Safety Act, 2015
    re.compile(rf"\b(?:act|law|loi|ley|code|закон),?\s+{_YEAR}$", re.IGNORECASE),
)
_MOST_WORDS_BESIDE = 3
_MOST_LETTERS_BESIDE = 40


def date_in(line: str) -> str:
    """Return the date in the line, as exact as it is written; empty if there is no date."""
    return _first(line, _DATES)


def date_or_year_in(line: str) -> str:
    """Return the date in the line as `date_in` does; a year in brackets or at the end of an act's
    name counts as well.
    """
    return _first(line, (*_DATES, *_YEARS))


def is_mostly_date(line: str) -> bool:
    """Return whether the line is little more than a date and a place: `Geneva, 12 June 2012`."""
    for pattern in _DATES:
        if match := pattern.search(line):
            rest = f"{line[: match.start()]} {line[match.end() :]}"
            words = re.findall(r"[^\W\d_]{2,}", rest)
            return len(words) <= _MOST_WORDS_BESIDE and len(rest) <= _MOST_LETTERS_BESIDE
    return False


def _first(line: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        if (match := pattern.search(line)) and (written := _iso(match)):
            return written
    return ""


def _iso(match: re.Match[str]) -> str:
    """Return `2012-06-12`, `2012-06` or `2012`; empty for a day that no calendar has."""
    fields = match.groupdict()
    month = fields.get("month_number") or MONTHS.get((fields.get("month") or "").casefold())
    try:
        if fields.get("day"):
            return date(int(fields["year"]), int(month or 0), int(fields["day"])).isoformat()
        if month:
            return date(int(fields["year"]), int(month), 1).isoformat()[:7]
    except ValueError:
        return ""
    return fields["year"]
