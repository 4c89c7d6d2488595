"""The Member States of ITU: their ISO 3166-1 codes, their ITU-D regions, and their names.

`TERRITORIES` says under which State a territory is entered, for those that maps draw separately.
Antarctica and territories in dispute are entered under none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from unicodedata import combining, normalize

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from wgcop.bodies.levels import Region
from wgcop.languages.collation import place_in_order

_TABLE = Path(__file__).with_name("countries.tsv")
_NAMES = Path(__file__).with_name("names_of_states.tsv")

_NAMES_OF_THE_UNION = {
    "CD": _l("Democratic Republic of the Congo"),
    "CG": _l("Republic of the Congo"),
    "KP": _l("Democratic People’s Republic of Korea"),
    "KR": _l("Republic of Korea"),
    "MM": _l("Myanmar"),
    "PS": _l("State of Palestine"),
    "SY": _l("Syrian Arab Republic"),
    "VA": _l("Vatican City State"),
}
"""Names that differ from those in Babel, because the delegations use another one."""

TERRITORIES: Mapping[str, str] = MappingProxyType(
    {
        territory: state
        for state, territories in {
            "AU": "CC CX HM NF",
            "CN": "HK MO TW",
            "DK": "FO GL",
            "FI": "AX",
            "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
            "GB": "AI BM GG GI IM JE KY MS PN SH TC VG",
            "NL": "AW BQ CW SX",
            "NO": "BV SJ",
            "NZ": "CK NU TK",
            "US": "AS GU MP PR UM VI",
        }.items()
        for territory in territories.split()
    }
)


@dataclass(frozen=True)
class Country:
    alpha2: str
    alpha3: str
    numeric: str
    region: Region


def country(code: str) -> Country | None:
    """Return the country with this code, in any of the three code formats, in upper or lower case,
    or None.
    """
    return _by_code().get(code.strip().upper())


def countries() -> tuple[Country, ...]:
    """Return all countries in the order of their codes."""
    return _all()


def countries_of(region: Region) -> tuple[Country, ...]:
    return tuple(each for each in _all() if each.region == region)


def region_of(code: str) -> Region | None:
    found = country(code)
    return found.region if found else None


def country_name(code: str) -> str:
    """Return the name in the reader's language. For an unknown code, return the code itself."""
    found = country(code)
    if found is None:
        return code
    if found.alpha2 in _NAMES_OF_THE_UNION:
        return str(_NAMES_OF_THE_UNION[found.alpha2])
    locale = _written_in()
    own = _names_in(locale.language).get(found.alpha2)
    return own or str(locale.territories.get(found.alpha2, code))


def named_countries(codes: Iterable[str]) -> dict[str, str]:
    """Return the names by their codes, in the order of the reader's language."""
    named = {code: country_name(code) for code in codes}
    language = _written_in().language
    return dict(sorted(named.items(), key=lambda pair: place_in_order(pair[1], language)))


def country_choices() -> list[tuple[str, str]]:
    """Return pairs of code and name, sorted by name in the reader's language."""
    return list(named_countries(each.alpha2 for each in _all()).items())


def country_called(name: str) -> Country | None:
    """Return the country with this code, or with this name in the reader's language or in English,
    as a spreadsheet may have it; None if there is no such country.
    """
    if found := country(name):
        return found
    return _by_name(str(_written_in())).get(_folded(name))


@cache
def _by_name(language: str) -> Mapping[str, Country]:
    names: dict[str, Country] = {}
    for each in _all():
        for locale in (Locale.parse(language), Locale("en"), Locale("en", "GB")):
            names[_folded(str(locale.territories[each.alpha2]))] = each
        names[_folded(country_name(each.alpha2))] = each
    return names


def _folded(name: str) -> str:
    """Return the name for comparing: without accents and capitals, with single spaces and one form
    of *and*.
    """
    decomposed = normalize("NFKD", name.replace("&", "and"))
    letters = "".join(letter for letter in decomposed if not combining(letter))
    return " ".join(letters.casefold().split())


@cache
def _all() -> tuple[Country, ...]:
    lines = _TABLE.read_text("utf-8").splitlines()
    _head, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(Country(a2, a3, numeric, Region(region)) for a2, a3, numeric, region in rows)


@cache
def _by_code() -> Mapping[str, Country]:
    return {code: each for each in _all() for code in (each.alpha2, each.alpha3, each.numeric)}


@cache
def _names_in(language: str) -> Mapping[str, str]:
    """Return the names that differ from those in Babel, by code."""
    head, *rows = (
        line.split("\t")
        for line in _NAMES.read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    if language not in head[1:]:
        return {}
    column = head.index(language)
    return {row[0]: row[column] for row in rows if row[column]}


def _written_in() -> Locale:
    locale = get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale
