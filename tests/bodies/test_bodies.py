"""Bodies by any of their names, their lineage, and how they are found."""

import pytest
from sqlalchemy import select

from wgcop.bodies.actions import add_body, edit_body
from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.queries import all_bodies, body_aliases, body_by_slug, find, lineage_of
from wgcop.errors import Refused
from wgcop.search.indexer import drain_all


def question(code, **more):
    return BodyFacts(code=code, kind=BodyKind.QUESTION, name=f"About {code}", **more)


@pytest.fixture
def line(session):
    """22/1, then 22-1/1, which Resolution 67 calls 22-2/1, then 3/2."""
    for facts in (
        question("22/1", period="2006–2010"),
        question("22-1/1", aliases=("22-2/1",), after=("22/1",), period="2010–2014"),
        question("3/2", after=("22-1/1",), period="2014–"),
        BodyFacts(code="WG-COP", kind=BodyKind.GROUP, name="Working Group", aliases=("WG-CP",)),
    ):
        add_body(facts, by=None)
    session.commit()
    return {body.code: body for body in all_bodies()}


NAMES = {"22/1", "22-1/1", "22-2/1", "3/2"}


def test_every_name_leads_to_all_the_others(line):
    aliases = body_aliases()
    assert set(aliases) == NAMES
    for name in NAMES:
        assert set(aliases[name]) == NAMES - {name}


def test_aliases_are_cached_and_updated_after_a_change(app, session, line, statements):
    aliases = app.extensions["body_aliases"]
    assert set(aliases()) == NAMES
    with statements() as sent:
        assert set(aliases()) == NAMES
    assert sent == []
    add_body(question("3/2bis", after=("3/2",)), by=None)
    session.commit()
    assert "3/2bis" in aliases()["22/1"]


def test_a_question_is_found_by_any_of_its_names(line):
    for name in ("22-2/1", "Question 22-2/1", "Q22-2/1", "q.22-1/1", " 22-1/1 "):
        assert find(name, all_bodies()).code == "22-1/1", name


def test_a_group_is_found_in_any_case_and_nothing_by_chance(line):
    assert find("wg-cp", all_bodies()).code == "WG-COP"
    assert find("2/1", all_bodies()) is None


def test_a_name_is_given_once(line):
    for taken in (question("22-2/1"), question("5/2", aliases=("wg-cp",))):
        with pytest.raises(Refused, match="already"):
            add_body(taken, by=None)


def test_a_body_cannot_come_before_itself(line):
    with pytest.raises(Refused, match="cannot come before"):
        edit_body(line["22/1"], question("22/1", period="2006–2010", after=("3/2",)), by=None)


def test_a_body_cannot_follow_an_unknown_one(line):
    with pytest.raises(Refused, match="no body “9/9”"):
        add_body(question("4/2", after=("9/9",)), by=None)


def test_both_halves_of_a_divided_lineage_are_updated(session, line):
    edit_body(line["3/2"], question("3/2", period="2014–"), by=None)
    session.commit()
    assert line["3/2"].family == ["3/2"]
    assert line["22/1"].family == ["22/1", "22-1/1", "22-2/1"]
    assert lineage_of(line["22/1"]).chain == (line["22/1"], line["22-1/1"])


def test_a_body_shows_its_lineage(line):
    body = body_by_slug("22-1-1")
    assert body.title == "Question 22-1/1: About 22-1/1"
    assert [one.code for one in lineage_of(body).earlier] == ["22/1"]
    record = body.search_record()
    assert (record.kind, record.url, record.symbol) == ("body", "/priorwork/bodies/22-1-1", "")
    assert record.audience == {"public"}
    assert "Question 22-2/1" in record.also_called


def test_an_edit_without_a_change_leaves_no_trace(session, line):
    body = line["22-1/1"]
    before = body.version
    edit_body(body, BodyFacts.stored(body, lineage_of(body).earlier), by=None)
    session.commit()
    assert body.version == before


def test_a_guest_finds_a_question_by_the_number_in_the_resolution(http, session, line):
    drain_all()
    session.commit()
    hits = http().get("/api/v1/search?q=22-2/1").get_json()["hits"]
    assert "/priorwork/bodies/22-1-1" in [hit["url"] for hit in hits]
    assert session.scalar(select(Body.id).where(Body.code == "3/2")) is not None
