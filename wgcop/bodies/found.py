"""What levels and regions are called beside the results of a search."""

from collections.abc import Mapping

from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.search.names import names_values


@names_values("level")
def levels(values: list[str]) -> Mapping[str, str]:
    return {level: str(LEVEL_NAMES[level]) for level in Level if level in values}


@names_values("region")
def regions(values: list[str]) -> Mapping[str, str]:
    return {region: str(REGION_NAMES[region]) for region in Region if region in values}
