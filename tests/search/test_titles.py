"""The titles of hits that the workspace words itself: each reader reads them in their own language."""

from html import unescape
from itertools import count
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from tests.brackets.acts import opened
from tests.proposals.acts import act, proposed
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.models import AgendaItem
from wgcop.database import db
from wgcop.outcomes.actions.statements import deliver_statement
from wgcop.outcomes.statements import StatementKind

pytestmark = pytest.mark.settings(LANGUAGES=["en", "ar", "fr"])

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def released(world, http):
    """The address of a proposal that Kenya has released."""
    address = proposed(http(world.amina), change=("youth programmes", "numbat programmes"))
    act(http(world.amina), address, "release")
    return address


@pytest.fixture
def say(world, http):
    numbers = count()

    def say(who, at, body):
        data = {"body": body, "audience": "members", "key": f"title-{next(numbers)}"}
        answer = http(world[who]).post(at, data=data, headers={"Accept": "application/json"})
        assert answer.status_code < 300, answer.text

    return say


@pytest.fixture
def delivered(app, world):
    """A statement and a reservation of Brazil."""
    with app.app_context():
        for kind in StatementKind:
            deliver_statement(
                db.session.scalars(select(AgendaItem).order_by(AgendaItem.id)).first(),
                kind,
                f"A numbat, in a {kind}.",
                delegation=db.session.get(Delegation, world.delegation("Brazil").id),
                by=db.session.get(Person, world.teresa.id),
            )
        db.session.commit()


def read(visitor, language):
    visitor.get(f"/?language={language}", follow_redirects=True)


def titles(visitor, language, kind):
    read(visitor, language)
    hits = visitor.get(f"/search.json?q=numbat&kind={kind}").json["hits"]
    return sorted(hit["title"] for hit in hits)


def test_a_proposal_and_what_is_said_about_it_are_titled_for_each_reader(
    world, http, say, index, released
):
    said_at = f"/threads/proposal:{released.rpartition('/')[2]}/comments"
    for number in (1, 2, 3):
        say("teresa", said_at, f"Numbat {number}.")
    index()
    reader = http(world.caio)
    title = {language: titles(reader, language, "proposal") for language in ("en", "ar", "en")}
    assert title["en"] == ["MOD recognizing b): Kenya"]
    assert title["ar"] == ["MOD recognizing b): كينيا"]
    said = {language: titles(reader, language, "comment") for language in ("ar", "en")}
    assert set(said["en"]) == {"Brazil · Head of delegation: MOD recognizing b): Kenya"}
    assert set(said["ar"]) == {"البرازيل · رئيس الوفد: MOD recognizing b): كينيا"}
    assert len(said["ar"]) == 3
    assert titles(http(), "ar", "comment") == []


def test_page_table_feed_and_suggestions_title_a_hit_in_the_same_words(
    world, http, index, released
):
    index()
    reader, title = http(world.caio), "MOD recognizing b): كينيا"
    read(reader, "ar")
    page = unescape(reader.get("/search?q=numbat&kind=proposal").text)
    assert (
        f'<h3 class="result__title" lang="ar" dir="auto"><a href="{released}">{title}</a>' in page
    )
    assert title in reader.get("/search.csv?q=numbat").text
    entries = ET.fromstring(reader.get("/search.atom?q=numbat").data).iter(f"{ATOM}entry")
    [told] = [entry for entry in entries if entry.find(f"{ATOM}category").get("term") == "proposal"]
    assert told.find(f"{ATOM}title").text == title
    assert told.find(f"{ATOM}title").get(LANG) == "ar" and told.get(LANG) == "en"
    offered = reader.get("/search/suggestions?q=MOD recognizing").json["suggestions"]
    assert title in [suggestion["title"] for suggestion in offered]
    read(reader, "en")
    english = "MOD recognizing b): Kenya"
    assert english in unescape(reader.get("/search?q=numbat&kind=proposal").text)
    assert "كينيا" not in reader.get("/search.atom?q=numbat").text


def test_what_a_reader_searches_for_is_marked_in_the_title_that_they_read(
    world, http, index, released
):
    index()
    reader = http(world.caio)
    read(reader, "ar")
    page = reader.get("/search?q=recognizing&kind=proposal").text
    assert "MOD <mark>recognizing</mark> b): كينيا" in page


def test_statements_are_titled_for_each_reader(world, http, index, delivered):
    index()
    reader = http(world.caio)
    assert titles(reader, "en", "statement") == ["Reservation: Brazil", "Statement: Brazil"]
    assert titles(reader, "fr", "statement") == [
        "Déclaration\N{NO-BREAK SPACE}: Brésil",
        "Réserve\N{NO-BREAK SPACE}: Brésil",
    ]
    assert titles(http(), "fr", "statement") == []


def test_a_bracket_is_titled_for_each_reader(world, http, index):
    opened(http(world.amina), "many")
    index()
    reader = http(world.caio)
    for language, title in (
        ("fr", "Crochets 1 dans recognizing b)"),
        ("en", "Bracket 1 in recognizing b)"),
        ("fr", "Crochets 1 dans recognizing b)"),
    ):
        read(reader, language)
        hits = reader.get("/search.json?q=many&kind=bracket").json["hits"]
        assert [hit["title"] for hit in hits] == [title]
