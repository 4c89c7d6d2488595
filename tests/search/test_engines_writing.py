"""What is written is found, whatever happens meanwhile: merging, other processes, and the death of one."""

import subprocess
import sys
import threading

import pytest

from tests.search.world import GUEST, KENYAN, record
from wgcop.search.index import IndexStanding
from wgcop.search.question.parsing import parse
from wgcop.search_engines.protocol import IndexIncomplete, IndexInUse


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


def test_clearing_forgets_everything_and_is_nobodys_again(engine, put, found):
    put(record("a", "word"))
    belong(engine)
    assert engine.epoch() == "one"
    engine.clear()
    assert engine.epoch() == ""
    assert engine.count() == 0
    assert found("word") == []


# In company


def test_an_index_is_found_again(engine, put, open_engine):
    put(record("a", "word"))
    belong(engine)
    put(record("b", "word"))
    engine.optimise()
    again = open_engine()
    assert again.epoch() == "one"
    assert again.count() == 2


def belong(engine, epoch="one"):
    with engine.writing() as index:
        index.epoch = epoch


@pytest.mark.parametrize("standing", IndexStanding)
def test_what_is_not_of_this_database_is_not_shown(place, put, standing, request):
    put(record("a", "word"))
    engine = place.open(standing_of=lambda *_: standing)
    if place.engine == "postgres":
        request.addfinalizer(engine.close)
    is_foreign = standing is IndexStanding.FOREIGN
    results = engine.search(parse("word", audiences=GUEST))
    assert results.total == (0 if is_foreign else 1)
    assert results.filling == (standing is not IndexStanding.COMPLETE)
    assert engine.words_like("wird", audiences=GUEST) == (() if is_foreign else ("word",))
    if standing is IndexStanding.COMPLETE:
        assert len(engine.similar("word", language="en", audiences=GUEST)) == 1
    else:
        with pytest.raises(IndexIncomplete):
            engine.similar("word", language="en", audiences=GUEST)


FORMATS = {
    "whoosh": ("wgcop.search_engines.whoosh.index.FORMAT", "of another version"),
    "postgres": ("wgcop.search_engines.postgres.index.FORMAT", "of another version"),
}


def test_a_version_leaves_the_index_of_another_alone_while_its_server_lives(
    engine, place, put, found, monkeypatch, request
):
    put(record("a", "word"))
    belong(engine)
    engine.hold()
    engine.hold()
    with monkeypatch.context() as newer:
        newer.setattr(*FORMATS[place.engine])
        newer.setattr("wgcop.search_engines.postgres.index.THIS_FORMAT", 7)
        other = place.open()
        assert (other.epoch(), other.count()) == ("", 0)
        with pytest.raises(IndexInUse, match="another version"), other.writing():
            pass
        other.hold()  # as a server that is started before the old one has ended
    assert found("word") == ["remark:a"]
    assert engine.epoch() == "one"
    with monkeypatch.context() as newer:
        newer.setattr(*FORMATS[place.engine])
        newer.setattr("wgcop.search_engines.postgres.index.THIS_FORMAT", 7)
        engine.let_go()
        with other.writing() as index:
            index.put([record("b", "word")])
        assert other.count() == 1
        other.let_go()
    if place.engine == "postgres":
        other.close()


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
