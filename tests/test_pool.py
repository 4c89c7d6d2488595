"""A process opens no more connections than it was told, and lends them in the order in which they were asked for."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from wgcop.database import ANSWERS_WITHIN, PATIENCE, engine_options, is_of_the_moment
from wgcop.errors import Invalid
from wgcop.settings import connections_for_pages, connections_for_search

pytestmark = pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)


@pytest.fixture
def engine(empty_database):
    engine = create_engine(**engine_options(empty_database, connections=3))
    yield engine
    engine.dispose()


def test_thirty_threads_share_three_connections(engine):
    most, here, gate = 0, 0, threading.Lock()

    def ask(_number):
        nonlocal most, here
        with engine.connect() as connection:
            with gate:
                here += 1
                most = max(most, here)
            answer = connection.scalar(text("SELECT count(*) FROM pg_stat_activity"))
            with gate:
                here -= 1
        return answer

    with ThreadPoolExecutor(30) as readers:
        assert all(readers.map(ask, range(300)))
    assert most == 3
    assert engine.pool.checkedin() == 3


def test_who_asked_first_is_served_first(engine):
    held = [engine.connect() for _ in range(3)]
    served, waiting = [], engine.pool.turns.waiting

    def ask(number):
        with engine.connect():
            served.append(number)

    readers = []
    for number in range(5):
        readers.append(threading.Thread(target=ask, args=[number]))
        readers[-1].start()
        while len(waiting) <= number:
            pass
    held[0].close()
    for reader in readers:
        reader.join()
    assert served == [0, 1, 2, 3, 4]
    held[1].close()
    held[2].close()


def test_who_waits_too_long_is_told_so_and_takes_nothing_from_others(engine):
    engine.pool._patience = 0.01
    held = [engine.connect() for _ in range(3)]
    with pytest.raises(NoneFree) as refused:
        engine.connect()
    assert is_of_the_moment(refused.value)
    for connection in held:
        connection.close()
    assert [engine.connect() for _ in range(3)]


def test_a_connection_that_could_not_be_opened_is_given_back(engine):
    def fails(*_):
        raise OSError("no route")

    opened, engine.pool._creator = engine.pool._creator, fails
    for _ in range(5):
        with pytest.raises(OSError):
            engine.connect()
    engine.pool._creator = opened
    assert [engine.connect() for _ in range(3)]


def test_a_database_that_takes_a_connection_and_says_nothing_is_not_waited_for_long(
    empty_database, monkeypatch
):
    """As a machine that is gone, which would be waited for more than two minutes."""
    assert ANSWERS_WITHIN < PATIENCE
    monkeypatch.setattr("wgcop.database.engine.ANSWERS_WITHIN", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://wgcop@127.0.0.1:{silent.getsockname()[1]}/wgcop"
        engine = create_engine(**engine_options(url))
        began = time.monotonic()
        with pytest.raises(OperationalError, match="timeout"):
            engine.connect()
        assert time.monotonic() - began < 20
    said = engine_options(f"{url}?connect_timeout=60&options=-c%20jit%3Don")
    assert said["connect_args"] == {}


def test_the_search_engine_has_its_share(empty_database):
    alone = {"SEARCH_ENGINE": "whoosh", "DATABASE_CONNECTIONS": 20, "DATABASE_POOLER": False}
    beside = alone | {"SEARCH_ENGINE": "postgres"}
    assert (connections_for_pages(alone), connections_for_search(alone)) == (20, 0)
    assert (connections_for_pages(beside), connections_for_search(beside)) == (15, 5)
    with pytest.raises(Invalid, match="DATABASE_CONNECTIONS"):
        connections_for_pages(alone | {"DATABASE_CONNECTIONS": 2})


@pytest.fixture
def asked_whether_it_stands(engine, monkeypatch):
    asked, ping = [], engine.dialect.do_ping

    def note(connection):
        asked.append(connection)
        return ping(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", note)
    return asked


def test_a_connection_that_was_just_given_back_is_lent_again_unasked(
    engine, asked_whether_it_stands, monkeypatch
):
    for _ in range(3):
        with engine.connect() as connection:
            connection.scalar(text("SELECT 1"))
    assert asked_whether_it_stands == []
    monkeypatch.setattr("wgcop.database.pool.TRUSTED", 0.0)
    with engine.connect() as connection:
        connection.scalar(text("SELECT 1"))
    assert len(asked_whether_it_stands) == 1


def test_after_the_server_was_gone_one_fails_and_all_others_get_new_connections(engine):
    held = [engine.connect() for _ in range(3)]
    pids = [connection.scalar(text("SELECT pg_backend_pid()")) for connection in held]
    for connection in held:
        connection.close()
    another = create_engine(engine.url)
    with another.connect() as admin:
        for pid in pids:
            admin.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})
    another.dispose()

    def ask():
        with engine.connect() as connection:
            return connection.scalar(text("SELECT 1"))

    with pytest.raises(OperationalError) as failed:
        ask()
    assert is_of_the_moment(failed.value)
    assert [ask() for _ in range(5)] == [1] * 5
