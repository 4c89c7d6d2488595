"""What a secretary types finds what a secretary means, with one question to the engine."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.search.world import MEMBER, record
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.search_engines.protocol import Hit
from wgcop.search_page.addresses import Address
from wgcop.search_page.asking import SearchReader
from wgcop.search_page.queries import search_page


@pytest.fixture
def library(put):
    put(
        record("wg", symbol="WG-CP/1/16 Rev.1", title="Report of the first meeting", kind="document"),
        record("sc", symbol="S/RES/338 (1973)", title="A ceasefire", kind="document"),
        record("td", symbol="T22-SG17-TD-0456", title="Liaison", kind="document"),
        record("hrc", symbol="A/HRC/12/23", title="Sale of children", kind="document", year=2009),
        record("su", "Urges the parties", "67 (1949). Resolution of 28 January 1949", kind="document"),
        record("cites", "Recalling resolutions 67 (1949) and 338 (1973)", "Letters of the Council", kind="document"),
        record("speaks", "Documentation: the documents of March 2009 and of 2 March 2009 are named here, all documents of March 2009.",
               "Documents of old", kind="document", year=2022, date=datetime(2022, 12, 14, tzinfo=UTC)),
        record("un", "The ceasefire of 1973 and 338 letters", "Letters", kind="document"),
        record("june", "Outcome", "Workshop", kind="document", year=2012, date=datetime(2012, 6, 15, tzinfo=UTC)),
        record("july", "Outcome", "Workshop", kind="document", year=2012, date=datetime(2012, 7, 1, tzinfo=UTC)),
        record("march", "Answers", "Inquiry", kind="document", year=2009, date=datetime(2009, 3, 2, tzinfo=UTC)),
        record("penal", "Offences against minors", "Penal law of Ruritania", kind="document", year=2014),
        record("older", "Offences against minors", "Penal law of Graustark", kind="document", year=1998),
        record("age", "The general data protection regulation asks for the consent of a child's parent.",
               "Regulation 2016/679", kind="document"),
        record("kenya", "By radio", "Kenya campaign", kind="initiative"),
        record("paper", "Why", "A paper", kind="contribution", source="Kenya", date=datetime(2014, 3, 5, tzinfo=UTC)),
        record("said", "Kenya says of the campaign: the campaign of Kenya.", "Kenya: on the campaign", kind="comment", source="Kenya"),
        record("help", "Somebody answers", "A helpline for every child", kind="initiative"),
        record("res", "The role of the sector", "Resolution 67", kind="resolution"),
        record("179", "The role of the Union", "Resolution 179 (Rev. Dubai, 2018)", kind="resolution"),
    )  # fmt: skip


@pytest.fixture
def page(app, engine, library, monkeypatch):
    """`page("words")` as a member sees it; `page.asked` are the questions that the engine got."""

    def page(typed, **options):
        page.asked.clear()
        with app.app_context(), app.test_request_context("/"):
            return search_page(engine, Address(typed), SearchReader(MEMBER, "en"), **options)

    search = type(engine).search
    page.asked = []
    monkeypatch.setattr(
        type(engine), "search", lambda self, query: page.asked.append(query) or search(self, query)
    )
    return page


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.id.partition(":")[2] for hit in hits]


def kinds(page: str) -> list[str]:
    return re.findall(r'id="kind-([a-z-]+)"', page)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("WG-COP/1/16", "wg"),
        ("WG-CP/1/16", "wg"),
        ("CWG-COP-1/16", "wg"),
        ("WGCOP/1/16", "wg"),
        ("WG-CP/1/16 Rev.2", "wg"),
        ("wgcp 1/16", "wg"),
        ("S/RES/338 (1973)", "sc"),
        ("S/RES/338", "sc"),
        ("RES/338", "sc"),
        ("s-res-338", "sc"),
        ("Security Council resolution 338", "sc"),
        ("RES 338", "sc"),
        ("RES338", "sc"),
        ("resolution 338 of the Security Council", "sc"),
        ("United Nations Security Council resolution 338", "sc"),
        ("résolution 338 du Conseil de sécurité", "sc"),
        ("安理会第338号决议", "sc"),
        ("第179号决议", "179"),
        ("резолюция 179", "179"),
        ("SG17-TD 456", "td"),
        ("TD456", "td"),
        ("A/HRC/12/23 (2009)", "hrc"),
        ("S/RES/67", "su"),
        ("S/RES/67 (1949)", "su"),
        ("S/RES/67/1949", "su"),
        ("2 March 2009", "march"),
        ("March 2, 2009", "march"),
        ("2009-03", "march"),
        ("2009年3月2日", "march"),
        ("مارس 2009", "march"),
        ("Jun. 2012", "june"),
        ("06/2012", "june"),
        ("15.6.2012", "june"),
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
    assert (shown.correction, ids(shown.hits)) == ("helpline", ["help"])
    assert len(page.asked) == 2


def test_mistyped_letters_of_a_symbol_are_corrected_and_its_number_is_not(page):
    shown = page("WG-KOP/1/16")
    assert (shown.correction, ids(shown.hits)) == ("WG-CP/1/16 Rev.1", ["wg"])
    other_number = page("WG-KOP/1/17")
    assert (other_number.correction, other_number.results.total) == ("", 0)


def test_a_symbol_that_the_reader_may_not_see_is_no_correction(page, put):
    put(
        record(
            "hidden",
            symbol="TD/9/77",
            title="In confidence",
            kind="document",
            audience="delegation:9",
        )
    )
    shown = page("TT/9/77")
    assert (shown.correction, shown.results.total) == ("", 0)


@pytest.mark.parametrize("typed", ["year:abcd", 'title:"', "-year:x", "title:"])
def test_a_field_that_says_nothing_is_named_and_does_not_find_everything(page, typed):
    shown = page(typed)
    assert (shown.results.total, len(shown.faults)) == (0, 1)
    assert typed in shown.faults[0]
    with_words = page(f"ceasefire {typed}")
    assert ids(with_words.hits)[:1] == ["sc"] and with_words.faults == shown.faults


def test_a_kind_that_no_record_has_is_named(page):
    assert page("kind:memo").unknown_kinds == ["memo"]
    assert page("kind: memo").unknown_kinds == ["memo"]
    assert page("kind:document").unknown_kinds == []


@pytest.mark.parametrize("typed", ["kind:", "Kind: "])
def test_a_kind_without_a_value_changes_nothing(page, typed):
    assert page(typed).query.is_empty
    assert [hit.id for hit in page(f"ceasefire {typed}").hits] == [
        hit.id for hit in page("ceasefire").hits
    ]


@pytest.mark.parametrize("typed", ["kind:paper", "kind:Papers", "kind:contribution"])
def test_a_kind_is_named_as_people_name_it(page, typed):
    assert ids(page(typed).results.hits) == ["paper"]


def test_a_clause_is_cited_in_short_beside_the_results(http, world, indexed):
    page = http(world.amina).get("/search?q=helpline").text
    assert "<em>instructs</em> BDT 2" in page.split("data-facets")[1]


def test_entries_of_a_kind_and_country_come_before_comments_that_mention_them(http, world, indexed):
    page = http(world.amina).get("/search?q=Kenya+campaign").text
    assert kinds(page)[0] == "initiative" and "comment" in kinds(page)
    assert "Be the COP" in page.split('id="kind-comment"')[0]


def test_papers_of_a_month_come_before_comments_that_mention_them(app, http, world, indexed):
    with app.app_context():
        newest = db.session.scalar(select(func.max(Contribution.submitted_at)))
    page = http(world.amina).get(f"/search?q=papers+of+{newest:%B+%Y}").text
    assert kinds(page)[0] == "contribution" and "comment" in kinds(page)
