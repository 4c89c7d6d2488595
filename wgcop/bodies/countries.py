"""Countries by ISO 3166-1 code, each with its region of ITU-D, named in the reader's language.

`countries.tsv` has the members of the Union and the State of Palestine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from unicodedata import combining, normalize

from babel import Locale
from flask_babel import get_locale

from wgcop.bodies.levels import Region


@dataclass(frozen=True)
class Country:
    """`code` is ISO 3166-1 alpha-2, `numeric` its number of three digits: `KE`, `404`."""

    code: str
    numeric: str
    region: Region

    @property
    def name(self) -> str:
        return country_name(self.code)


def _read() -> dict[str, Country]:
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {code: Country(code, numeric, Region(region)) for code, numeric, region in rows}


COUNTRIES: Mapping[str, Country] = MappingProxyType(_read())


def country_name(code: str) -> str:
    """As the reader's language calls it; the code itself where that has no name."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code, code))


def by_name(codes: Iterable[str] = COUNTRIES) -> list[Country]:
    """In the order of their names in the reader's language."""
    known = (COUNTRIES[code] for code in codes if code in COUNTRIES)
    return sorted(known, key=lambda country: _sortable(country.name))


def regions_of(codes: Iterable[str]) -> frozenset[Region]:
    return frozenset(COUNTRIES[code].region for code in codes if code in COUNTRIES)


def _sortable(name: str) -> str:
    """Å beside A, and É beside E."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))
