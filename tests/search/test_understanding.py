"""What a question says of the records themselves, in the six languages."""

import pytest

from tests.search.world import MEMBER, adopt, record
from wgcop.bodies.place_names import country_named_in, place_names
from wgcop.search.question.understanding import understood
from wgcop.search_engines import choice
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import answer
from wgcop.search_page.asking import SearchReader


def said(typed):
    left, said = understood(typed, place_names())
    return " ".join(left.split()), [(each.facet, each.value) for each in said]


@pytest.mark.parametrize(
    ("typed", "left", "filters"),
    [
        ("helplines since 2015", "helplines", ["2015-"]),
        ("reports before 2010 on grooming", "reports on grooming", ["-2009"]),
        ("until 2012", "", ["-2012"]),
        ("after 2012", "", ["2013-"]),
        ("guidelines between 2010 and 2015", "guidelines", ["2010-2015"]),
        ("guidelines from 2010 to 2015", "guidelines", ["2010-2015"]),
        ("rapports depuis 2015", "rapports", ["2015-"]),
        ("rapports avant 2015", "rapports", ["-2014"]),
        ("rapports entre 2010 et 2015", "rapports", ["2010-2015"]),
        ("informes desde 2015", "informes", ["2015-"]),
        ("informes antes de 2015", "informes", ["-2014"]),
        ("informes entre 2010 y 2015", "informes", ["2010-2015"]),
        ("доклады с 2015 года", "доклады", ["2015-"]),
        ("доклады до 2015 года", "доклады", ["-2014"]),
        ("доклады между 2010 и 2015", "доклады", ["2010-2015"]),
        ("تقارير منذ 2015", "تقارير", ["2015-"]),
        ("تقارير قبل عام 2015", "تقارير", ["-2014"]),
        ("تقارير بين 2010 و2015", "تقارير", ["2010-2015"]),
        ("2015年以来的报告", "报告", ["2015-"]),
        ("2015年以前的报告", "报告", ["-2014"]),
        ("2010年至2015年的报告", "报告", ["2010-2015"]),
        ("reports not before 2015", "reports", ["2015-"]),
        ("reports in or after 2015", "reports", ["2015-"]),
        ("reports 2015 or later", "reports", ["2015-"]),
        ("reports since May 2015", "reports", ["2015-"]),
        ("reports older than 2015", "reports", ["-2014"]),
        ("reports up to and including 2015", "reports", ["-2015"]),
        ("reports in 2010–2015", "reports", ["2010-2015"]),
        ("reports 2010 to 2015", "reports", ["2010-2015"]),
        ("rapports antérieurs à 2015", "rapports", ["-2014"]),
        ("informes posteriores a 2015", "informes", ["2016-"]),
        ("informes desde 2010 hasta 2015", "informes", ["2010-2015"]),
        ("informes entre los años 2010 y 2015", "informes", ["2010-2015"]),
        ("доклады с 2015 г.", "доклады", ["2015-"]),
        ("доклады с 2015", "доклады", ["2015-"]),
        ("доклады за 2010–2015 годы", "доклады", ["2010-2015"]),
        ("تقارير منذ ٢٠١٥", "تقارير", ["2015-"]),
        ("تقارير بين عامي 2010 و2015", "تقارير", ["2010-2015"]),
        ("2015年前的报告", "报告", ["-2014"]),
        ("截至2015年的报告", "报告", ["-2015"]),
        ("非洲2015年以来的研究", "非洲 研究", ["2015-"]),
        ("helplines since 2009 until 2012", "helplines", ["2009-2012"]),
    ],
)
def test_a_range_of_years_is_a_filter(typed, left, filters):
    assert said(typed) == (left, [("year", value) for value in filters])


