"""Those who write to SQLite do so in the order in which they came, and whoever leaves gives the turn to the next."""

import threading

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from wgcop.database import engine_options, is_of_the_moment, sqlite, writing


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(**engine_options(f"sqlite:///{tmp_path / 'words.db'}"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (number INTEGER)"))
    yield engine
    engine.dispose()


def begin_to_write(engine):
    connection = engine.connect()
    with writing():
        connection.begin()
    return connection


def test_who_came_first_writes_first(engine):
    held = begin_to_write(engine)
    turns, stored = sqlite._writers[engine], []

    def store(number):
        with writing(), engine.begin() as connection:
            connection.execute(text("INSERT INTO word VALUES (:number)"), {"number": number})
            stored.append(number)

    writers = []
    for number in range(8):
        writers.append(threading.Thread(target=store, args=[number]))
        writers[-1].start()
        while len(turns.waiting) <= number:
            pass
    held.commit()
    for writer in writers:
        writer.join()
    held.close()
    assert stored == list(range(8))


@pytest.mark.parametrize("leave", ["rollback", "close", "invalidate"])
def test_who_leaves_without_having_stored_anything_gives_the_turn_back(engine, leave):
    getattr(begin_to_write(engine), leave)()
    assert sqlite._writers[engine]._free == 1
    begin_to_write(engine).close()


def test_who_waits_too_long_is_told_and_the_next_one_may_write(engine, monkeypatch):
    monkeypatch.setattr(sqlite, "WRITERS_PATIENCE", 0.3)
    held = begin_to_write(engine)
    with pytest.raises(OperationalError) as refused:
        begin_to_write(engine)
    assert is_of_the_moment(refused.value)
    held.commit()
    second = begin_to_write(engine)
    assert second.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000
    second.close()
    held.close()
