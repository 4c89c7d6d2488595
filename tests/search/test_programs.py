"""The same results as JSON, as a table and as a feed; and what the box suggests."""

import csv
import io
import json
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from tests.search.world import adopt, record
from wgcop.cli import main
from wgcop.reading import tables
from wgcop.search_engines import choice
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import answer
from wgcop.search_page.asking import SearchReader
from wgcop.search_page.tables import MOST_ROWS

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def library(app):
    engine = app.extensions[choice.EXTENSION]
    with engine.writing() as index:
        index.put(
            [
                record("1", "Semaphores for all", "=HYPERLINK(0)", kind="document", symbol="-1+1", url="/d/1",
                       source=" @SUM(A1)", year=2009, date=datetime(2009, 5, 4, tzinfo=UTC), language="fr"),
                record("2", "A semaphore\x0b & <b>flags</b>", "Flags", kind="document", url="/d/2", year=2011,
                       date=datetime(2011, 5, 4, tzinfo=UTC)),
                record("3", "Our semaphore", "Kenya's own", kind="contribution", audience="delegation:99"),
            ]
        )  # fmt: skip
    adopt(app)
    return engine


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_page_names_its_other_forms(http, library):
    page = http().get("/search?q=semaphore&year=2009&year=2011").text
    for kind, name in (
        ("application/json", "json"),
        ("text/csv", "csv"),
        ("application/atom+xml", "atom"),
    ):
        address = f"/search.{name}?q=semaphore&amp;year=2009&amp;year=2011"
        assert f'<link rel="alternate" type="{kind}"' in page
        assert page.count(f'href="{address}"') == 2


def test_json_is_the_same_at_both_addresses(http, library):
    one, other = (
        http().get(f"{path}?q=semaphore").get_json() for path in ("/search.json", "/api/v1/search")
    )
    assert one == other
    assert one["total"] == 2
    assert one["hits"][0]["snippet"].count("<mark>") == 1


def test_json_corrects_what_is_misspelt_as_the_page_does(http, library):
    found = http().get("/search.json?q=semaphoer").get_json()
    assert (found["correction"], found["total"]) == ("semaphore", 2)
    assert len(rows(http().get("/search.csv?q=semaphoer"))) == 2
    assert "semaphore</bdi>" in http().get("/search?q=semaphoer").text


@pytest.mark.parametrize("form", ["json", "csv", "atom"])
@pytest.mark.parametrize("typed", ["year:abcd", 'title:"'])
def test_a_program_is_told_what_says_nothing(http, library, form, typed):
    for beside in ({}, {"kind": "document"}):
        assert http().get(f"/search.{form}", query_string={"q": typed, **beside}).status_code == 422
    found = http().get("/search.json", query_string={"q": f"semaphore {typed}"}).get_json()
    assert found["total"] == 2 and typed in found["faults"][0]


@pytest.mark.parametrize("typed", ["!!!", "–", "***", "()"])
def test_signs_alone_find_nothing_for_a_program_as_on_the_page(http, library, typed):
    assert http().get("/search.json", query_string={"q": typed}).get_json()["total"] == 0
    assert rows(http().get("/search.csv", query_string={"q": typed})) == []
    assert "/d/2" not in http().get("/search", query_string={"q": typed}).text
    assert http().get("/search.json?q=").get_json()["total"] > 0

    beside = {"q": typed, "kind": "document"}
    assert http().get("/search.json", query_string=beside).get_json()["total"] == 0
    assert "/d/2" not in http().get("/search", query_string=beside).text
    assert http().get("/search.json?q=&kind=document").get_json()["total"] > 0


@pytest.mark.parametrize("page", ["null", "0", "-1", "1.5", "", "1&page=null"])
def test_a_program_is_told_which_pages_there_are(http, library, page):
    refused = http().get(f"/api/v1/search?q=semaphore&page={page}")
    assert refused.status_code == 422
    assert refused.get_json()["error"] == "The page must be a whole number, from 1."


@pytest.mark.parametrize("page", ["1", "007", "9" * 5000])
def test_any_other_page_is_given_to_a_program_or_the_last_one(http, library, page):
    assert http().get(f"/api/v1/search?q=semaphore&page={page}").get_json()["page"] == 1


def test_a_table_opens_without_running_anything(http, library):
    answer = http().get("/search.csv?q=semaphore&sort=date")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert not answer.data.startswith(b"\xef\xbb\xbf")
    flags, formula = rows(answer)
    assert (formula["title"], formula["symbol"], formula["source"]) == (
        "'=HYPERLINK(0)",
        "'-1+1",
        "' @SUM(A1)",
    )
    assert (formula["year"], formula["date"], formula["language"]) == ("2009", "2009-05-04", "fr")
    assert flags["address"] == "http://localhost/d/2"
    assert flags["found"].startswith("A semaphore")


@pytest.mark.parametrize(
    "cell", ["=1+1", "＝1+1", "＠SUM(A1)", "－1", "\u200b=1", " +1", "\tx", "\u2212 1"]
)
def test_a_cell_that_begins_a_formula_in_any_width_is_words(cell):
    assert tables.guarded(cell) == f"'{cell}"
    assert tables.guarded(f"a{cell}") == f"a{cell}"