@pytest.mark.parametrize(
    ("typed", "left", "filters"),
    [
        ("helplines in Africa", "helplines", [("region", "africa")]),
        ("helplines in the Arab States", "helplines", [("region", "arab-states")]),
        ("helplines in South Africa", "helplines", [("country", "ZA")]),
        ("papers from Kenya", "papers", [("country", "KE")]),
        ("laws in the United Kingdom", "laws", [("country", "GB")]),
        ("laws in the USA", "laws", [("country", "US")]),
        ("lignes d'écoute en Afrique", "lignes d'écoute", [("region", "africa")]),
        ("lois aux États-Unis", "lois", [("country", "US")]),
        ("leyes en Kenia", "leyes", [("country", "KE")]),
        ("линии помощи в Кении", "линии помощи", [("country", "KE")]),
        ("линии помощи в Африке", "линии помощи", [("region", "africa")]),
        ("خطوط المساعدة في كينيا", "خطوط المساعدة", [("country", "KE")]),
        ("在非洲的指南", "指南", [("region", "africa")]),
        ("who has done surveys in Africa since 2015", "surveys", [("year", "2015-"), ("region", "africa")]),
        ("qui a fait des enquêtes en Europe", "des enquêtes", [("region", "europe")]),
        ("laws in the US", "laws", [("country", "US")]),
        ("helplines in African countries", "helplines", [("region", "africa")]),
        ("lois en République démocratique du Congo", "lois", [("country", "CD")]),
        ("leyes en América Latina y el Caribe", "leyes", [("region", "americas")]),
        ("законы на Кубе", "законы", [("country", "CU")]),
        ("قوانين في منطقة أفريقيا", "قوانين", [("region", "africa")]),
        ("肯尼亚的法律", "法律", [("country", "KE")]),
        ("laws in Kenya, Uganda and Rwanda on grooming", "laws on grooming", [("country", "KE"), ("country", "UG"), ("country", "RW")]),
        ("谁做过在肯尼亚的调查", "调查", [("country", "KE")]),
    ],
)  # fmt: skip
def test_a_region_or_a_member_state_is_a_filter(typed, left, filters):
    assert said(typed) == (left, filters)


@pytest.mark.parametrize(
    "typed",
    ["Kenya campaign", '"in Africa"', "children in schools", "between children and parents", "from Africa",
     "who is it", "WG-COP/3/2", "since the beginning", "in 2015", "between 2015 and 2010", "before 1990s", "a letter to us", "what is in us", "plan 2015-2018"],
)  # fmt: skip
def test_other_words_stay_words(typed):
    assert said(typed) == (typed, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [("Parliament of Kenya", "KE"), ("UNICEF", ""), ("France and Spain", ""), ("Ministry of South Africa", "ZA")],
)  # fmt: skip
def test_a_name_says_its_country_if_it_has_one(name, code):
    assert country_named_in(name) == code


@pytest.fixture
def library(app):
    engine = app.extensions[choice.EXTENSION]
    with engine.writing() as index:
        index.put(
            [
                record("ke", "A helpline", "Listening", kind="document", year=2016, region="africa", countries=("KE",)),
                record("za", "A helpline", "Listening", kind="document", year=2009, region="africa", countries=("ZA",)),
                record("ie", "A helpline", "Listening", kind="document", year=2020, region="europe", countries=("IE",)),
                record("two", "A helpline", "Listening", kind="initiative", year=2020, regions=("europe", "africa")),
                record("says", "A survey of all that is done in Oceania", "Survey", kind="document", year=2020),
                record("hidden", "A helpline in Chad", "Listening", kind="document", countries=("TD",), audience="delegation:9"),
            ]
        )  # fmt: skip
    adopt(app)
    return engine


