"""The Member States: their codes, regions and names."""

from collections import Counter

import pytest
from babel import Locale
from flask_babel import force_locale

from wgcop.bodies.countries import (
    TERRITORIES,
    countries,
    countries_of,
    country,
    country_called,
    country_choices,
    country_name,
    named_countries,
    region_of,
)
from wgcop.bodies.levels import Region


def test_there_are_194_member_states_and_the_state_of_palestine():
    assert len(countries()) == 195
    assert Counter(each.region for each in countries()) == {
        Region.AFRICA: 44,
        Region.AMERICAS: 35,
        Region.ARAB_STATES: 22,
        Region.ASIA_PACIFIC: 39,
        Region.CIS: 9,
        Region.EUROPE: 46,
    }


def test_a_country_is_found_by_each_of_its_codes():
    kenya = country("KE")
    assert kenya is not None
    assert country("ken") == country("404") == kenya
    assert country("XX") is None
    assert region_of("KE") == Region.AFRICA
    assert region_of("XX") is None
    assert kenya in countries_of(Region.AFRICA)


def test_a_code_belongs_to_one_country():
    codes = [(each.alpha2, each.alpha3, each.numeric) for each in countries()]
    for column in zip(*codes, strict=True):
        assert len(set(column)) == len(codes)


def test_a_territory_is_entered_under_a_member_state():
    states = {each.alpha2 for each in countries()}
    assert not states.intersection(TERRITORIES)
    assert states.issuperset(TERRITORIES.values())


def test_names_are_in_the_readers_language(app):
    with app.test_request_context():
        assert country_name("CI") == "Côte d’Ivoire"
        assert country_name("KR") == "Republic of Korea"
        assert country_name("XX") == "XX"
        with force_locale("fr"):
            assert country_name("DE") == "Allemagne"


def test_choices_follow_the_alphabet_of_the_names(app):
    with app.test_request_context():
        names = [name for _, name in country_choices()]
    assert names[:2] == ["Afghanistan", "Albania"]
    assert names.index("Côte d’Ivoire") < names.index("Croatia")


@pytest.mark.parametrize(
    "language, codes",
    [
        ("ar", "ET AZ BR DK SA US YE IS IT"),
        ("es", "DE BR ES EE KZ KE QA TR ZW"),
        ("fr", "DE BR CI EG US FR GR IQ TR"),
        ("ru", "AU BR IL IT YE CV RU US JP"),
        ("zh", "IE AU BR VA FJ KE MX NR JP CF CN"),
    ],
)
def test_names_are_in_the_order_of_each_language(app, language, codes):
    """Arabic without regard to hamza, French and Spanish to accents, Russian with its Й, Chinese as it is pronounced."""
    with app.test_request_context(), force_locale(language):
        chosen = [code for code, _ in country_choices() if code in codes.split()]
        assert chosen == codes.split()
        assert list(named_countries(sorted(chosen))) == chosen


@pytest.mark.parametrize(
    "language, code, name",
    [
        ("fr", "TR", "Türkiye"),
        ("es", "KE", "Kenya"),
        ("ru", "GB", "Соединенное Королевство"),
        ("ar", "CI", "كوت ديفوار"),
        ("zh", "RU", "俄罗斯联邦"),
        ("en", "VN", "Viet Nam"),
    ],
)
def test_states_are_named_as_the_union_names_them_and_found_by_both_names(
    app, language, code, name
):
    with app.test_request_context(), force_locale(language):
        assert country_name(code) == name
        assert country_called(name) == country(code)
        usual = str(Locale.parse(language).territories[code])
        assert usual != name
        assert country_called(usual) == country(code)


def test_a_country_is_found_by_its_name_however_it_is_written(app):
    with app.test_request_context():
        for written in ("cote d’ivoire", "Côte d’Ivoire", "CIV"):
            assert country_called(written) == country("CI")
        assert country_called("Trinidad and  Tobago") == country("TT")
        assert country_called("South Korea") == country_called("Republic of Korea") == country("KR")
        assert country_called("Atlantis") is None
