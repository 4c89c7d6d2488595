"""What is found, in which order, and by whom, whichever engine answers."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from tests.search.test_query import HOSTILE, typing
from tests.search.world import GUEST, KENYAN, MEMBER, SECRETARIAT, record
from wgcop.search.query import Query, called, parse

# Order


def test_what_holds_every_word_comes_first_however_often_others_say_one(put, ask, found):
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
    by_name = engine.search(Query(GUEST, required=called(typed), per_kind=3, facets=False))
    assert len(by_name.hits) <= 1
    engine.words_like(typed, audiences=GUEST)


# Who finds what


@pytest.fixture
def secrets(put):
    put(
        record("open", "The public word on budgets", audience="public", kind="clause", year=2010),
        record("room", "The members' word on budgets", audience="members", kind="comment", year=2026),
        record("kenya", "Kenya's private budgets: xylophone", audience="delegation:7", kind="draft", year=1999),
        record("mine", "My own budgets", audience="person:1", kind="note"),
        record("chair", "The officers' budgets", audience={"officers:WG-COP"}, kind="queue"),
        record("nobody", "Budgets for nobody", audience=()),
    )  # fmt: skip


@pytest.mark.parametrize(
    "audiences, expected",
    [
        (GUEST, {"clause:open"}),
        (MEMBER, {"clause:open", "comment:room", "note:mine"}),
        (KENYAN, {"clause:open", "comment:room", "note:mine", "draft:kenya"}),
        (SECRETARIAT, {"clause:open", "comment:room", "note:mine", "queue:chair"}),
        (frozenset(), set()),
    ],
)
@pytest.mark.parametrize(
    "typed", ["budgets", "budg*", "-xyz", '"budgets" -nothing', "the words on budgets"]
)
def test_everybody_finds_what_he_may_see(secrets, ask, audiences, expected, typed):
    results = ask(typed, audiences)
    assert {hit.id for hit in results.hits} == expected
    assert results.total == len(expected)
    assert sum(results.facets["kind"].values()) == len(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "xylophone",
        "xylo*",
        '"private budgets"',
        "kind:draft",
        "year:1999",
        "kind:draft xylophone -a",
    ],
)
def test_another_delegations_draft_leaves_no_trace(secrets, ask, typed):
    for audiences in (GUEST, MEMBER, SECRETARIAT):
        results = ask(typed, audiences)
        assert (results.total, results.hits, results.pages) == (0, (), 0)
        assert not any(results.facets.values())
        shown = ask("", audiences, chosen={"kind": ["draft"]})
        assert shown.total == 0
        assert "draft" not in shown.facets["kind"]
        assert "1999" not in shown.facets["year"]


def test_not_even_a_score_tells_of_what_is_hidden(put, ask):
    put(record("a", "budgets and schools"), record("b", "schools"))
    before = [(hit.id, hit.score) for hit in ask("budgets schools").hits]
    put(*[record(f"hidden{n}", "budgets " * 50, audience="delegation:7") for n in range(20)])
    assert [(hit.id, hit.score) for hit in ask("budgets schools").hits] == before


# Writing


def test_an_update_replaces_and_a_drop_removes(put, engine, found):
    put(record("a", "first wording"), record("b", "other"))
    put(record("a", "second wording"))
    assert found("wording") == ["remark:a"]
    assert found("first") == []
    assert engine.count() == 2
    with engine.writing() as index:
        index.drop(["remark:a", "remark:never"])
    assert found("wording") == []
    assert engine.count() == 1


def test_within_a_batch_the_last_word_counts(engine, found):
    with engine.writing() as index:
        index.put([record("a", "one"), record("a", "two"), record("b", "one")])
        index.drop(["remark:b"])
    assert found("one two") == ["remark:a"]
    assert engine.count() == 1


def test_what_becomes_private_is_gone_at_once(put, found):
    put(record("a", "a word"))
    put(record("a", "a word", audience="delegation:7"))
    assert found("word") == []
    assert found("word", KENYAN) == ["remark:a"]


def test_an_error_while_writing_leaves_the_index_as_it_was(engine, put, found):
    put(record("a", "kept"))

    def fail():
        with engine.writing() as index:
            index.put([record("b", "lost")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert found("kept lost") == ["remark:a"]
    put(record("c", "goes on"))
    assert engine.count() == 2


def test_many_small_commits_lose_nothing(engine, put, found):
    for n in range(90):
        put(record(str(n % 60), f"common number{n}", f"title{n}", year=2000 + n % 7))
    for _ in range(2):
        assert engine.count() == 60
        assert found("number29") == []
        assert found("number89 title89") == ["remark:29"]
        assert found('"common number45"') == ["remark:45"]
        engine.optimise()


def test_merging_changes_no_answer(engine, put, ask):
    for n in range(12):
        put(record(str(n), "child " * (n + 1) + "word " * 3, year=2000 + n % 3))
    put(record("3", "something else"))
    before = ask("child word")
    engine.optimise()
    after = ask("child word")
    assert after == before


def test_clearing_forgets_everything_and_is_new_again(engine, put, found):
    put(record("a", "word"))
    engine.declare_complete()
    assert not engine.is_new()
    engine.clear()
    assert engine.is_new()
    assert engine.count() == 0
    assert found("word") == []


# In company


def test_an_index_is_found_again(engine, put, open_engine):
    put(record("a", "word"))
    engine.declare_complete()
    again = open_engine()
    assert not again.is_new()
    assert again.count() == 1


def test_another_searcher_sees_what_was_written(put, open_engine):
    other = open_engine()
    assert other.count() == 0
    put(record("a", "word"))
    assert other.search(parse("word", audiences=GUEST)).total == 1
    put(record("a", "changed"))
    assert other.search(parse("word", audiences=GUEST)).total == 0


def test_readers_go_on_while_others_write(engine, put, ask):
    put(*[record(f"fixed{n}", "fixed word") for n in range(20)])
    problems = []
    done = threading.Event()

    def read():
        while not done.is_set():
            total = ask('"fixed word"').total
            if total != 20:
                problems.append(total)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(40):
        put(record(f"moving{n % 5}", f"moving {n}"))
    done.set()
    for reader in readers:
        reader.join()
    assert problems == []
    assert engine.count() == 25


WRITER = """
import sys
from tests.search.places import Place
from tests.search.world import record
name, times, *place = sys.argv[1:]
engine = Place(*place).open()
for n in range(int(times)):
    with engine.writing() as index:
        index.put([record(f"{name}{n}", "own"), record("shared", f"shared by {name} {n}")])
    print(n, flush=True)
"""


def writer(place, name, times):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(times), *place],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_write_the_same_index_without_harm(engine, place, found):
    writers = [writer(place, name, 25) for name in ("left", "right")]
    for process in writers:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert engine.count() == 51
    assert len(found("own", size=100)) == 50
    assert found("shared") == ["remark:shared"]


def test_a_writer_killed_in_the_middle_harms_nobody(engine, place, put, found):
    for round_ in range(2):
        process = writer(place, f"round{round_}-", 500)
        written = (line for line in process.stdout if line.strip().isdigit())
        for _ in range(3 + round_):
            next(written)
        process.kill()
        process.communicate()
        put(record(f"after{round_}", "after"))
    assert sorted(found("after")) == ["remark:after0", "remark:after1"]
    own = found("own", size=1000)
    assert len(own) == len(set(own)) >= 7
    assert found("shared") == ["remark:shared"]
    engine.optimise()
    assert len(found("own", size=1000)) == len(own)