@pytest.fixture
def asked(app, library):
    def asked(typed):
        with app.app_context(), app.test_request_context("/"):
            found = answer(library, Address(typed), SearchReader(MEMBER, "en"))
        return {hit.id.partition(":")[2] for hit in found.results.hits}, found.query.understood

    return asked


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("helpline in Africa", {"ke", "za", "two"}),
        ("helpline in Kenya", {"ke"}),
        ("helpline in Africa since 2015", {"ke", "two"}),
        ("helpline before 2010", {"za"}),
        ("helpline in Kenya and Ireland", {"ke", "ie"}),
        ("who has done a helpline in Ireland", {"ie"}),
        ("country:kenya", {"ke"}),
        ("region:africa helpline", {"ke", "za", "two"}),
        *((typed, {"ke"}) for typed in ("Кения", "肯尼亚", "كينيا", "在肯尼亚", "country:肯尼亚")),
        *((typed, {"ie"}) for typed in ("爱尔兰", "Ирландия", "Irlande")),
        *(
            (typed, {"za"})
            for typed in ("South Africa", "Afrique du Sud", "Южно-Африканская Республика", "南非")
        ),
        ("肯尼亚 爱尔兰", {"ke", "ie"}),
        ("肯尼亚和爱尔兰", {"ke", "ie"}),
        ("乍得", set()),
        ('"肯尼亚"', set()),
        ("South Africa-based", set()),
    ],
)
def test_only_what_fits_is_found(asked, typed, expected):
    assert asked(typed)[0] == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *((typed, {"ke", "says-ke"}) for typed in ("Kenya", "Kenia", "Кения", "肯尼亚", "كينيا")),
        *(
            (typed, {"says-ch"})
            for typed in ("Switzerland", "Suisse", "Suiza", "Швейцария", "瑞士")
        ),
        *((typed, {"says-ch"}) for typed in ("in Switzerland", "en Suiza", "в Швейцарии")),
        *((typed, {"za", "says-za"}) for typed in ("South Africa", "Sudáfrica", "南非")),
        ("мали", {"says-ml"}),
    ],
)
def test_a_state_is_found_by_its_name_in_each_language_where_a_text_names_it_in_english(
    asked, library, app, typed, expected
):
    with library.writing() as index:
        index.put(
            [
                record("says-ke", "What Kenya has adopted", "A law", kind="document"),
                record("says-ch", "What Switzerland has adopted", "A law", kind="document"),
                record("says-za", "What South Africa has adopted", "A law", kind="document"),
                record("says-ml", "What Mali has adopted", "A law", kind="document"),
                record("financial", "تقرير مالي", "A report", kind="document", language="ar"),
                record("within-ke", "Kenya adopts", "A law", audience="delegation:9", kind="document"),
            ]
        )  # fmt: skip
    adopt(app)
    assert asked(typed)[0] == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2009-2016", {"ke", "za"}),
        ("2010–2012", set()),
        ("2015-2017", {"ke"}),
        ("2016-2009", set()),
    ],
)
def test_years_from_one_to_another_find_what_is_of_these_years(asked, typed, expected):
    assert asked(typed)[0] == expected


def test_the_name_of_a_state_is_not_corrected_to_a_word_of_a_text(app, library):
    with library.writing() as index:
        index.put([record("note", "A note on the line", "Note", kind="document")])
    adopt(app)
    for typed, meant in (
        ("Côte d'Ivoire", ""),
        ("statutes in Côte d’Ivoire", ""),
        ("Cote d'Ivoire hepline", "Cote d'Ivoire helpline"),
    ):
        with app.app_context(), app.test_request_context("/"):
            found = answer(library, Address(typed), SearchReader(MEMBER, "en"))
        assert found.correction == meant


def test_a_filter_that_leaves_nothing_is_taken_as_words(asked):
    ids, understood = asked("survey in Europe before 1900")
    assert ids >= {"says"} and not understood
    assert asked("helpline in Chad")[0] == asked("helpline chad")[0]  # as if there were none


def test_years_stay_a_filter_where_no_text_says_its_country(asked):
    ids, understood = asked("survey in Ireland since 2015")
    assert ids >= {"says"} and "ke" not in ids
    assert [(said.facet, said.value) for said in understood] in ([], [("year", "2015-")])


def test_what_was_understood_is_shown_and_can_be_taken_off(http, library):
    page = http().get("/search?q=helpline+in+Africa+since+2015").text
    assert "Region: Africa" in page and "Year: from 2015" in page
    assert 'href="/search?q=helpline+since+2015"' in page
    assert 'href="/search?q=helpline+in+Africa"' in page
    page = http().get("/search?q=helpline+in+Kenya+and+Ireland").text
    assert 'href="/search?q=helpline+in+Kenya"' in page
    assert 'href="/search?q=helpline+in+Ireland"' in page
    found = http().get("/search.json?q=helpline+in+Africa").get_json()
    assert found["understood"] == [{"facet": "region", "value": "africa", "typed": "in Africa"}]
    assert found["total"] == 3
