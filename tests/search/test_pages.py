"""The search page, its JSON, and the commands."""

import json
import time
from html import unescape

import pytest

from tests.search.test_parsing import HOSTILE
from tests.search.world import adopt, record
from wgcop.errors import Refused
from wgcop.search_engines import choice
from wgcop.search_page.cli import index_group, search_command

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def library(app):
    """Three public things, one for members and one of Kenya's own."""
    engine = app.extensions[choice.EXTENSION]
    with engine.writing() as index:
        index.put(
            [
                record("1", "To collaborate on awareness campaigns", "instructs the Director 1", kind="clause",
                       year=2010, url="/clauses/x"),
                record("2", "Campaigns in <b>schools</b> & homes", "School campaigns", kind="initiative",
                       year=2012, level="national", url="/initiatives/2"),
                record("3", "A campaign by radio", "Radio", kind="initiative", year=2012, url="/initiatives/3"),
                record("4", "The campaign needs marmalade", "Kenya: on the campaign", kind="comment",
                       audience="members", year=2026, url="/clauses/x#comment-4"),
                record("5", "Our campaign is secret", "Draft", kind="contribution", audience="delegation:77",
                       year=2026, url="/contributions/5"),
            ]
        )  # fmt: skip
    adopt(app)
    return engine


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def main(client, address):
    return page(client, address).partition("<main")[2].partition("</main>")[0]


def test_what_is_found_links_to_its_place_with_the_words_marked(http):
    shown = main(http(), "/search?q=campaigns")
    assert '<a href="/initiatives/3">' in shown
    assert '<a href="/clauses/x">' in shown
    assert "A <mark>campaign</mark> by radio" in shown
    assert "3 results" in shown


def test_what_was_written_never_becomes_markup(http):
    response = http().get("/search?q=schools+%3Cscript%3E").get_data(as_text=True)
    assert "&lt;b&gt;<mark>schools</mark>&lt;/b&gt; &amp; homes" in response
    assert "<script>" not in response.partition("<main")[2].replace("&lt;script&gt;", "")


def test_a_guest_finds_no_trace_of_what_members_say(http):
    for address in (
        "/search?q=campaign",
        "/search?q=marmalade",
        "/search?kind=comment",
        "/search?q=secret",
    ):
        shown = main(http(), address)
        assert "comment-4" not in shown
        assert "Draft" not in shown
        assert "year=2026" not in shown
    assert "Nothing was found" in main(http(), "/search?q=marmalade")
    assert "members find more" in main(http(), "/search?q=marmalade")


def test_members_find_what_members_say_but_not_anothers_draft(http, world):
    amina = http(world.amina)
    assert "comment-4" in main(amina, "/search?q=marmalade")
    assert "members find more" not in main(amina, "/search?q=secret")
    shown = main(amina, "/search?q=secret")
    assert "Nothing was found" in shown or "There are no results for “secret”" in shown
    assert "Our campaign" not in shown


def test_facets_combine_and_can_be_taken_off(http):
    all_ = main(http(), "/search?q=campaign")
    assert 'href="/search?q=campaign&kind=initiative"' in all_
    narrowed = main(http(), "/search?q=campaign&kind=initiative")
    assert "2 results" in narrowed
    assert 'href="/search?q=campaign&kind=initiative&kind=clause"' in narrowed
    assert 'href="/search?q=campaign" rel="nofollow" aria-current="true"' in narrowed
    both = main(http(), "/search?q=campaign&kind=initiative&year=2010")
    assert "0 results" in both
    assert 'href="/search?q=campaign&year=2010"' in both
    assert 'href="/search?q=campaign"' in both  # everything


def test_an_empty_question_explains_how_to_ask(http):
    shown = main(http(), "/search")
    assert "How to search" in shown
    assert "source:kenya" in shown


def test_pages_have_stable_links(http, library):
    with library.writing() as index:
        index.put(record(f"p{n}", "paged") for n in range(45))
    second = main(http(), "/search?q=paged&page=2")
    assert "45 results" in second
    assert 'href="/search?q=paged&page=3"' in second
    assert 'href="/search?q=paged"' in second
    assert main(http(), "/search?q=paged&page=99").count("<article") == 5
    assert main(http(), "/search?q=paged&page=-1").count("<article") == 20
    assert main(http(), "/search?q=paged&page=x").count("<article") == 20


def test_hostile_questions_get_a_page(http):
    for typed in HOSTILE:
        begun = time.perf_counter()
        question = {
            "q": typed.encode("utf-8", "replace")[:8000],
            "kind": typed[:50].encode("utf-8", "replace"),
        }
        assert http().get("/search", query_string=question).status_code == 200
        assert time.perf_counter() - begun < 10


def test_the_api_finds_and_counts_the_same(http):
    answer = http().get("/api/v1/search?q=campaigns&kind=initiative").get_json()
    assert answer["total"] == 2
    assert answer["facets"]["kind"] == {"initiative": 2, "clause": 1}
    assert answer["facets"]["year"] == {"2012": 2}
    assert set(answer["hits"][0]) >= {"kind", "title", "url", "snippet", "score"}
    assert http().get("/api/v1/search?q=marmalade").get_json()["total"] == 0


def test_the_command_finds_as_a_guest(app):
    run = app.test_cli_runner().invoke
    result = run(search_command, ["campaign", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["total"] == 3
    text = run(search_command, ["campaign", "--kind", "initiative", "--year", "2012"]).stdout
    assert "Registry entry: Radio" in text
    assert "2 found." in text
    assert "Nothing was found" in run(search_command, ["marmalade"]).stdout
    assert run(search_command, ["x", "--year", "soon"]).exit_code == 2


def test_the_command_finds_as_somebody(app, world):
    run = app.test_cli_runner().invoke
    found = json.loads(
        run(search_command, ["marmalade", "--as", world.amina.email, "--json"]).stdout
    )
    assert found["total"] == 1
    assert isinstance(
        run(search_command, ["marmalade", "--as", "nobody@example.org"]).exception, Refused
    )


def test_rebuilding_fills_the_index_from_the_rows(app, library):
    result = app.test_cli_runner().invoke(index_group, ["rebuild"])
    assert result.exit_code == 0
    assert "records are in the index" in result.stdout
    said = json.loads(app.test_cli_runner().invoke(search_command, ["secret", "--json"]).stdout)
    assert (said["total"], said["pages"], said["hits"]) == (0, 0, [])
    assert not any(said["facets"].values())
    assert "looked at" in app.test_cli_runner().invoke(index_group, ["drain"]).stdout


def test_an_unknown_engine_is_refused_in_a_sentence(app):
    app.config["SEARCH_ENGINE"] = "crystal ball"
    with pytest.raises(Refused, match="crystal ball"):
        choice.init_app(app)


def test_the_engine_in_postgresql_needs_its_database(app):
    app.config.update(SEARCH_ENGINE="postgres", DATABASE_URL="sqlite:///wgcop.db")
    with pytest.raises(Refused, match="needs a PostgreSQL DATABASE_URL"):
        choice.init_app(app)
