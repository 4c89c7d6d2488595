from dataclasses import replace

import pytest

from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.priorwork.imports.plan import Corpus, CorpusDocument, IncomingFile, pair, plan
from wgcop.priorwork.imports.table import FactsRow
from wgcop.reading.reasons import Reason

EMPTY = Corpus(bodies={"22/1": "22/1", "3/2": "3/2"}, wids=frozenset({"wtdc-67.a"}))
FILES = {"a.txt": "sha-a", "sub/b.txt": "sha-b"}


@pytest.fixture(autouse=True)
def _words(app):
    with app.app_context():
        yield


@pytest.fixture
def database(tmp_path):
    return {"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}"}


def row(line, **cells):
    return FactsRow(line, cells)


def outcomes(wanted, corpus=EMPTY):
    return [step.outcome for step in plan(wanted, "22/1", corpus)]


def corpus_after(steps):
    """The shelf after those steps."""
    documents = [CorpusDocument(s.body, s.file.key, s.file.sha, s.file.imported) for s in steps]
    return Corpus(EMPTY.bodies, EMPTY.wids, tuple(documents))


def test_a_row_finds_its_file_by_path_or_by_a_unique_name():
    rows = [row(2, file="b.txt", title="B"), row(3, file="./a.txt", title="A")]
    assert [(w.name, w.line) for w in pair(FILES, rows)] == [("a.txt", 3), ("sub/b.txt", 2)]


def test_rows_without_a_file_fail_with_their_line():
    rows = [
        row(2, file="c.txt"),
        row(3, file=""),
        row(4, file="a.txt"),
        row(5, file="a.txt"),
    ]
    steps = plan(pair(FILES, rows), "22/1", EMPTY)
    failed = [str(step.reason) for step in steps if step.outcome == ImportOutcome.FAILED]
    assert failed == [
        "Line 2: there is no such file",
        "Line 3: no file is named",
        "Line 5: line 4 is about the same file",
    ]
    assert [s.outcome for s in steps if s.file.name in FILES][:2] == [
        ImportOutcome.NEW,
        ImportOutcome.NEW,
    ]


def test_an_imported_file_is_the_same_the_next_time():
    steps = plan(pair(FILES, []), "22/1", EMPTY)
    assert [s.outcome for s in steps] == [ImportOutcome.NEW, ImportOutcome.NEW]
    assert outcomes(pair(FILES, []), corpus_after(steps)) == [
        ImportOutcome.SAME,
        ImportOutcome.SAME,
    ]


def test_new_content_or_new_facts_are_a_change():
    corpus = corpus_after(plan(pair(FILES, []), "22/1", EMPTY))
    assert outcomes(pair({**FILES, "a.txt": "other"}, []), corpus) == [
        ImportOutcome.CHANGED,
        ImportOutcome.SAME,
    ]
    rows = [row(2, file="a.txt", title="A")]
    assert outcomes(pair(FILES, rows), corpus) == [ImportOutcome.CHANGED, ImportOutcome.SAME]


def test_a_document_with_a_symbol_may_move():
    rows = [row(2, file="a.txt", symbol="1/REP/1")]
    corpus = corpus_after(plan(pair({"a.txt": "x"}, rows), "22/1", EMPTY))
    moved = [row(2, file="old/a2.txt", symbol="1/REP/1")]
    assert outcomes(pair({"old/a2.txt": "x"}, moved), corpus) == [ImportOutcome.SAME]


def test_adding_a_symbol_later_does_not_make_a_second_document():
    corpus = corpus_after(plan(pair({"a.txt": "x"}, []), "22/1", EMPTY))
    [step] = plan(pair({"a.txt": "x"}, [row(2, file="a.txt", symbol="1/REP/1")]), "22/1", corpus)
    assert (step.outcome, step.replaces) == (ImportOutcome.CHANGED, "a.txt")


def test_the_same_content_under_another_name_is_the_same_document():
    steps = plan(pair({"a.txt": "x", "copy.txt": "x"}, []), "22/1", EMPTY)
    assert [s.outcome for s in steps] == [ImportOutcome.NEW, ImportOutcome.SAME]
    assert "a.txt" in str(steps[1].reason)


def test_the_same_content_of_another_body_is_another_document():
    rows = [row(2, file="copy.txt", body="3/2")]
    steps = plan(pair({"a.txt": "x", "copy.txt": "x"}, rows), "22/1", EMPTY)
    assert [(s.outcome, s.body) for s in steps] == [
        (ImportOutcome.NEW, "22/1"),
        (ImportOutcome.NEW, "3/2"),
    ]


@pytest.mark.parametrize(
    "cells, reason",
    [
        ({"date": "soon"}, "Line 2: date"),
        ({"body": "9/9"}, "Line 2: body: there is no body “9/9”"),
        ({"clauses": "wtdc-67.b"}, "Line 2: clauses: there is no clause “wtdc-67.b”"),
    ],
)
def test_a_row_that_makes_no_sense_fails_alone(cells, reason):
    steps = plan(pair(FILES, [row(2, file="a.txt", **cells)]), "22/1", EMPTY)
    assert [s.outcome for s in steps] == [ImportOutcome.FAILED, ImportOutcome.NEW]
    assert str(steps[0].reason).startswith(reason)


def test_two_files_with_one_symbol_are_not_confused():
    rows = [row(2, file="a.txt", symbol="S"), row(3, file="b.txt", symbol="S")]
    steps = plan(pair(FILES, rows), "22/1", EMPTY)
    assert [s.outcome for s in steps] == [ImportOutcome.NEW, ImportOutcome.FAILED]
    assert str(steps[1].reason) == "Line 3: a.txt has the same symbol"
    # planned one by one, as files of the page are, the second replaces nothing either
    [second] = plan([pair(FILES, rows)[1]], "22/1", corpus_after(steps[:1]))
    assert str(second.reason) == "Line 3: a.txt has the same symbol"


def test_one_symbol_in_two_bodies_is_two_documents():
    rows = [row(2, file="a.txt", symbol="S"), row(3, file="b.txt", symbol="S", body="3/2")]
    assert outcomes(pair(FILES, rows)) == [ImportOutcome.NEW, ImportOutcome.NEW]


def test_an_import_says_that_a_document_is_withdrawn():
    steps = plan(pair({"a.txt": "x"}, []), "22/1", EMPTY)
    kept = [replace(one, withdrawn=True) for one in corpus_after(steps).documents]
    corpus = Corpus(EMPTY.bodies, EMPTY.wids, tuple(kept))
    for files in ({"a.txt": "x"}, {"a.txt": "y"}, {"copy.txt": "x"}):
        [step] = plan(pair(files, []), "22/1", corpus)
        assert str(step.reason).startswith("a.txt is withdrawn, and stays so")


def test_a_file_that_could_not_be_unpacked_fails_with_its_reason():
    assert outcomes([IncomingFile("a.txt", failure=Reason("It is damaged."))]) == [
        ImportOutcome.FAILED
    ]


def test_a_file_that_another_body_has_is_imported_and_it_is_said():
    steps = plan([IncomingFile("a.txt", "sha-a")], "22/1", EMPTY)
    again = plan([IncomingFile("copy.txt", "sha-a")], "3/2", corpus_after(steps))
    assert [(step.outcome, str(step.reason)) for step in again] == [
        (ImportOutcome.NEW, "The same file as a.txt of 22/1.")
    ]
