"""The facets beside the results: the name and count of each value, and the link that chooses it or drops the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wgcop.search.record_fields import FACETS
from wgcop.search_engines.protocol import Results
from wgcop.search_page.addresses import Address, Choice
from wgcop.search_page.names import facet_name, names_of

SHORT_LIST = 12
LONGEST_LIST = 100


@dataclass(frozen=True)
class Value:
    name: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    first: Sequence[Value]
    """The values shown at once: the most frequent ones, and those that the reader chose."""
    more: Sequence[Value]
    """The rest of a long list, which a button reveals."""


def facets_of(results: Results, address: Address) -> list[Facet]:
    """Return the facets that divide the results. A facet is left out if all results share its only
    value.
    """
    return [
        _facet(name, counts, address)
        for name in FACETS
        if (counts := results.facets.get(name, {})) or name in address.chosen
        if name in address.chosen or list(counts.values()) != [results.total]
    ]


def _facet(name: str, hits_by_value: Mapping[str, int], address: Address) -> Facet:
    chosen = address.chosen.get(name, ())
    counts = dict.fromkeys(chosen, 0) | dict(hits_by_value)
    ordered = _in_order(name, counts)[:LONGEST_LIST]
    ordered += [value for value in chosen if value not in ordered]
    names = names_of(name, ordered)
    values = [
        Value(
            name=names[value],
            count=counts[value],
            href=address.toggling(Choice(name, value)).url(),
            is_chosen=value in chosen,
        )
        for value in ordered
    ]
    # A list that is hardly longer is shown whole: a button for one or two values saves no room.
    most = SHORT_LIST if len(values) > SHORT_LIST + 2 else len(values)
    return Facet(
        name=name,
        title=facet_name(name),
        first=values[:most] + [value for value in values[most:] if value.is_chosen],
        more=[value for value in values[most:] if not value.is_chosen],
    )


def _in_order(name: str, counts: Mapping[str, int]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))
