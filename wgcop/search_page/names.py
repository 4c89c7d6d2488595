"""Names of kinds, facets and their values. A feature names its values with `@names_values`, and its
kinds on its models.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from wgcop.i18n import day, language_name, month
from wgcop.search.kinds import KIND_NAMES
from wgcop.search.question.query import Understood
from wgcop.search.record_fields import NAMED_FIELDS
from wgcop.search_engines.protocol import Hit
from wgcop.search_page.addresses import Choice

Namer = Callable[[list[str]], Mapping[str, str]]
"""A function that takes values of a facet and returns their names, with one database statement at
most. Unknown values are absent.
"""

NAMERS: dict[str, list[Namer]] = {}


def names_values(facet: str) -> Callable[[Namer], Namer]:
    """Mark a function that names values of this facet, for the records of its feature."""

    def register(namer: Namer) -> Namer:
        NAMERS.setdefault(facet, []).append(namer)
        return namer

    return register


def names_of(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Return each value with its name. A value without a name is used as its own name."""
    wanted = list(values)
    names = {value: value for value in wanted}
    if not wanted:
        return names
    match facet:
        case "kind":
            names |= {value: str(KIND_NAMES[value].many) for value in wanted if value in KIND_NAMES}
        case "language":
            names |= {value: language_name(value) for value in wanted}
    for namer in NAMERS.get(facet, ()):
        names |= namer(wanted)
    return names


def choices_in_words(choices: Iterable[Choice]) -> dict[Choice, str]:
    """Return `Level: National` for each choice. Names are looked up once for each facet."""
    values: dict[str, list[str]] = {}
    for facet, value in choices:
        values.setdefault(facet, []).append(value)
    return {
        Choice(facet, value): f"{facet_name(facet)}: {name}"
        for facet, of_facet in values.items()
        for value, name in names_of(facet, of_facet).items()
    }


def understood_in_words(stated: Understood) -> str:
    """Return a filter that was found in the question, as people read it: `Year: from 2015`,
    `Region: Africa`.
    """
    return f"{facet_name(stated.facet)}: {_value_in_words(stated)}"


def _value_in_words(stated: Understood) -> str:
    if stated.facet != "year":
        return name_of(stated.value, stated.facet)
    first, _dash, last = stated.value.partition("-")
    if not last:
        return _("from %(year)s", year=first)
    return f"{first}–{last}" if first else _("until %(year)s", year=last)


def name_of(value: str, facet: str) -> str:
    return names_of(facet, [value])[value]


def facet_name(facet: str) -> str:
    return str(NAMED_FIELDS[facet].heading)


def kind_name(kind: str) -> str:
    """Return the name of one record of this kind, in the reader's language."""
    return _kind_name(kind, str(get_locale())) if kind in KIND_NAMES else kind


@lru_cache(maxsize=200)
def _kind_name(kind: str, _language: str) -> str:
    return str(KIND_NAMES[kind].one)


def when(hit: Hit) -> str:
    """Return the date of a hit as people read it. A partial date is stored as its first day, so the
    day, or day and month, is left out.
    """
    if hit.date is None:
        return str(hit.year or "")
    if not hit.model.has_partial_dates or hit.date.day > 1:
        return day(hit.date)
    return str(hit.date.year) if hit.date.month == 1 else month(hit.date)


def all_of_kind(kind: str, count: int) -> str:
    """Return the text of the link to all hits of a kind."""
    if kind in KIND_NAMES:
        return KIND_NAMES[kind].all_of(count)
    return ngettext("All %(num)d result", "All %(num)d results", count)
