"""What a secretary types finds what a secretary means, with one question to the engine."""

from datetime import UTC, datetime

import pytest

from tests.search.world import MEMBER, record
from wgcop.search.addresses import Address
from wgcop.search.engine import Hit
from wgcop.search.queries import Reader, search_page


@pytest.fixture
def library(put):
    put(
        record("wg", symbol="WG-CP/1/16 Rev.1", title="Report of the first meeting", kind="document"),
        record("sc", symbol="S/RES/338 (1973)", title="A ceasefire", kind="document"),
        record("un", "The ceasefire of 1973 and 338 letters", "Letters", kind="document"),
        record("june", "Outcome", "Workshop", kind="document", year=2012, date=datetime(2012, 6, 15, tzinfo=UTC)),
        record("july", "Outcome", "Workshop", kind="document", year=2012, date=datetime(2012, 7, 1, tzinfo=UTC)),
        record("march", "Answers", "Inquiry", kind="document", year=2009, date=datetime(2009, 3, 2, tzinfo=UTC)),
        record("penal", "Offences against minors", "Penal law of Ruritania", kind="document", year=2014),
        record("older", "Offences against minors", "Penal law of Graustark", kind="document", year=1998),
        record("age", "The general data protection regulation asks for the consent of a child's parent.",
               "Regulation 2016/679", kind="document"),
        record("kenya", "By radio", "Kenya campaign", kind="initiative"),
        record("said", "Kenya says of the campaign: the campaign of Kenya.", "Kenya: on the campaign", kind="comment", source="Kenya"),
        record("help", "Somebody answers", "A helpline for every child", kind="initiative"),
        record("res", "The role of the sector", "Resolution 67", kind="resolution"),
    )  # fmt: skip


@pytest.fixture
def page(app, engine, library, monkeypatch):
    """`page("words")` as a member sees it; `page.asked` are the questions that the engine got."""

    def page(typed, **options):
        page.asked.clear()
        with app.app_context(), app.test_request_context("/"):
            return search_page(engine, Address(typed), Reader(MEMBER, "en"), **options)

    search = type(engine).search
    page.asked = []
    monkeypatch.setattr(
        type(engine), "search", lambda self, query: page.asked.append(query) or search(self, query)
    )
    return page


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.id.partition(":")[2] for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("WG-COP/1/16", "wg"),
        ("WG-CP/1/16", "wg"),
        ("CWG-COP-1/16", "wg"),
        ("S/RES/338 (1973)", "sc"),
        ("June 2012", "june"),
        ("juin 2012", "june"),
        ("workshop of July 2012", "july"),
        ("documents of March 2009", "march"),
        ("2014 penal law", "penal"),
        ("penal law 1998", "older"),
        ("GDPR consent of child", "age"),
        ("Kenya campaign", "kenya"),
        ("Res. 67", "res"),
    ],
)
def test_what_was_meant_comes_first(page, typed, first):
    shown = page(typed)
    assert ids(shown.results.hits)[0] == first
    assert shown.results.complete >= 1


def test_a_question_of_four_words_is_asked_once(page):
    shown = page("offences against minors Ruritania")
    assert len(page.asked) == 1
    assert ids(shown.hits) == ["penal"]


def test_what_holds_some_words_follows_what_holds_all_and_is_counted_apart(page):
    shown = page("penal law Graustark")
    assert (shown.results.complete, ids(shown.hits), ids(shown.related)) == (
        1,
        ["older"],
        ["penal"],
    )
    assert shown.results.facets["year"] == {"1998": 1}


def test_where_nothing_holds_all_words_it_is_said(page):
    shown = page("penal helpline")
    assert shown.is_loose
    assert (
        shown.results.complete,
        len(shown.hits) + sum(len(g.hits) for g in shown.groups) > 0,
    ) == (0, True)


def test_a_misspelt_word_shows_the_results_of_the_right_one_and_says_so(page):
    shown = page("hepline")
    assert (shown.mended, ids(shown.hits)) == ("helpline", ["help"])
    assert len(page.asked) == 2


def test_a_kind_that_nothing_is_of_is_named(page):
    assert page("kind:report").no_kinds == ["report"]
    assert page("kind:document").no_kinds == []


def test_a_clause_is_cited_in_short_beside_the_results(http, world, indexed):
    page = http(world.amina).get("/search?q=helpline").text
    assert "<em>instructs</em> BDT 2" in page.split("data-facets")[1]
