"""What is found, and in which order, whichever engine answers."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from tests.search.test_parsing import HOSTILE, typing
from tests.search.world import GUEST, record
from wgcop.search.question.parsing import name_terms, parse
from wgcop.search.question.query import Query

# Order


def test_a_record_with_every_word_comes_before_one_that_repeats_a_single_word(put, ask, found):
    put(
        record("one", "campaign " * 30),
        record(
            "both",
            "A long text on many other matters, and a campaign, and much more about schools.",
        ),
        record("none", "Nothing of the kind"),
    )
    assert found("the campaigns in school") == ["remark:both", "remark:one"]
    scores = [hit.score for hit in ask("campaign school").hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 2


def test_a_title_weighs_with_the_text(put, found):
    filler = "words about this and that " * 5
    put(record("text", f"{filler} helpline", "Other"), record("title", filler, "Helpline"))
    assert found("helpline") == ["remark:title", "remark:text"]


def test_a_word_typed_twice_weighs_twice(put, found):
    put(
        record("a", "alpha beta gamma"),
        record("b", "alpha beta beta delta"),
        record("c", "alpha alpha beta"),
    )
    assert found("alpha alpha alpha beta")[0] == "remark:c"
    assert found("alpha beta beta beta")[0] == "remark:b"


def test_without_words_the_newest_comes_first(put, found):
    put(*[record(str(day), "x", date=datetime(2026, 3, day, tzinfo=UTC)) for day in (2, 9, 5)])
    assert found("kind:remark") == ["remark:9", "remark:5", "remark:2"]


# The language of questions


@pytest.fixture
def library(put):
    put(
        record("kenya", "Capacity building for schools.", "Proposal", kind="contribution", source="Kenya",
               symbol="WG-COP/3/7", year=2010, level="national", body="WG-COP"),
        record("uk", "Building capacity, and awareness campaigns", "Paper", kind="contribution",
               source="United Kingdom", symbol="WG-COP/3/8", year=2012, body="ITU-D Study Group 1"),
        record("q", "Work under Question 22-2/1 continues", "Liaison statement", kind="contribution",
               source="ITU-D Study Group 1", year=2012),
        record("clause", "to collaborate with Q22-2/1, in terms of organizations", "instructs 1", kind="clause",
               clauses=("wtdc-67.opers_instructs__oper_1",), year=2010, level="international"),
        record("zh", "儿童在线保护指南", "指南", language="zh", kind="initiative", year=2020),
        record("fr", "Protection des enfants en ligne", "Guide", language="fr", kind="initiative", year=2020),
        record("ar", "حماية الأطفال على الإنترنت", "دليل", language="ar", kind="initiative"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed, expected",
    [
        ('"capacity building"', {"contribution:kenya"}),
        ("capacity building", {"contribution:kenya", "contribution:uk"}),
        ("organiz*", {"clause:clause"}),
        ("organisations", {"clause:clause"}),
        ("campaign", {"contribution:uk"}),
        ("source:kenya", {"contribution:kenya"}),
        ('source:"united kingdom"', {"contribution:uk"}),
        ("source:unit*", {"contribution:uk"}),
        ("kenya", {"contribution:kenya"}),
        ("WG-COP/3/7", {"contribution:kenya"}),
        ("symbol:WG-COP/3", {"contribution:kenya", "contribution:uk"}),
        ("symbol:WG-COP/3/8", {"contribution:uk"}),
        ("22-2/1", {"contribution:q", "clause:clause"}),
        ("Question 22-2/1", {"contribution:q", "clause:clause"}),
        ("year:2010", {"contribution:kenya", "clause:clause"}),
        ("year:2011-2013", {"contribution:uk", "contribution:q"}),
        ("kind:clause", {"clause:clause"}),
        ("kind:clauses", {"clause:clause"}),
        ("level:national", {"contribution:kenya"}),
        ('body:"Study Group 1"', {"contribution:uk"}),
        ("title:paper", {"contribution:uk"}),
        ("title:capacity", set()),
        ("clause:wtdc-67", {"clause:clause"}),
        ("clause:wtdc-67.opers_instructs__oper_1", {"clause:clause"}),
        ("capacity -schools", {"contribution:uk"}),
        ('capacity -"capacity building"', {"contribution:uk"}),
        ("kind:contribution -source:kenya", {"contribution:uk", "contribution:q"}),
        ("capacity source:kenya", {"contribution:kenya"}),
        ("在线", {"initiative:zh"}),
        ("儿童保护", {"initiative:zh"}),
        ('"儿童在线"', {"initiative:zh"}),
        ('"儿童保护"', set()),
        ("儿", {"initiative:zh"}),
        ("护", {"initiative:zh"}),
        ("众", set()),
        ("南", {"initiative:zh"}),
        ("enfants", {"initiative:fr"}),
        ("ENFANTS", {"initiative:fr"}),
        ("أطفال", {"initiative:ar"}),
        ("-capacity year:2012", {"contribution:q"}),
    ],
)
def test_what_a_question_finds(library, found, typed, expected):
    assert set(found(typed)) == expected


def test_facets_count_the_other_values_of_themselves(library, ask):
    results = ask("kind:contribution -nothing", chosen={"year": ["2012"]})
    assert results.total == 2
    assert results.facets["year"] == {"2012": 2, "2010": 1}
    both = ask("", chosen={"kind": ["contribution"], "year": ["2010"]})
    assert both.total == 1
    assert both.facets["kind"] == {"clause": 1, "contribution": 1}
    assert both.facets["year"] == {"2012": 2, "2010": 1}
    assert both.facets["body"] == {"WG-COP": 1}


def test_several_values_of_a_facet_widen_and_two_facets_narrow(library, found):
    assert len(found("", chosen={"kind": ["clause", "initiative"]})) == 4
    assert found("", chosen={"kind": ["clause", "initiative"], "year": ["2010"]}) == [
        "clause:clause"
    ]
    assert found("capacity", chosen={"body": ["ITU-D Study Group 1"]}) == ["contribution:uk"]
    assert found("capacity", chosen={"level": ["national"]}) == ["contribution:kenya"]
    assert found("capacity", chosen={"kind": ["no such kind"]}) == []


def test_pages_hold_everything_once_and_the_total_is_exact(put, ask):
    put(*[record(str(n), "child " * (n % 5 + 1)) for n in range(45)])
    pages = [ask("child", page=page, size=10) for page in range(1, 6)]
    ids = [hit.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == 45
    assert {(page.total, page.pages) for page in pages} == {(45, 5)}
    assert ask("child", page=999, size=10).page == 5


def test_hostile_questions_are_answered_in_bounded_time(put, ask):
    put(*[record(str(n), f"{n:x}{n:x} word{n} child aa ab ac" * 3) for n in range(300)])
    for typed in HOSTILE:
        begun = time.perf_counter()
        ask(typed)
        assert time.perf_counter() - begun < 10


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=typing)
def test_whatever_is_typed_is_answered(engine, typed):
    """With pages, facets and snippets, and as a suggestion; each time the total is what is there."""
    if not engine.count():
        with engine.writing() as index:
            index.put(
                [record("a", 'Children’s "rights" -online* 22-2/1 儿童 الأطفال', "WG-COP/3/7")]
            )
    found = engine.search(parse(typed, audiences=GUEST, language="fr"))
    assert found.total == len(found.hits) <= 1
    by_name = engine.search(Query(GUEST, required=name_terms(typed), per_kind=3, facets=False))
    assert len(by_name.hits) <= 1
    engine.words_like(typed, audiences=GUEST)
