"""What only the engine in PostgreSQL does: its own schema, its numbers, its limits."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from tests.search.places import Place
from tests.search.world import GUEST, KENYAN, record
from wgcop.errors import Refused
from wgcop.search.engines.postgres import commits
from wgcop.search.engines.postgres import index as postgres_index
from wgcop.search.question.parsing import parse


@pytest.fixture
def place(search_database):
    return Place("postgres", search_database)


def scalar(engine, statement):
    with engine._index.reading() as (connection, *_):
        return connection.exec_driver_sql(statement).scalar()


@pytest.mark.parametrize(
    "damage", ["another format", "no schema", "an older table", "no state", "no postings"]
)
def test_a_schema_that_cannot_be_used_is_made_again(engine, put, place, open_engine, damage):
    put(record("a", "word"))
    with engine.writing() as index:
        index.epoch = "one"
    match damage:
        case "another format":
            place.make_foreign()
        case "no schema":
            place.execute("DROP SCHEMA search CASCADE")
        case "an older table":
            place.execute("ALTER TABLE search.state DROP COLUMN epoch")
        case "no postings":
            place.execute("DROP TABLE search.posting")
        case "no state":
            place.execute("DELETE FROM search.state")
    again = open_engine()
    assert (again.epoch(), again.count(), engine.count()) == ("", 0, 0)
    assert again.search(parse("word", audiences=GUEST)).filling
    with capture_logs() as said:
        put(record("b", "word"))
    assert [line["event"] for line in said] == ["search_index_started_over"]
    assert [hit.id for hit in again.search(parse("word", audiences=GUEST)).hits] == ["remark:b"]


def test_small_commits_are_put_together(engine, put):
    for n in range(60):
        put(record(str(n % 20), f"common number{n}"))
    assert scalar(engine, "SELECT count(*) FROM search.segment") < commits.MOST_SEGMENTS
    assert scalar(engine, "SELECT count(DISTINCT segment) FROM search.posting") < 24
    engine.optimise()
    assert scalar(engine, "SELECT count(*) FROM search.segment") == 1
    held = "SELECT sum(cardinality(numbers)) FROM search.posting WHERE term = 'common' AND field = 'text'"
    assert scalar(engine, held) == 20


def test_row_numbers_that_no_record_has_any_more_are_given_up(
    engine, put, found, open_engine, monkeypatch
):
    monkeypatch.setattr(commits, "MOST_UNUSED", 10)
    other = open_engine()
    for n in range(100):
        put(record(str(n % 3), f"common number{n}", f"title{n}"))
        if n % 10 == 0:
            assert other.count() == min(n + 1, 3)
    assert scalar(engine, "SELECT last FROM search.state") < 60
    assert set(found('"common number99"')) == {"remark:0"}
    assert other.search(parse("number98", audiences=GUEST)).total == 1
    assert found("number96") == []


def test_an_empty_engine_is_tidied_up_too(engine):
    engine.optimise()
    assert engine.count() == 0


def test_characters_that_postgresql_does_not_store_harm_nobody(put, ask):
    put(record("a", "before\x00after \ud800 word", "A\x00title", body="a\x00body"))
    results = ask("word", chosen={"body": ["a\x00body", "\ud800"]})
    assert [hit.id for hit in results.hits] == ["remark:a"]
    assert ask("after", among=frozenset({"remark:a"})).total == 1


def test_what_takes_too_long_is_refused_in_words(put, ask, monkeypatch):
    put(record("a", "word"))
    monkeypatch.setattr(postgres_index, "LONGEST_ANSWER", "1ms")
    monkeypatch.setattr(
        "wgcop.search.engines.postgres.statement.ANSWER",
        "SELECT 1, ''::bytea, pg_sleep(1)::text::bytea",
    )
    with pytest.raises(Refused, match="too long"):
        ask("word")


def test_a_writer_who_waits_too_long_says_so(engine, open_engine, monkeypatch):
    monkeypatch.setattr(postgres_index, "LONGEST_WAIT", "10ms")
    other = open_engine()
    other.epoch()

    def write():
        with other.writing():
            pass

    with engine.writing():
        with pytest.raises(TimeoutError):
            write()
    write()


def test_many_readers_are_remembered_but_not_without_end(engine, put, monkeypatch):
    monkeypatch.setattr("wgcop.search.engines.postgres.columns.MOST_REMEMBERED", 3)
    put(record("a", "word", audience="delegation:7"))
    for n in range(10):
        engine.search(parse("word", audiences=frozenset({f"person:{n}"})))
    with engine._index.reading() as (_, columns, _):
        assert len(columns.views) <= 3
    assert engine.search(parse("word", audiences=KENYAN)).total == 1


def test_a_connection_lost_at_any_step_of_a_commit_leaves_it_done_or_not_begun(
    put, place, ask, monkeypatch
):
    monkeypatch.setattr(commits, "MOST_SEGMENTS", 1)  # so that each commit merges
    put(*[record(str(n), "common wording0") for n in range(4)])
    wordings = []
    for step in range(1, 100):
        is_lost = lose(place, step, [record(str(n), f"common wording{step}") for n in range(4)])
        hits = ask("common").hits
        assert len(hits) == 4
        wordings.append({hit.snippet.striptags() for hit in hits})
        if not is_lost:
            break
        put(*[record(str(n), f"common wording{step}") for n in range(4)])
    assert wordings == [{f"common wording{n}"} for n in (*range(step - 1), step)]
    assert step > 10


def lose(place, step, records):
    """Whether the connection was lost, at the statement of this number, before all was written."""
    victim = place.open()
    sent = []

    def close(connection, cursor, *_):
        sent.append(cursor)
        if len(sent) == step:
            cursor.connection.close()

    event.listen(victim._connections, "before_cursor_execute", close)
    try:
        with victim.writing() as index:
            index.put(records)
    except OperationalError:
        return True
    finally:
        victim.close()
    return False
