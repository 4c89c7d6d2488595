"""The page of results: grouped, narrowed, ordered, and of help when nothing is found."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select

from tests.search.world import adopt, record
from wgcop.bodies.body import Body, BodyKind
from wgcop.database import db, writing
from wgcop.resolutions.models import Clause, Wording
from wgcop.search.records import Passage
from wgcop.search_engines import choice

SUBJECT = "capacity-building"


@pytest.fixture
def library(app):
    """Of three kinds, in two languages, at all levels, about real clauses or none."""
    engine = app.extensions[choice.EXTENSION]
    with engine.writing() as index:
        index.put(
            record(n, f"semaphore number {n}", f"Semaphore {n}", kind="document", year=2000 + n,
                   body="22-1/1", level="national" if n % 2 else "regional", region="africa",
                   subjects=(SUBJECT,), date=datetime(2000 + n, 1, 1, tzinfo=UTC))
            for n in range(1, 24)
        )  # fmt: skip
        index.put(
            [
                record("fr", "une semaphore pour tous", "Semaphore", kind="document", language="fr", year=2010),
                record("c", "about the semaphore", "recalling a)", kind="clause", year=2010, clauses=("x.y",)),
                record("i", "one semaphore", "Child Semaphore", kind="initiative", level="international",
                       symbol="WG-COP/3/7"),
            ]
        )  # fmt: skip
    adopt(app)
    return engine


@pytest.fixture
def shown(http, library):
    """What stands in the main part of the page, as a reader would see it."""

    def shown(address, person=None, **headers):
        answer = http(person).get(address, headers=headers)
        assert answer.status_code == 200
        return unescape(answer.text).partition("<main")[2].partition("</main>")[0]

    return shown


def links(page, words):
    """Addresses of the links with these words."""
    texts = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [to for to, text in texts if words in " ".join(re.sub(r"<[^>]*>", " ", text).split())]


def test_the_best_of_each_kind_stand_together_with_a_way_to_all(shown):
    page = shown("/search?q=semaphore")
    headings = re.findall(r'results__title" id="kind-([a-z]+)"', page)
    assert sorted(headings) == ["clause", "document", "initiative"]
    assert page.count('<article class="result">') == 3 + 1 + 1
    assert links(page, "All 24 documents") == ["/search?q=semaphore&kind=document"]
    assert "All 1" not in page
    assert "26 results" in page


def test_one_kind_is_a_list_with_pages(shown):
    page = shown("/search?q=semaphore&kind=document")
    assert page.count('<article class="result">') == 20
    assert links(page, "Page 2") == ["/search?q=semaphore&kind=document&page=2"]
    assert shown("/search?q=semaphore&kind=document&page=2").count('<article class="result">') == 4


def test_the_newest_first_when_asked(shown):
    page = shown("/search?q=semaphore&sort=date")
    assert page.index("/document/23") < page.index("/document/22") < page.index("/document/21")
    assert "results__group" not in page
    assert links(page, "Best first") == ["/search?q=semaphore"]
    assert links(shown("/search?q=semaphore"), "Newest first") == ["/search?q=semaphore&sort=date"]


def test_by_number_where_results_have_numbers(shown):
    words = "/search?q=semaphore"
    assert links(shown(words), "By number") == [f"{words}&sort=symbol"]
    assert links(shown(f"{words}&kind=document"), "By number") == []
    page = shown(f"{words}&sort=symbol")
    assert page.index("/initiative/i") < page.index("/document/1")
    assert 'aria-current="true">By number' in page


def test_facets_combine_widen_and_narrow(shown):
    page = shown("/search?q=semaphore&kind=document")
    assert links(page, "Clauses 1") == ["/search?q=semaphore&kind=document&kind=clause"]
    assert links(page, "National 12") == ["/search?q=semaphore&kind=document&level=national"]
    both = shown("/search?q=semaphore&kind=document&kind=clause&level=national&level=regional")
    assert "23 results" in both
    assert links(both, "Kind: Clauses") == [
        "/search?q=semaphore&kind=document&level=national&level=regional"
    ]
    assert links(both, "Remove all") == ["/search?q=semaphore"]


def test_values_are_said_in_words(shown):
    page = shown("/search?q=semaphore")
    for words in ("Africa", "National", "Français", "Documents", "22-1/1"):
        assert f"<bdi>{words}</bdi>" in page


def test_the_citations_of_all_clauses_on_a_page_take_one_statement(
    http, library, world, statements, app
):
    with app.app_context():
        wids = db.session.scalars(select(Clause.wid).order_by(Clause.id)).all()[:8]
    with library.writing() as index:
        index.put(record(f"w{n}", "cited", clauses=(wid,)) for n, wid in enumerate(wids))
    with statements() as first:
        http().get("/search?q=cited&sort=date")
    assert sum("FROM wording" in statement for statement in first) == 1
    with library.writing() as index:
        index.put(record(f"v{n}", "cited", clauses=tuple(wids)) for n in range(40))
    with statements() as again:
        page = http().get("/search?q=cited").text
    assert sum("FROM wording" in statement for statement in again) == 0
    assert "<bdi><em>recalling</em> a)</bdi>" in page


def test_a_long_facet_shows_a_dozen_and_keeps_what_was_chosen_in_sight(shown):
    page = shown("/search?q=semaphore&year=2001")
    years = page.partition("Year</h2>")[2].partition("</section>")[0]
    assert years.partition("<details")[0].count("<li>") == 13
    assert "10 more" in years
    assert 'aria-current="true"' in years.partition("<details")[0]


def test_a_facet_that_tells_nothing_apart_is_left_out(shown):
    assert "Subject</h2>" in shown("/search?q=semaphore")
    assert "Subject</h2>" not in shown("/search?q=number")


def test_the_readers_own_language_comes_first_and_another_is_named(shown, http):
    page = shown("/search?q=semaphore&kind=document&year=2010")
    assert page.index("/document/10") < page.index("/document/fr")
    assert '<span class="tag" lang="fr">Français</span>' in page
    assert '<span class="tag" lang="en">' not in page


def test_a_misspelt_word_that_finds_nothing_is_corrected_by_a_link(shown):
    page = shown("/search?q=semaphroe")
    assert links(page, "semaphore") == ["/search?q=semaphore"]
    assert "There are no results for “semaphroe”" in page
    assert "Results for" not in shown("/search?q=semaphore")
    assert "Results for" not in shown("/search?q=qqqqqq")


def test_nothing_found_says_what_to_do_next(shown, world):
    guest = shown("/search?q=semaphore&kind=initiative&level=national")
    assert "Nothing was found" in guest
    assert links(guest, "Search without “Kind: Registry”") == ["/search?q=semaphore&level=national"]
    assert "(12 results)" in guest
    assert links(guest, "Search everything") == ["/search?q=semaphore"]
    assert links(guest, "How to search") == ["/search/help"]
    assert links(guest, "Sign in")
    assert "Save this search" not in guest
    assert "Register an initiative" not in guest
    member = shown("/search?q=qqqqqq", world.amina)
    assert links(member, "Save this search") == ["/search/saved/new?q=qqqqqq"] * 2
    assert links(member, "Register an initiative") == ["/initiatives/new"]


def test_the_title_leads_to_the_passage(shown, library):
    text = "First page about radio. " * 20 + "Second page about lighthouses. " * 20
    with library.writing() as index:
        index.put([record("p", text, "A report", kind="document", url="/documents/p", passages=(
            Passage(0, "p. 1", "page-1"), Passage(480, "p. 2", "page-2")))])  # fmt: skip
    page = shown("/search?q=lighthouses")
    assert links(page, "A report") == ["/documents/p?at=498&q=lighthouses#found"]
    assert "p. 2" in page


def test_the_help_page_has_examples_that_work(shown):
    page = shown("/search/help")
    examples = re.findall(r'query-help__example" href="([^"]+)"', page)
    assert len(examples) > 12
    for example in examples:
        assert "result" in shown(example)
    kinds = (
        "resolution, clause, comment, meeting, agenda-item, contribution, document, initiative or "
        "implementation-action"
    )
    assert f"Only this kind: {kinds}." in page


def test_names_are_asked_for_once_while_nothing_is_written(http, library, statements):
    named = ("FROM body", "FROM wording")
    with statements() as sent:
        first = http().get("/search?q=semaphore&sort=date").text
    assert all(any(table in each for each in sent) for table in named)
    with statements() as sent:
        again = http().get("/search?q=semaphore").text
    assert len(sent) == 1  # the stamp
    assert "<bdi>22-1/1</bdi>" in first and "<bdi>22-1/1</bdi>" in again


def test_a_body_that_is_named_anew_is_named_so_at_once(http, library, world, app):
    with app.app_context():
        body = db.session.scalars(select(Body).where(Body.kind == BodyKind.QUESTION)).first()
        key, code = body.id, body.code
    with library.writing() as index:
        index.put([record("q", "asked", body=code), record("p", "asked")])
    assert f"<bdi>Question {code}</bdi>" in http().get("/search?q=asked").text
    with app.app_context(), writing():
        db.session.get_one(Body, key).kind = BodyKind.GROUP
        db.session.commit()
    page = http().get("/search?q=asked").text
    assert f"<bdi>{code}</bdi>" in page and f"Question {code}</bdi>" not in page


def test_what_one_delegation_finds_is_in_no_page_of_another(http, library, world):
    """Opened by one after the other, so that each could meet what was kept for the one before."""
    kenya, brazil = world.delegation("Kenya").audience, world.delegation("Brazil").audience
    with library.writing() as index:
        index.put(
            [
                record("k", "semaphore of Kenya alone", "Red lines", kind="draft", audience=kenya),
                record("b", "semaphore of Brazil alone", "Blue lines", kind="draft", audience=brazil),
            ]
        )  # fmt: skip
    readers = {
        "amina": "Red",
        "teresa": "Blue",
        "wanjiru": "Red",
        "haruko": "",
        "ines": "",
        None: "",
    }
    for address in ("/search?q=semaphore", "/search?q=semaphore&kind=draft", "/search?q=lines"):
        for name, own in (*readers.items(), *reversed(readers.items())):
            page = http(world[name] if name else None).get(address).text
            for word, key in (("Red", "k"), ("Blue", "b")):
                assert (f"/draft/{key}" in page) == (own == word), (name, address)


def test_the_same_page_again_asks_who_reads_and_whether_the_index_has_changed(
    http, library, world, statements
):
    haruko, amina = http(world.haruko), http(world.amina)
    first = haruko.get("/search?q=semaphore").text
    with statements() as sent:
        again = haruko.get("/search?q=semaphore").text
    assert len(sent) == 1  # who reads, with the stamp
    assert first.partition("<main")[2] == again.partition("<main")[2]
    assert (
        world.haruko.name in again
        and world.haruko.name not in amina.get("/search?q=semaphore").text
    )


def test_a_clause_that_is_named_anew_is_named_so_at_once(http, library, world, app):
    haruko = http(world.haruko)
    with app.app_context():
        wid = "wtdc-67.recs_recalling__rec_a"
        key = db.session.scalars(select(Clause.id).where(Clause.wid == wid)).one()
    with library.writing() as index:
        index.put([record("w", "cited", clauses=(wid,)), record("v", "cited")])
    assert "recalling" in haruko.get("/search?q=cited").text
    with app.app_context(), writing():
        for wording in db.session.scalars(select(Wording).where(Wording.clause_id == key)):
            wording.citation = "remembering z)"
        db.session.commit()
    assert "<em>remembering</em> z)" in haruko.get("/search?q=cited").text
