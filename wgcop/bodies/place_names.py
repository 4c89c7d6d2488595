"""Names of the regions and the Member States in the six languages, as search questions contain
them.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from babel import Locale
from flask_babel import force_locale, get_locale

from wgcop.bodies.countries import countries, country_name
from wgcop.bodies.levels import Region
from wgcop.languages import LANGUAGE_NAMES
from wgcop.languages.collation import place_in_order
from wgcop.search.question.understanding import PlaceName, Places, words_of_name

MOST_NAMES = 5_000
"""The number of delegations' names kept in the cache, in all languages together."""

_ENGLISH = "en"
_REGIONS = {
    Region.AFRICA: "Africa; Africa region; African region; African countries; African States; Sub-Saharan Africa; région Afrique; région africaine; "
    "pays africains; región de África; países africanos; регион Африки; африканские страны; منطقة أفريقيا; الدول الأفريقية; 非洲地区; 非洲国家; Afrique; África; Африка; أفريقيا; 非洲",
    Region.AMERICAS: "Americas; Americas region; North America; South America; Central America; Latin America and the Caribbean; région Amériques; "
    "América Latina y el Caribe; Северная и Южная Америка; منطقة الأمريكتين; 美洲地区; Latin America; Caribbean; Amériques; Amérique latine; Caraïbes; Américas; América Latina; Caribe; "
    "Америка; Латинская Америка; الأمريكتين; أمريكا اللاتينية; 美洲; 拉丁美洲",
    Region.ARAB_STATES: "Arab States; Arab countries; Arab region; Arab world; États arabes; pays arabes; Estados Árabes; países árabes; "
    "арабские государства; арабские страны; الدول العربية; المنطقة العربية; 阿拉伯国家",
    Region.ASIA_PACIFIC: "Asia; Asia-Pacific region; Asian countries; région Asie-Pacifique; región de Asia-Pacífico; منطقة آسيا والمحيط الهادئ; 亚洲国家; Asia and the Pacific; Asia-Pacific; Pacific; Asie; Asie-Pacifique; Asia y el Pacífico; Asia-Pacífico; "
    "Азия; Азиатско-Тихоокеанский регион; آسيا; آسيا والمحيط الهادئ; 亚洲; 亚太; 亚太地区",
    Region.CIS: "CIS; CIS region; CIS countries; région CEI; región de la CEI; регион СНГ; منطقة كومنولث الدول المستقلة; 独联体国家; Commonwealth of Independent States; CEI; СНГ; страны СНГ; كومنولث الدول المستقلة; 独联体",
    Region.EUROPE: "Europe; Europe region; European region; European countries; région Europe; pays européens; región de Europa; países europeos; "
    "европейские страны; منطقة أوروبا; الدول الأوروبية; 欧洲国家; Europa; Европа; أوروبا; 欧洲",
}
_ALSO_CALLED = {
    "AE": "UAE; Emirates; EAU; ОАЭ; الإمارات",
    "BA": "Bosnia",
    "BO": "Bolivia",
    "CD": "DRC; DR Congo; RDC; République démocratique du Congo; República Democrática del Congo; Демократическая Республика Конго; ДРК; "
    "جمهورية الكونغو الديمقراطية; 刚果民主共和国",
    "CI": "Ivory Coast; Cote d'Ivoire",
    "CZ": "Czech Republic",
    "GB": "UK; Britain; Great Britain; United Kingdom of Great Britain and Northern Ireland; Royaume-Uni; Reino Unido",
    "IR": "Iran",
    "KR": "South Korea",
    "KP": "North Korea",
    "LA": "Lao P.D.R.; Laos",
    "LC": "Saint Lucia",
    "MD": "Moldova",
    "MK": "Macedonia",
    "MM": "Burma; Birmanie; Birmania",
    "NL": "Netherlands; Holland",
    "PS": "Palestine; Palestina; Палестина; فلسطين; 巴勒斯坦",
    "RU": "Russian Federation; Fédération de Russie; Federación de Rusia; Российская Федерация",
    "SA": "السعودية",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey; Türkiye",
    "TT": "Trinidad",
    "TZ": "United Republic of Tanzania; Tanzania",
    "US": "US; U.S.; USA; U.S.A.; EE. UU.; Соединенные Штаты Америки; United States of America; États-Unis d'Amérique; Estados Unidos de América; США",
    "VA": "Vatican; Vaticano; Ватикан",
    "VE": "Venezuela",
    "VN": "Viet Nam; Vietnam",
    "ZA": "ЮАР",
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


@cache
def english_names() -> Mapping[str, tuple[str, ...]]:
    """Return the English names of Member States by their codes, as most texts contain them: that of
    the Union and the common one.
    """
    common = Locale(_ENGLISH).territories
    with force_locale(_ENGLISH):
        return {
            country.alpha2: tuple(
                dict.fromkeys((country_name(country.alpha2), str(common[country.alpha2])))
            )
            for country in countries()
        }


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


def state_in_words(entered: str) -> str:
    """Return the name of a Member State in the reader's language, if a delegation was entered under
    one of its names. Any other name is returned as it was entered, and so is one that is English
    already.
    """
    return _state_in_words(entered, _language()) if entered else ""


def name_in_order(name: str) -> tuple[bytes, str]:
    """Return what a list of names is sorted by in the reader's language."""
    return place_in_order(name, _language())


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else _ENGLISH


@lru_cache(maxsize=MOST_NAMES)
def _state_in_words(entered: str, language: str) -> str:
    code = _state_called(entered)
    if not code or (language == _ENGLISH and words_of_name(entered) not in _foreign_names()):
        return entered
    with force_locale(language):
        return country_name(code)


@cache
def _foreign_names() -> frozenset[PlaceName]:
    """Return the names in the five other languages that are no English ones."""
    names: dict[bool, set[PlaceName]] = {True: set(), False: set()}
    for country in countries():
        for language in LANGUAGE_NAMES:
            with force_locale(language):
                name = words_of_name(country_name(country.alpha2))
            names[language == _ENGLISH].add(name)
        names[True].add(words_of_name(str(Locale(_ENGLISH).territories[country.alpha2])))
    return frozenset(names[False] - names[True])


def _state_called(entered: str) -> str:
    """Return the code of the Member State with this name, which may be turned round as in
    alphabetical lists: “Korea (Republic of)”. Returns an empty string if there is none.
    """
    main, bracket, attribute = entered.rstrip(") ").partition(" (")
    turned = [f"{attribute} {main}", main] if bracket else []
    named = country_names()
    codes = (named.get(words_of_name(name), "") for name in (entered, *turned))
    return next(filter(None, codes), "")


def _names() -> Iterator[tuple[str, str, str]]:
    for country in countries():
        for language in LANGUAGE_NAMES:
            locale = Locale("en", "GB") if language == "en" else Locale.parse(language)
            yield "country", country.alpha2, str(locale.territories[country.alpha2])
        yield "country", country.alpha2, str(Locale("en").territories[country.alpha2])
        for language in LANGUAGE_NAMES:
            with force_locale(language):
                yield "country", country.alpha2, country_name(country.alpha2)
    for code, others in _ALSO_CALLED.items():
        for name in others.split("; "):
            yield "country", code, name
    for region, written in _REGIONS.items():
        for name in written.split("; "):
            yield "region", str(region), name
