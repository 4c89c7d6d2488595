"""What is found, in which order, and by whom."""

import gc
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or
from whoosh.query import Term as WhooshTerm
from whoosh.scoring import BM25F

from tests.search.test_query import HOSTILE
from tests.search.world import GUEST, KENYAN, MEMBER, SECRETARIAT, record
from wgcop.search import whoosh_index
from wgcop.search.analysis import terms_of
from wgcop.search.query import parse
from wgcop.search.whoosh_engine import WhooshEngine

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


def test_scores_are_those_of_whoosh_itself(put, ask):
    texts = [
        "children online protection children",
        "protection of data",
        "online schools protect children and families",
        "something else entirely without any of it",
    ]
    put(*[record(str(n), text) for n, text in enumerate(texts)])
    index = RamStorage().create_index(Schema(text=TEXT(stored=True)))
    writer = index.writer()
    for text in texts:
        writer.add_document(
            text=" ".join(term for term, _ in terms_of(text).terms), _stored_text=text
        )
    writer.commit()
    with index.searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        asked = Or([WhooshTerm("text", term) for term in ("child", "onlin", "protect")])
        expected = {hit["text"]: hit.score for hit in searcher.search(asked)}
    # Without tiers, which would lift what holds all three.
    got = {hit.snippet.striptags(): hit.score for hit in ask("children online protect").hits}
    lift = round(got[texts[0]] - expected[texts[0]])
    assert {t: s - lift * (t in (texts[0], texts[2])) for t, s in got.items()} == pytest.approx(
        expected, abs=1e-3
    )


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_best_are_those_of_scoring_everything(tmp_path_factory, data):
    words = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"])
    texts = data.draw(
        st.lists(st.lists(words, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=40)
    )
    engine = WhooshEngine(tmp_path_factory.mktemp("index") / "index")
    for half in (texts[::2], texts[1::2]):  # in two segments
        with engine.writing() as index:
            index.put(record(f"{len(half)}-{n}", text) for n, text in enumerate(half))
    typed = " ".join(data.draw(st.lists(words, min_size=1, max_size=4)))
    every = engine.search(parse(typed, audiences=GUEST, size=1000)).hits
    first = engine.search(parse(typed, audiences=GUEST, size=5)).hits
    third = engine.search(parse(typed, audiences=GUEST, size=5, page=3)).hits
    assert [hit.id for hit in first] == [hit.id for hit in every[:5]]
    assert len(every) <= 10 or [hit.id for hit in third] == [hit.id for hit in every[10:15]]
    asked = set(typed.split())
    holds_all = [asked <= set(hit.snippet.striptags().split()) for hit in every]
    assert holds_all == sorted(holds_all, reverse=True)


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
        assert time.perf_counter() - begun < 1


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


def test_many_small_commits_stay_few_files_and_lose_nothing(engine, put, found, folder):
    for n in range(90):
        put(record(str(n % 60), f"common number{n}", f"title{n}", year=2000 + n % 7))
    assert engine.count() == 60
    assert len(list(folder.glob("MAIN_*"))) < 2 * whoosh_index.MOST_SEGMENTS
    assert found("number29") == []
    assert found("number89") == ["remark:29"]
    assert found('"common number45"') == ["remark:45"]
    engine.optimise()
    assert len(list(folder.glob("MAIN_*.seg"))) == 1
    assert engine.count() == 60
    assert found("title89") == ["remark:29"]
    assert found('"common number45"') == ["remark:45"]


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


# The folder


def test_an_index_is_found_again(engine, put, folder):
    put(record("a", "word"))
    engine.declare_complete()
    again = WhooshEngine(folder)
    assert not again.is_new()
    assert again.count() == 1


def test_another_searcher_sees_what_was_written(put, folder):
    other = WhooshEngine(folder)
    assert other.count() == 0
    put(record("a", "word"))
    assert other.search(parse("word", audiences=GUEST)).total == 1
    put(record("a", "changed"))
    assert other.search(parse("word", audiences=GUEST)).total == 0


@pytest.mark.parametrize("damage", ["format", "segment", "toc", "gone"])
def test_an_index_that_cannot_be_used_is_made_again(engine, put, folder, damage):
    put(record("a", "word"))
    engine.declare_complete()
    match damage:
        case "format":
            (folder / "format").write_text("of another version")
        case "segment":
            for file in folder.glob("*.seg"):
                file.write_bytes(b"nonsense")
        case "toc":
            for file in folder.glob("*.toc"):
                file.write_bytes(b"")
        case "gone":
            for file in folder.iterdir():
                file.unlink()
    again = WhooshEngine(folder)
    with capture_logs() as said:
        assert again.is_new()
    assert "search_index_started_over" in [line["event"] for line in said]
    assert again.count() == 0
    with again.writing() as index:
        index.put([record("b", "word")])
    assert [hit.id for hit in again.search(parse("word", audiences=GUEST)).hits] == ["remark:b"]
    gc.collect()  # no file was left open


def test_an_index_that_vanishes_under_a_running_server_is_noticed(engine, put, folder, found):
    put(record("a", "word"))
    engine.declare_complete()
    for file in folder.iterdir():
        file.unlink()
    assert found("word") == []
    assert engine.is_new()


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
import sys, json
from pathlib import Path
from tests.search.world import record
from wgcop.search.whoosh_engine import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    with engine.writing() as index:
        index.put([record(f"{sys.argv[2]}{n}", "own"), record("shared", f"shared by {sys.argv[2]} {n}")])
    print(n, flush=True)
"""


def writer(folder, name, times):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(times)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_write_the_same_index_without_harm(engine, folder, found):
    writers = [writer(folder, name, 25) for name in ("left", "right")]
    for process in writers:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert engine.count() == 51
    assert len(found("own", size=100)) == 50
    assert found("shared") == ["remark:shared"]


def test_a_writer_killed_in_the_middle_harms_nobody(engine, folder, put, found):
    for round_ in range(3):
        process = writer(folder, f"round{round_}-", 500)
        written = (line for line in process.stdout if line.strip().isdigit())
        for _ in range(3 + round_):
            next(written)
        process.kill()
        process.communicate()
        put(record(f"after{round_}", "after"))
    assert sorted(found("after")) == ["remark:after0", "remark:after1", "remark:after2"]
    own = found("own", size=1000)
    assert len(own) == len(set(own)) >= 12
    assert found("shared") == ["remark:shared"]
    engine.optimise()
    assert len(found("own", size=1000)) == len(own)
