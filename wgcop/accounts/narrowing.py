"""Which delegations a table and the files of it show: those of a region, of a category, or all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self
from urllib.parse import parse_qs, urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import SelectField

from wgcop.accounts.roles import CATEGORY_NAMES, Category
from wgcop.bodies.levels import REGION_NAMES, Region
from wgcop.i18n import semicolon
from wgcop.web.fields import choices


@dataclass(frozen=True)
class DelegationNarrowing:
    region: Region | None = None
    category: Category | None = None

    CATEGORIES: ClassVar[Sequence[Category]] = tuple(Category)
    """The categories of the delegations of the table, in its order."""

    @classmethod
    def of(cls, region: str | None, category: str | None) -> Self:
        """Return the choices of the request, without regions and categories that do not exist."""
        return cls(
            next((each for each in Region if each.value == region), None),
            next((each for each in cls.CATEGORIES if each.value == category), None),
        )

    @classmethod
    def in_address(cls, query: str) -> Self:
        """Return the choices that the end of an address states, as in `region=africa`."""
        asked = parse_qs(query)
        return cls.of(*(asked.get(name, [""])[0] for name in ("region", "category")))

    def __bool__(self) -> bool:
        return bool(self.chosen)

    @property
    def chosen(self) -> dict[str, str]:
        chosen = {"region": self.region, "category": self.category}
        return {name: value.value for name, value in chosen.items() if value}

    @property
    def query(self) -> str:
        """Return the choices as the end of an address or of a name; empty if nothing is left out."""
        return f"?{urlencode(self.chosen)}" if self else ""

    @property
    def in_words(self) -> str:
        return semicolon().join(self.parts_in_words)

    @property
    def parts_in_words(self) -> list[str]:
        words = [
            _("Region: %(region)s", region=REGION_NAMES[self.region]) if self.region else "",
            _("Category: %(category)s", category=CATEGORY_NAMES[self.category])
            if self.category
            else "",
        ]
        return list(filter(None, words))


def region_field() -> SelectField:
    return SelectField(
        _l("Region"),
        choices=choices(REGION_NAMES, none=lazy_pgettext("regions", "All")),
        default="",
        validate_choice=False,
    )


def category_field(categories: Sequence[Category]) -> SelectField:
    return SelectField(
        _l("Category"),
        choices=choices(
            {each: CATEGORY_NAMES[each] for each in categories},
            none=lazy_pgettext("categories", "All"),
        ),
        default="",
        validate_choice=False,
    )
