"""The facts about an initiative, as an entry of the registry states them."""

from typing import Any

from wgcop.bodies.countries import region_of
from wgcop.bodies.levels import Region
from wgcop.fields.facts import Facts
from wgcop.initiatives.fields import FIELDS
from wgcop.initiatives.kinds import Dimension
from wgcop.initiatives.models import Initiative

COVERED = {
    "regions": Dimension.REGION,
    "countries": Dimension.COUNTRY,
    "target_groups": Dimension.TARGET_GROUP,
    "measures": Dimension.MEASURE,
}
"""The facts that are rows of `Coverage` rather than columns of the entry, with their dimensions."""


class RegistryFacts(Facts):
    """The facts of an entry. Countries are ISO 3166-1 alpha-2 codes; naming a country also covers
    its region.
    """

    fields = FIELDS

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        covered = {*map(region_of, self.countries), *self.regions}
        vars(self)["regions"] = tuple(region for region in Region if region in covered)

    @property
    def words(self) -> str:
        """Return the text that the radar compares with earlier work."""
        return f"{self.name}\n{self.scope}"


def write(initiative: Initiative, changes: dict[str, Any]) -> None:
    for field, value in changes.items():
        if field in COVERED:
            initiative.cover(COVERED[field], value)
        else:
            setattr(initiative, field, list(value) if isinstance(value, tuple) else value)
