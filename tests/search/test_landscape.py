"""What exists already, gathered from the engine and laid out by level and body."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.search.world import GUEST, KENYAN, MEMBER, record
from wgcop.priorwork.landscape.works import MOST, LandscapeSubject, landscape
from wgcop.search.question.parsing import parse
from wgcop.search_page.asking import SearchReader

MADE = datetime(2010, 6, 3, 9, tzinfo=UTC)
CLAUSE = "wtdc-67.resolves__para_1"
ABOUT_CLAUSE = LandscapeSubject(
    title="resolves 1",
    text="to publish guidance on helplines that children call",
    language="en",
    clauses=(CLAUSE,),
    own="clause:1",
)


def document(key, text, **fields):
    fields = {"kind": "document", "title": f"Document {key}", "level": "international"} | fields
    return record(key, text, fields.pop("title"), **fields)


@pytest.fixture(autouse=True)
def library(engine):
    with engine.writing() as index:
        index.put(
            [
                record("1", ABOUT_CLAUSE.text, "resolves 1", kind="clause", clauses=(CLAUSE,), level="international"),
                document("old", "Helplines that children call need guidance.", body="22/1", year=2007),
                document("new", "Guidance on helplines that children call.", body="22/1",
                         date=datetime(2009, 5, 3, tzinfo=UTC), year=2009),
                document("tag", "Budgets of schools.", body="22/1", year=2005, clauses=(CLAUSE,)),
                document("reg", "Helplines in Arab States that children call.", body="ARB", level="regional", year=2008),
                document("mem", "Helplines that children call, for members.", body="JCA", audience="members", year=2010),
                record("nat", "A helpline that children call", "116", kind="initiative", level="national",
                       source="Savanna Helplines", year=2006),
                record("own", "Guidance on helplines that children call", "Draft", kind="contribution",
                       audience="delegation:7", body="WG-COP", clauses=(CLAUSE,), year=2010),
                record("say", "Children call helplines, says Kenya", "Kenya", kind="comment",
                       audience="members", clauses=(CLAUSE,)),
                record("wanjiru", "Guidance helplines children call", "Wanjiru", kind="person"),
            ]
        )  # fmt: skip


@pytest.fixture
def seen(engine):
    def seen(asked=ABOUT_CLAUSE, audiences=GUEST):
        return landscape(engine, asked, SearchReader(audiences), made_at=MADE)

    return seen


@pytest.fixture
def topic(seen):
    def topic(typed, audiences=GUEST):
        question = parse(typed, audiences=audiences)
        return seen(LandscapeSubject(title=typed, text=typed, question=question), audiences)

    return topic


def ids(found):
    return [work.hit.id for work in found.works]


def laid_out(bodies):
    return [(one.body, [work.hit.id for work in one.works]) for one in bodies]


def test_a_landscape_lists_declared_work_then_levels_from_international_to_national(engine, seen):
    words = "Guidance on helplines of schools that children call."
    with engine.writing() as index:
        index.put([document("same", words, body="22/1", year=2006, clauses=(CLAUSE,))])
    assert laid_out(seen().declared) == [("22/1", ["document:same"])]
    assert laid_out(seen().far) == [("22/1", ["document:tag"])], "in other words: last"
    assert [(level.level, laid_out(level.bodies)) for level in seen().levels] == [
        ("international", [("22/1", ["document:new", "document:old"])]),
        ("regional", [("ARB", ["document:reg"])]),
        ("national", [("Savanna Helplines", ["initiative:nat"])]),
    ]


def test_what_the_subject_declares_to_build_on_comes_first_and_nothing_twice(seen):
    result = seen(replace(ABOUT_CLAUSE, builds_on=("document:reg", "document:mem")))
    assert [work.hit.id for body in result.built_on for work in body.works] == ["document:reg"]
    others = [
        work.hit.id
        for bodies in (result.declared, result.far, *(level.bodies for level in result.levels))
        for body in bodies
        for work in body.works
    ]
    assert "document:reg" not in others and "document:mem" not in others
    assert len(others) + 1 == len(result.works)


def test_declared_work_comes_first_also_if_it_shares_no_word(engine, seen):
    with engine.writing() as index:
        index.put(
            [
                document("fr", "Des lignes que les enfants appellent.", language="fr"),
                document("mine", "Des lignes d'écoute.", language="fr", audience="delegation:7"),
            ]
        )
    declares = replace(ABOUT_CLAUSE, builds_on=("document:fr", "document:mine"))
    assert [work.hit.id for body in seen(declares).built_on for work in body.works] == [
        "document:fr"
    ]
    assert len(seen(declares, KENYAN).built_on[0].works) == 2


def test_nearer_works_stand_before_newer_ones(engine, seen):
    with engine.writing() as index:
        index.put([document("far", "Guidance for schools on children.", body="22/1", year=2010)])
    works = [work for level in seen().levels for body in level.bodies for work in body.works]
    of_body = [work for work in works if work.body == "22/1"]
    assert [work.weight for work in of_body] == sorted((w.weight for w in of_body), reverse=True)
    assert of_body[0].hit.id == "document:new" and len({w.weight for w in of_body}) > 1


def test_a_work_that_names_the_clause_is_there_even_if_it_shares_no_words(seen):
    tagged = [work.hit.id for work in seen().works if work.is_tagged]

    assert tagged == ["document:tag"] and seen().tagged == 1


def test_a_work_that_is_only_the_nearest_of_many_far_ones_is_not_shown(engine, seen):
    text = "Lighthouses, harbours, piers, buoys, beacons, tides and anchors of children"
    with engine.writing() as index:
        index.put([record("2", text, "resolves 2", kind="clause")])
    asked = LandscapeSubject(title="resolves 2", text=text, language="en", own="clause:2")

    assert seen(asked).works == ()


def test_a_landscape_leaves_out_the_clause_itself_comments_and_people(seen):
    found = ids(seen(audiences=KENYAN))

    assert "clause:1" not in found and "comment:say" not in found and "person:wanjiru" not in found


def test_comments_on_the_clause_are_counted_apart(seen):
    assert seen(audiences=MEMBER).comments == 1 and seen().comments == 0


@pytest.mark.parametrize(
    ("audiences", "member_paper", "draft"),
    [(GUEST, False, False), (MEMBER, True, False), (KENYAN, True, True)],
)
def test_each_reader_sees_what_is_theirs_to_read(seen, topic, audiences, member_paper, draft):
    for found in (seen(audiences=audiences), topic("helplines children", audiences)):
        assert ("document:mem" in ids(found)) is member_paper
        assert ("contribution:own" in ids(found)) is draft
        assert found.kinds["document"] == sum(i.startswith("document") for i in ids(found))
        assert found.kinds.get("contribution", 0) == draft


def test_a_landscape_says_when_and_from_how_many_records_it_was_made(seen):
    assert (seen().made_at, seen().among) == (MADE, 7)
    assert seen(audiences=KENYAN).among == 10


def test_each_work_has_the_passage_that_is_nearest(seen):
    (new,) = [work for work in seen().works if work.hit.id == "document:new"]

    assert "<mark>Guidance</mark> on <mark>helplines</mark>" in new.hit.snippet


def test_the_landscape_of_a_topic_has_works_with_all_its_words(topic):
    assert set(ids(topic("guidance helplines"))) == {"clause:1", "document:new", "document:old"}
    assert not topic("guidance helplines").is_loose


def test_where_nothing_holds_all_words_some_will_do_and_it_is_said(topic):
    found = topic("budgets spaceships")

    assert ids(found) == ["document:tag"] and found.is_loose


def test_nothing_is_found_of_what_nobody_has_written(topic, seen):
    assert topic("spaceships").works == ()
    assert seen(LandscapeSubject(title="x", text="spaceships", language="en")).works == ()


def test_operators_in_a_text_are_only_words(seen):
    hostile = 'NOT helplines -children "call kind:person ( AND *'
    asked = LandscapeSubject(title="x", text=hostile, language="en")

    assert "document:old" in ids(seen(asked))


def test_what_one_page_does_not_hold_is_counted(engine, topic):
    with engine.writing() as index:
        index.put(document(f"n{n}", "Lighthouses") for n in range(MOST + 3))
    found = topic("lighthouses")

    assert (len(found.works), found.left_out) == (MOST, 3)
