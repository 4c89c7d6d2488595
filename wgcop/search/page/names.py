"""Kinds, facets and their values in words. A feature names its values with `@names_values`, its kinds on its models."""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import ngettext

from wgcop.i18n import day, language_name, month
from wgcop.search.engines.protocol import Hit
from wgcop.search.kinds import KIND_NAMES
from wgcop.search.page.addresses import Choice
from wgcop.search.record_fields import NAMED_FIELDS

Namer = Callable[[list[str]], Mapping[str, str]]
"""Values of a facet → their names, in one statement at most; what it does not know is absent."""

NAMERS: dict[str, list[Namer]] = {}


def names_values(facet: str) -> Callable[[Namer], Namer]:
    """A feature says what the values that it puts into its records are called."""

    def register(namer: Namer) -> Namer:
        NAMERS.setdefault(facet, []).append(namer)
        return namer

    return register


def names_of(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Every value with its name; what nobody knows is called as it is."""
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
    """`Level: National` for each choice; names are looked up once for each facet."""
    values: dict[str, list[str]] = {}
    for facet, value in choices:
        values.setdefault(facet, []).append(value)
    return {
        Choice(facet, value): f"{facet_name(facet)}: {name}"
        for facet, of_facet in values.items()
        for value, name in names_of(facet, of_facet).items()
    }


def name_of(value: str, facet: str) -> str:
    return names_of(facet, [value])[value]


def facet_name(facet: str) -> str:
    return str(NAMED_FIELDS[facet].heading)


def kind_name(kind: str) -> str:
    """What one hit is."""
    return str(KIND_NAMES[kind].one) if kind in KIND_NAMES else kind


def when(hit: Hit) -> str:
    """What is dated by a year or a month alone is kept under its first day, and shown without it."""
    if hit.date is None:
        return str(hit.year or "")
    if not hit.model.has_partial_dates or hit.date.day > 1:
        return day(hit.date)
    return str(hit.date.year) if hit.date.month == 1 else month(hit.date)


def all_of_kind(kind: str, count: int) -> str:
    """The words of the link from the best of a kind to all of it."""
    if kind in KIND_NAMES:
        return KIND_NAMES[kind].all_of(count)
    return ngettext("All %(num)d result", "All %(num)d results", count)
