"""`make attack`, `make scan` and `make soak` end with 1 where they must: what they judge by."""

import socket
import sqlite3
from collections import Counter
from contextlib import closing

import pytest
import requests

from bench.attack.__main__ import ATTACKS, Attack, faults
from bench.attack.beside import Met
from bench.attack.connections import is_open
from bench.load.kept import Kept, differences
from bench.load.watched import Sample, growth
from bench.scan import headers
from wgcop.upkeep.keeping.rows import SqliteRows

WHOLE = Kept(frozenset(), frozenset(), 0, 0)
USUAL = {"asked": 90, "failed": Counter(), "reading": 0.5, "posting": 0.5}
USUAL |= {"away": 0.0, "posted": 30, "back": 1.0, "kept": WHOLE}
FAILED = Counter({"posting: 503": 3})


@pytest.mark.parametrize(
    "met, may_fail, said",
    [
        ({}, False, []),
        ({"failed": FAILED}, True, []),
        ({"failed": FAILED}, False, ["requests failed: {'posting: 503': 3}"]),
        ({"kept": Kept(frozenset({7}), frozenset(), 0, 0)}, True, ["1 words lost, 0 stored twice"]),
        ({"kept": Kept(frozenset(), frozenset(), 2, 0)}, True, ["2 not on a page, 0 twice on one"]),
        ({"reading": 11.0}, True, ["somebody waited for more than 10 s"]),
        ({"posted": 0}, True, ["nobody could write"]),
        ({"back": 90.0}, True, ["not whole again within 60 s"]),
    ],
)
def test_an_attack_is_withstood_if_nobody_beside_waits_long_and_no_word_is_lost(
    met, may_fail, said
):
    attack = Attack("a try", lambda *_: "", may_fail=may_fail)
    assert faults(attack, Met(**(USUAL | met))) == said


def test_the_list_of_attacks_has_no_name_twice():
    names = [attack.name for attack in ATTACKS]
    assert len(names) == len(set(names)) > 15


def test_a_line_that_was_greeted_and_then_cut_is_not_counted_as_open():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"greeting")
        theirs.sendall(b"are you there?" * 500)
        assert is_open(ours)
        theirs.sendall(b"are you there?")
        theirs.close()
        assert not is_open(ours)


def life(memory, descriptors, *, every=10):
    before = [Sample(every * n, 0, 900_000_000, 900, 90) for n in range(10)]
    return before + [Sample(every * n, 1, memory(n), descriptors(n), 30) for n in range(10, 110)]


def test_what_grows_in_the_last_life_of_a_server_is_found_and_what_a_restart_changes_is_not():
    _, faults = growth(life(lambda n: 300_000_000 + n % 7, lambda n: 60 + n % 3))
    assert faults == []
    _, faults = growth(life(lambda n: 300_000_000 + 3_000_000 * n, lambda n: 60 + n))
    assert [fault.split()[0] for fault in faults] == ["memory", "descriptors"]


def test_a_life_of_a_minute_is_too_short_to_say_what_grows():
    said, faults = growth(life(lambda n: 300_000_000 + 3_000_000 * n, lambda n: 60, every=1))
    assert "too short" in said[0]
    assert faults == []


@pytest.fixture
def two_copies():
    with closing(sqlite3.connect(":memory:")) as here, closing(sqlite3.connect(":memory:")) as copy:
        for each in (here, copy):
            each.executescript(
                "CREATE TABLE comment (id INTEGER, body TEXT); CREATE TABLE audit_row (number INTEGER);"
                "CREATE TABLE worker (id INTEGER); INSERT INTO audit_row VALUES (1);"
                "INSERT INTO comment VALUES (1, 'Number 1.'), (2, 'Number 2.'), (2, 'Number 2.');"
            )
        yield here, copy


@pytest.mark.parametrize(
    "changed, said",
    [
        ("INSERT INTO worker VALUES (1)", []),
        ("INSERT INTO audit_row VALUES (2)", []),
        ("DELETE FROM audit_row", ["of audit_row, 1 rows are missing"]),
        ("UPDATE comment SET body = 'Numb.' WHERE id = 1", ["of comment, 1 rows are missing"]),
        ("DELETE FROM comment WHERE rowid = 3", ["of comment, 1 rows are missing"]),
        ("INSERT INTO comment VALUES (3, '')", ["of comment, 0 rows are missing"]),
        ("DROP TABLE comment", ["tables differ: comment"]),
    ],
)
def test_a_row_that_is_not_as_it_was_after_a_restore_is_found(two_copies, changed, said):
    here, copy = two_copies
    copy.execute(changed)
    found = list(differences(SqliteRows(here), SqliteRows(copy)))
    assert len(found) == len(said)
    assert all(is_said.startswith(words) for is_said, words in zip(found, said, strict=True))


def test_headers_that_are_missing_are_named():
    answer = requests.Response()
    answer.status_code = 200
    answer.raw = type(
        "Raw", (), {"headers": type("H", (), {"getlist": lambda *_: ["a=b; Path=/"]})()}
    )
    answer.headers["Server"] = "nginx/1.25.1"
    found = " ".join(headers.faults(answer, is_signed_in=True))
    for name in (
        *headers.ALWAYS,
        *headers.ON_PAGES,
        "Server tells",
        "may be kept by others",
        "secure",
    ):
        assert name in found
