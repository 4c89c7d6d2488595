"""The rule for when two entries overlap (pure)."""

from collections.abc import Collection

from wgcop.bodies.countries import region_of
from wgcop.initiatives.models import Initiative


def overlap(one: Initiative, other: Initiative) -> bool:
    """Return whether both do the same for the same people in the same place: whether they share a
    measure, a target group, a clause and a place.
    """
    return bool(
        set(one.measures) & set(other.measures)
        and set(one.target_groups) & set(other.target_groups)
        and {clause.id for clause in one.clauses} & {clause.id for clause in other.clauses}
        and same_place(one, other)
    )


def same_place(one: Initiative, other: Initiative) -> bool:
    """Return whether both share a country, or a region that one of them covers as a whole.

    Worldwide entries are in no particular place: they are compared by name and text only, or each
    would overlap with every other.
    """
    if set(one.countries) & set(other.countries):
        return True
    shared = set(one.regions) & set(other.regions)
    whole = {*_as_a_whole(one.regions, one.countries), *_as_a_whole(other.regions, other.countries)}
    return bool(shared & whole)


def _as_a_whole(regions: Collection[str], countries: Collection[str]) -> set[str]:
    """Return the regions of which no single country is named."""
    return {str(region) for region in regions} - {str(region_of(code)) for code in countries}
