"""Names of the regions and the Member States in the six languages, as search questions contain
them.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale
from flask_babel import force_locale

from wgcop.bodies.countries import countries, country_name
from wgcop.bodies.levels import Region
from wgcop.languages import LANGUAGE_NAMES
from wgcop.search.question.understanding import PlaceName, Places, words_of_name

_REGIONS = {
    Region.AFRICA: "Africa; Afrique; África; Африка; أفريقيا; 非洲",
    Region.AMERICAS: "Americas; Latin America; Caribbean; Amériques; Amérique latine; Caraïbes; Américas; América Latina; Caribe; "
    "Америка; Латинская Америка; الأمريكتين; أمريكا اللاتينية; 美洲; 拉丁美洲",
    Region.ARAB_STATES: "Arab States; Arab countries; Arab region; Arab world; États arabes; pays arabes; Estados Árabes; países árabes; "
    "арабские государства; арабские страны; الدول العربية; المنطقة العربية; 阿拉伯国家",
    Region.ASIA_PACIFIC: "Asia; Asia and the Pacific; Asia-Pacific; Pacific; Asie; Asie-Pacifique; Asia y el Pacífico; Asia-Pacífico; "
    "Азия; Азиатско-Тихоокеанский регион; آسيا; آسيا والمحيط الهادئ; 亚洲; 亚太; 亚太地区",
    Region.CIS: "CIS; Commonwealth of Independent States; CEI; СНГ; страны СНГ; كومنولث الدول المستقلة; 独联体",
    Region.EUROPE: "Europe; Europa; Европа; أوروبا; 欧洲",
}
_ALSO_CALLED = {
    "BO": "Bolivia",
    "CI": "Ivory Coast; Cote d'Ivoire",
    "CZ": "Czech Republic",
    "GB": "UK; Britain; Great Britain; United Kingdom of Great Britain and Northern Ireland; Royaume-Uni; Reino Unido",
    "IR": "Iran",
    "KR": "South Korea",
    "KP": "North Korea",
    "LA": "Lao P.D.R.; Laos",
    "MD": "Moldova",
    "MK": "Macedonia",
    "NL": "Netherlands; Holland",
    "RU": "Russian Federation; Fédération de Russie; Federación de Rusia; Российская Федерация",
    "SZ": "Swaziland",
    "TR": "Turkey; Türkiye",
    "TZ": "United Republic of Tanzania; Tanzania",
    "US": "USA; U.S.A.; United States of America; États-Unis d'Amérique; Estados Unidos de América; США",
    "VE": "Venezuela",
    "VN": "Viet Nam; Vietnam",
}


@cache
def place_names() -> Places:
    names: dict[PlaceName, tuple[str, str]] = {}
    for facet, value, name in _names():
        names[words_of_name(name)] = (facet, value)
    names.pop((), None)
    return names


@cache
def country_names() -> Mapping[PlaceName, str]:
    """Return the names of Member States with their codes, without the regions."""
    return {name: value for name, (facet, value) in place_names().items() if facet == "country"}


def country_named_in(text: str) -> str:
    """Return the code of the only Member State that occurs in a name such as “Parliament of Kenya”,
    or an empty string if no Member State occurs in it, or more than one.
    """
    words = words_of_name(text)
    found = {
        names[part]
        for names in (country_names(),)
        for begin in range(len(words))
        for part in (words[begin:end] for end in range(begin + 1, min(begin + 6, len(words)) + 1))
        if part in names
    }
    return found.pop() if len(found) == 1 else ""


def _names() -> Iterator[tuple[str, str, str]]:
    for each in countries():
        for language in LANGUAGE_NAMES:
            locale = Locale("en", "GB") if language == "en" else Locale.parse(language)
            yield "country", each.alpha2, str(locale.territories[each.alpha2])
        yield "country", each.alpha2, str(Locale("en").territories[each.alpha2])
        with force_locale("en"):
            yield "country", each.alpha2, country_name(each.alpha2)
    for code, others in _ALSO_CALLED.items():
        for name in others.split("; "):
            yield "country", code, name
    for region, written in _REGIONS.items():
        for name in written.split("; "):
            yield "region", str(region), name
