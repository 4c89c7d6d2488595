"""The map and its table: entries by region and by country (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from wgcop.bodies.countries import (
    Country,
    countries,
    countries_of,
    country_name,
    named_countries,
)
from wgcop.bodies.levels import Region
from wgcop.drawing import Hint
from wgcop.drawing.charts import Bubble, Chart, world_map
from wgcop.initiatives.coverage.counts import CoverageCounts
from wgcop.initiatives.coverage.matrices import REGIONS, entries, region_name
from wgcop.initiatives.filters import WORLDWIDE, RegistryFilters

WHERE = {
    Region.AFRICA: (20, 2),
    Region.AMERICAS: (-58, -9),
    Region.ARAB_STATES: (25, 27),
    Region.ASIA_PACIFIC: (104, 20),
    Region.CIS: (88, 62),
    Region.EUROPE: (9, 52),
    WORLDWIDE: (-128, -34),
}
"""The position of each region's number on the map, in degrees east and north."""


@dataclass(frozen=True)
class CountedPlace:
    code: str
    name: str
    count: int
    href: str

    @property
    def words(self) -> str:
        return f"{self.name}: {entries(self.count)}"


@dataclass(frozen=True)
class CountedRegion:
    """A region with its count. `countries` are those with entries of their own, by name;
    `of_countries` is the number of all countries in the region.
    """

    region: CountedPlace
    countries: Sequence[CountedPlace]
    of_countries: int


def regions(counts: CoverageCounts, filters: RegistryFilters) -> list[CountedRegion]:
    return [
        CountedRegion(
            _place(region, region_name(region), counts.by_region, replace(filters, region=region)),
            [
                _country(code, counts, filters)
                for code in named_countries(each.alpha2 for each in _countries_of(region))
                if counts.by_country.get(code)
            ],
            len(_countries_of(region)),
        )
        for region in REGIONS
    ]


def chart(counts: CoverageCounts, filters: RegistryFilters, language: str) -> Chart:
    bubbles = []
    for region in REGIONS:
        place = _place(
            region, region_name(region), counts.by_region, replace(filters, region=region)
        )
        east, north = WHERE[region]
        bubbles.append(
            Bubble(region, place.name, place.count, east, north, place.words, place.href)
        )
    shaded = [_country(country.alpha2, counts, filters) for country in countries()]
    return world_map(
        counts.by_country,
        bubbles,
        legend=_("Entries for the country"),
        marks={place.code: Hint(place.words, place.href) for place in shaded},
        language=language,
    )


def table(counts: CoverageCounts) -> Iterator[list[str]]:
    """Yield the rows of a file: the header, all regions, then all countries, including those
    without an entry.
    """
    yield [_("Code"), _("Name"), _("Region"), _("Entries")]
    for region in REGIONS:
        yield [region, region_name(region), "", str(counts.by_region.get(region, 0))]
    for country in countries():
        count = str(counts.by_country.get(country.alpha2, 0))
        yield [country.alpha2, country_name(country.alpha2), region_name(country.region), count]


def _country(code: str, counts: CoverageCounts, filters: RegistryFilters) -> CountedPlace:
    return _place(code, country_name(code), counts.by_country, replace(filters, country=code))


def _place(
    code: str, name: str, counts: Mapping[str, int], filters: RegistryFilters
) -> CountedPlace:
    count = counts.get(code, 0)
    return CountedPlace(code, name, count, filters.address() if count else "")


def _countries_of(region: str) -> Sequence[Country]:
    return () if region == WORLDWIDE else countries_of(Region(region))
