"""Finding the date in the first lines of a text; if in doubt, none is returned (pure)."""

import re
from collections.abc import Sequence

from wgcop.reading.head import head_of, title_of
from wgcop.reading.head_lines import begins_text
from wgcop.reading.written_dates import date_in, date_or_year_in, is_mostly_date

_FIRST_LINES = 6
_LONGEST_NOTE = 50

# “Directive 2011/93/EU of 13 December 2011 …”. A later date belongs to another instrument that the title names.
_OF_AN_INSTRUMENT = re.compile(
    r"(?:\S+ )?(?:\S+ )?(?:regulation|directive|resolution|decision|recommendation|règlement|directiva|reglamento)\b"
    r".{0,120}?(?<!\w)(?:of|du|de|от) (?P<date>\d{1,2}\W.{4,24})",
    re.IGNORECASE,
)
# “Adopted by the Conference on 12 June 2012”: this date counts even inside a sentence.
_ADOPTED = re.compile(
    r"adopted|approved|done at|proclaimed|adopt[ée]|approuv|aprobad|adoptad|proclam|принят|утвержд|اعتُ?مد|通过",
    re.IGNORECASE,
)
# Date: 12 June 2012
_LABELLED_DATE = re.compile(
    r"(?:(?:publication_)?date|дата|fecha|التاريخ|日期)\s*[:：]\s*[\"']?(?P<date>.+)", re.IGNORECASE
)


def date_of(lines: Sequence[str]) -> str:
    """Return the date as `2012-06-12`, `2012-06` or `2012`, as exact as the text's own head says;
    empty if it has none.

    The most reliable place counts: first a label, then the title, then a line that is a date, and
    last any of the first lines.
    """
    head = [line for line in head_of(lines) if line]
    return (
        _labelled_date(head)
        or _date_of_instrument(title_of(lines))
        or _date_on_its_own(head)
        or _date_in_first_lines(head[:_FIRST_LINES])
    )


def _labelled_date(head: Sequence[str]) -> str:
    labelled = (_LABELLED_DATE.fullmatch(line) for line in head)
    dates = (date_in(match["date"]) for match in labelled if match)
    return next(filter(None, dates), "")


def _date_of_instrument(title: str) -> str:
    match = _OF_AN_INSTRUMENT.match(title)
    return date_in(match["date"]) if match else ""


def _date_on_its_own(head: Sequence[str]) -> str:
    dates = (date_in(line) for line in head if is_mostly_date(line))
    return next(filter(None, dates), "")


def _date_in_first_lines(lines: Sequence[str]) -> str:
    for line in lines:
        if begins_text(line):
            break
        is_sentence = line.endswith((".", "。")) and len(line) > _LONGEST_NOTE
        if is_sentence and not _ADOPTED.search(line):
            continue  # a sentence may mention any date
        if written := date_or_year_in(line):
            return written
    return ""