def test_a_table_is_bounded_and_says_so(http, library, monkeypatch):
    monkeypatch.setattr("wgcop.search_page.api.MOST_ROWS", 1)
    monkeypatch.setattr("wgcop.search_page.rendering.MOST_ROWS", 1)
    answer = http().get("/search.csv?q=semaphore")
    assert len(rows(answer)) == 1
    assert answer.headers["X-Total-Count"] == "2"
    assert "(the first row)" in http().get("/search?q=semaphore").text
    assert MOST_ROWS == 500


def test_a_feed_is_well_formed_and_stays_the_same(http, library, clock):
    clock.stop()
    answer = http().get("/search.atom?q=semaphore")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2010-06-04:search?q=semaphore"
    assert feed.findtext(f"{ATOM}updated") == "2011-05-04T00:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "WG-COP"
    to = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert to == {
        "self": "http://localhost/search.atom?q=semaphore",
        "alternate": "http://localhost/search?q=semaphore",
    }
    newest, older = feed.findall(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}title") == "Flags"
    assert newest.findtext(f"{ATOM}id") == "tag:localhost,2010-06-04:document:2"
    assert older.find(f"{ATOM}link").get("href") == "http://localhost/d/1"
    assert http().get("/search.atom?q=semaphore").data == answer.data


def test_by_number_papers_come_first_and_bodies_by_their_names(http, indexed, world):
    answer = (
        http(world.amina)
        .get("/search.json?q=wg-cop&sort=symbol&kind=contribution&kind=body")
        .get_json()
    )
    symbols = [hit["symbol"] for hit in answer["hits"]]
    assert symbols[0] and not symbols[-1]
    assert symbols == sorted(symbols, key=lambda symbol: not symbol)
    bodies = [hit["title"] for hit in answer["hits"] if hit["kind"] == "body"]
    assert bodies and bodies == sorted(bodies)


# What the box suggests


@pytest.fixture
def suggested(http, indexed):
    def suggested(typed, person=None):
        answer = http(person).get("/search/suggestions", query_string={"q": typed})
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        return [(one["kind"], one["title"], one["url"]) for one in answer.get_json()["suggestions"]]

    return suggested


def test_a_paper_is_suggested_by_its_symbol_or_title(suggested, world):
    kind, title, _ = paper = suggested("wg-cop/3/2", world.amina)[0]
    assert kind == "Contribution"
    assert title.startswith("WG-COP/3/2")
    assert paper in suggested("one list of req", world.amina)


def test_a_clause_is_suggested_by_its_citation(suggested, world):
    kind, title, url = suggested("recalling e")[0]
    assert (kind, title.partition(" ·")[0]) == ("Clause", "recalling e)")
    assert url.startswith("/clauses/")


def test_people_are_suggested_to_members_only(suggested, world):
    assert ("Person", world.amina.name, f"/people/{world.amina.id}") in suggested(
        "amin", world.farid
    )
    assert suggested("amin") == []


def test_a_few_of_each_kind_and_never_more_than_eight(suggested, world):
    found = suggested("in", world.amina)
    kinds = [kind for kind, *_ in found]
    assert len(found) == 8
    assert len(set(kinds)) > 1
    assert sorted(kinds, key=kinds.index) == kinds
    assert 4 <= len(suggested("director")) <= 8  # of one kind


def test_anything_may_be_typed(suggested):
    for typed in ("", " ", "*", '"', "\x00", "x" * 50_000, "(" * 500, "ك", "%_"):
        assert isinstance(suggested(typed), list), typed[:20]


def test_suggesting_asks_the_database_for_the_reader_only(http, world, statements):
    amina = http(world.amina)
    amina.get("/search/suggestions?q=amin")  # the numbers of Questions are remembered from here on
    with statements() as sent:
        amina.get("/search/suggestions?q=amin")
    assert len(sent) <= 3


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", ["en"]), ("fr", ["fr", "en"]), ("ar", ["ar", "en"]), ("", ["en"])],
)
def test_a_paper_stands_above_its_versions_in_other_languages(app, world, indexed, language, first):
    with app.app_context():
        reader = SearchReader(world.amina.audiences, language)
        hits = answer(current_engine(), Address("WG-COP/3/2"), reader).results.hits
    of_paper = [hit.language for hit in hits if hit.symbol.startswith("WG-COP/3/2")]
    assert of_paper[: len(first)] == first and len(of_paper) == 3


@pytest.mark.parametrize(
    "typed",
    ["WG-COP/3/2", "semaphores", "helplines in Kenya since 2005", "hlepline"],
)
def test_page_json_and_command_answer_a_question_alike(app, http, indexed, world, typed):
    asked = ["search", typed, "--json", "--as", world.amina.email]
    run = CliRunner().invoke(main, asked, obj=ScriptInfo(create_app=lambda: app))
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    amina = http(world.amina)
    found = amina.get("/search.json", query_string={"q": typed}).get_json()
    assert {**told, "hits": [hit["id"] for hit in told["hits"]]} == {
        **found,
        "hits": [hit["id"] for hit in found["hits"]],
    }
    page = amina.get("/search", query_string={"q": typed})
    if found["leads_to"]:
        assert page.location == found["leads_to"]
    else:
        assert all(hit["url"] in unescape(page.text) for hit in found["hits"][:3])
