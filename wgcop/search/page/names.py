"""What kinds, facets and their values are called: those of records here, those of features by a registry."""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from wgcop.i18n import day, language_name, month
from wgcop.search.engines.protocol import Hit
from wgcop.search.page.addresses import Choice

Namer = Callable[[list[str]], Mapping[str, str]]
"""Values of a facet → their names, in one statement at most; what it does not know is absent."""

_namers: dict[str, list[Namer]] = {}

KIND_NAMES = {
    "resolution": _l("Resolutions"),
    "clause": _l("Clauses"),
    "comment": _l("Comments"),
    "meeting": _l("Meetings"),
    "agenda-item": _l("Agenda items"),
    "contribution": _l("Contributions"),
    "document": _l("Documents"),
    "initiative": _l("Registry"),
    "body": _l("Bodies"),
    "person": _l("People"),
}
ONE_OF_KIND = {
    "resolution": _l("Resolution"),
    "clause": _l("Clause"),
    "comment": _l("Comment"),
    "meeting": _l("Meeting"),
    "agenda-item": _l("Agenda item"),
    "contribution": _l("Contribution"),
    "document": _l("Document"),
    "initiative": _l("Registry entry"),
    "body": _l("Body"),
    "person": _l("Person"),
}


def names_values(facet: str) -> Callable[[Namer], Namer]:
    """A feature says what the values that it puts into its records are called."""

    def register(namer: Namer) -> Namer:
        _namers.setdefault(facet, []).append(namer)
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
            names |= {value: str(KIND_NAMES[value]) for value in wanted if value in KIND_NAMES}
        case "language":
            names |= {value: language_name(value) for value in wanted}
    for namer in _namers.get(facet, ()):
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
    return {
        "kind": _("Kind"),
        "body": _("Body"),
        "level": _("Level"),
        "region": _("Region"),
        "year": _("Year"),
        "language": _("Language"),
        "subject": _("Subject"),
        "clause": _("Clause"),
        "state": _("State"),
    }[facet]


def kind_name(kind: str) -> str:
    """What one hit is."""
    return str(ONE_OF_KIND.get(kind, kind))


def when(hit: Hit) -> str:
    """A document of which no more than the year or the month is known is kept under its first day."""
    if hit.date is None:
        return str(hit.year or "")
    if hit.kind != "document" or hit.date.day > 1:
        return day(hit.date)
    return str(hit.date.year) if hit.date.month == 1 else month(hit.date)


def all_of_kind(kind: str, count: int) -> str:
    """The words of the link from the best of a kind to all of it."""
    match kind:
        case "resolution":
            return ngettext("All %(num)d resolution", "All %(num)d resolutions", count)
        case "clause":
            return ngettext("All %(num)d clause", "All %(num)d clauses", count)
        case "comment":
            return ngettext("All %(num)d comment", "All %(num)d comments", count)
        case "meeting":
            return ngettext("All %(num)d meeting", "All %(num)d meetings", count)
        case "agenda-item":
            return ngettext("All %(num)d agenda item", "All %(num)d agenda items", count)
        case "contribution":
            return ngettext("All %(num)d contribution", "All %(num)d contributions", count)
        case "document":
            return ngettext("All %(num)d document", "All %(num)d documents", count)
        case "initiative":
            return ngettext("All %(num)d registry entry", "All %(num)d registry entries", count)
        case "body":
            return ngettext("All %(num)d body", "All %(num)d bodies", count)
        case "person":
            return ngettext("All %(num)d person", "All %(num)d people", count)
        case _:
            return ngettext("All %(num)d result", "All %(num)d results", count)
