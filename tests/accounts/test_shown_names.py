"""Delegations of Member States are shown by their name in the reader's language."""

import pytest
from flask_babel import force_locale

from wgcop.accounts import delegation_names
from wgcop.accounts.models import Category, Delegation
from wgcop.accounts.roles import sources_in_words, title_in_words
from wgcop.bodies.place_names import state_in_words

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def request_context(app):
    with app.test_request_context():
        yield


def delegation(name, category=Category.MEMBER_STATE):
    return Delegation(name=name, code=name[:3].upper(), category=category)


@pytest.mark.parametrize(
    "language, name",
    [
        ("ar", "كينيا"),
        ("en", "Kenya"),
        ("es", "Kenya"),
        ("fr", "Kenya"),
        ("ru", "Кения"),
        ("zh", "肯尼亚"),
    ],
)
def test_kenya_is_named_in_the_language_of_its_reader(language, name):
    with force_locale(language):
        assert delegation("Kenya").shown_name == name
        assert title_in_words("Kenya") == name


def test_in_english_a_name_stays_as_it_was_entered():
    for name in ("Korea (Rep. of)", "Iran (Islamic Republic of)", "Turkey", "Viet Nam"):
        assert state_in_words(name) == name
    assert state_in_words("Alemania") == "Germany"


def test_a_state_is_recognized_by_its_other_names_and_by_one_that_is_turned_round():
    with force_locale("fr"):
        assert state_in_words("Korea (Republic of)") == "République de Corée"
        assert state_in_words("Iran (Islamic Republic of)") == state_in_words("Iran")
        assert state_in_words("肯尼亚") == "Kenya"


def test_a_name_that_only_holds_that_of_a_state_and_one_of_a_company_stay_as_they_are():
    with force_locale("ar"):
        assert delegation("Parliament of Kenya").shown_name == "Parliament of Kenya"
        assert delegation("Ondara Telecom").shown_name == "Ondara Telecom"
        assert delegation("Jordan", Category.SECTOR_MEMBER).shown_name == "Jordan"


def test_capacities_and_sources_that_are_stored_as_text_are_shown_in_the_language_too():
    with force_locale("ar"):
        assert title_in_words("Kenya · Delegate").startswith("كينيا · ")
        assert sources_in_words("Kenya, Ondara Telecom") == "كينيا، Ondara Telecom"
    assert sources_in_words("Rapporteur, Question 22-2/1; Kenya") == (
        "Rapporteur, Question 22-2/1; Kenya"
    )


def test_delegations_are_listed_in_the_order_of_the_language_and_found_by_both_names():
    listed = [delegation(name) for name in ("Brazil", "Germany", "Kenya")]

    def in_order(language):
        with force_locale(language):
            return [each.name for each in sorted(listed, key=lambda each: each.place)]

    assert in_order("en") == ["Brazil", "Germany", "Kenya"]
    assert in_order("es") == ["Germany", "Brazil", "Kenya"]
    with force_locale("ru"):
        assert delegation_names.find("германия", listed) is listed[1]
        assert delegation_names.find("Germany", listed) is listed[1]


def test_a_name_is_looked_up_without_a_statement(world, statements):
    with statements() as sent, force_locale("ar"):
        assert state_in_words("Kenya") == "كينيا"
    assert not sent
