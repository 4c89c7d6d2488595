"""The cell that says where an initiative works: `global`, `Arab States`, `United Kingdom`,
`European Union`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale

from wgcop.bodies.countries import country_called, region_of
from wgcop.bodies.levels import REGION_WORDS, Region
from wgcop.initiatives.models import Initiative

WORLDWIDE = "global"
WITHIN: Mapping[str, Region] = {"european union": Region.EUROPE}
"""Groups of States that lie in one region. Any other group is stored only as an area."""

_REGIONS = {word.casefold(): region for region, word in REGION_WORDS.items()}
_ENGLISH = Locale("en", "GB")


def print_place(initiative: Initiative) -> str:
    """Return the area, the countries, and the regions other than those of the countries."""
    implied = {region_of(code) for code in initiative.countries}
    implied.add(WITHIN.get(initiative.area.casefold()))
    words = [
        initiative.area,
        *(_ENGLISH.territories.get(code, code) for code in initiative.countries),
        *(REGION_WORDS[region] for region in initiative.regions if region not in implied),
    ]
    return "; ".join(filter(None, words)) or WORLDWIDE


def read_place(cell: str) -> dict[str, Any]:
    """Read the regions and countries that the cell names. Anything else becomes the area."""
    regions: set[Region] = set()
    countries: set[str] = set()
    areas: list[str] = []
    for words in _parts(cell):
        if region := _REGIONS.get(words.casefold()):
            regions.add(region)
        elif country := country_called(words):
            countries.add(country.alpha2)
            regions.add(country.region)
        else:
            areas.append(words)
            regions |= {each for each in [WITHIN.get(words.casefold())] if each}
    return {
        "regions": tuple(region for region in Region if region in regions),
        "countries": tuple(sorted(countries)),
        "area": "; ".join(areas),
    }


def _parts(cell: str) -> Sequence[str]:
    parts = (" ".join(part.split()) for part in cell.split(";"))
    return [part for part in parts if part and part.casefold() != WORLDWIDE]
