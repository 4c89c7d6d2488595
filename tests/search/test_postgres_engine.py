"""What only the engine in PostgreSQL does: its own schema, its numbers, its limits."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from tests.search.places import Place
from tests.search.world import GUEST, KENYAN, record
from wgcop.errors import Busy, Refused
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import PhrasePlace, Term, one_place
from wgcop.search_engines import spelling
from wgcop.search_engines.postgres import index as postgres_index
from wgcop.search_engines.postgres import merging, written_words
from wgcop.search_engines.postgres.lookups import lookups_of


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
    begun = "search_index_begun" if damage == "no schema" else "search_index_started_over"
    assert [line["event"] for line in said] == [begun]
    assert [hit.id for hit in again.search(parse("word", audiences=GUEST)).hits] == ["remark:b"]


def test_postings_that_hold_nonsense_are_told_of_and_taken_for_no_fault_of_the_page(
    engine, put, place, open_engine
):
    put(record("a", "word"))
    place.execute(r"UPDATE search.posting SET numbers = '\x00ff'::bytea")
    with capture_logs() as said, pytest.raises(Busy, match="has to be made again"):
        open_engine().search(parse("word", audiences=GUEST))
    assert [line["event"] for line in said] == ["search_index_damaged"]


def test_small_commits_are_put_together(engine, put):
    for n in range(60):
        put(record(str(n % 20), f"common number{n}"))
    assert scalar(engine, "SELECT count(*) FROM search.segment") < 2 * merging.MOST_ALIKE
    held = "SELECT sum(octet_length(numbers)) / 4 FROM search.posting WHERE term = 'common' AND field = 'text'"
    assert scalar(engine, "SELECT count(DISTINCT segment) FROM search.posting") < 20
    engine.optimise()
    assert scalar(engine, "SELECT count(*) FROM search.segment") == 1
    assert scalar(engine, held) == 20
    assert scalar(engine, "SELECT count(*) FROM search.gone") == 0


def test_what_is_gone_is_left_out_once_it_is_much(engine, put, found, open_engine, monkeypatch):
    monkeypatch.setattr(merging, "MOST_GONE", 10)
    other = open_engine()
    for n in range(100):
        put(record(str(n % 3), f"common number{n}", f"title{n}"))
        if n % 10 == 0:
            assert other.count() == min(n + 1, 3)
    assert scalar(engine, "SELECT count(*) FROM search.gone") <= 12
    assert scalar(engine, "SELECT count(*) FROM search.posting WHERE term = 'number2'") == 0
    assert set(found('"common number99"')) == {"remark:0"}
    assert other.search(parse("number98", audiences=GUEST)).total == 1
    assert found("number96") == []


def test_everything_is_merged_once_more_is_gone_than_half_of_what_is_left(engine, put, monkeypatch):
    monkeypatch.setattr(merging, "MOST_GONE", 2)
    monkeypatch.setattr(merging, "SECONDS", 60)  # in one piece
    put(*[record(str(n), "word") for n in range(9)])
    gone = []
    for n in range(4):
        with engine.writing() as index:
            index.drop([f"remark:{n}"])
        gone.append(scalar(engine, "SELECT count(*) FROM search.gone"))
    assert gone == [1, 2, 3, 0]


def test_a_question_and_a_commit_go_on_while_segments_are_merged(engine, put, found, open_engine):
    """A question waits for no lock of a piece, and what is merged next waits for who writes."""
    for n in range(merging.MOST_ALIKE - 1):
        put(record(str(n), "common wording"))
    other = open_engine()
    with engine._index.turn_if_free() as connection:
        merging.begin_whole(connection)
        assert merging.advance(connection)
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        assert len(other.search(parse('"common wording"', audiences=GUEST)).hits) == 9
        assert scalar(other, waiting) == 0
    with other.writing() as index:
        with engine._index.turn_if_free() as connection:
            assert connection is None
        index.put([record("new", "common wording")])
    assert len(found('"common wording"')) == 10


def test_a_merge_that_is_cut_off_is_taken_up_again(engine, put, found, monkeypatch):
    monkeypatch.setattr(merging, "MOST_ALIKE", 3)
    monkeypatch.setattr(merging, "SECONDS", 0)  # one term in each piece
    monkeypatch.setattr(merging, "ROWS", 1)
    monkeypatch.setattr(merging, "WORTH_TELLING", 0)
    for name, number in zip("abc", ("one", "two", "three"), strict=True):
        put(record(name, f"common {number}"))
    with monkeypatch.context() as dying:
        dying.setattr(merging, "copy_postings", raising(ZeroDivisionError))
        with capture_logs() as said:
            put(record("d", "common four"))  # is there, whatever becomes of the merge
    assert [line["event"] for line in said] == ["index_merge_failed"]
    assert len(found("common")) == 4
    with capture_logs() as said:
        put(record("b", "uncommon"))
        assert (len(found("common")), len(found("two"))) == (3, 0)
        engine.optimise()
    merged = [line for line in said if line["event"] == "index_merged"]
    assert [(line["segments"], line["records"]) for line in merged] == [(3, 2), (3, 4)]
    assert (len(found("common")), found("uncommon")) == (3, ["remark:b"])


def test_a_piece_looks_at_the_clock_after_some_terms_and_leaves_the_rest_to_the_next(
    engine, put, found, monkeypatch
):
    for name, number in zip("abc", ("one", "two", "three"), strict=True):
        put(record(name, f"common {number}"))
    monkeypatch.setattr(merging, "ROWS", 3)
    monkeypatch.setattr(merging, "SECONDS", 0)
    pieces = []
    with engine._index.turn_if_free() as connection:
        merging.begin_whole(connection)
        while merging.advance(connection):
            pieces.append(
                connection.exec_driver_sql("SELECT field, term FROM search.merge").first()
            )
            assert len(pieces) < 100
    *underway, last = pieces
    assert len(underway) > 5 and last is None
    assert underway == sorted(underway)
    assert len(found("common")) == 3 and found("two") == ["remark:b"]
    assert scalar(engine, "SELECT count(DISTINCT segment) FROM search.posting") == 1


@pytest.mark.parametrize("at_once", [1, 3])
def test_more_words_than_are_sent_at_once_are_all_found(put, found, monkeypatch, at_once):
    monkeypatch.setattr("wgcop.search_engines.postgres.commits.AT_ONCE", at_once)
    put(record("a", "xylophones and trombones"), record("b", "bassoons and trombones"))
    assert sorted(found("trombones")) == ["remark:a", "remark:b"]
    assert (found("xylophones"), found("bassoons")) == (["remark:a"], ["remark:b"])


def test_the_words_of_a_segment_are_read_once(engine, put, monkeypatch):
    """And those of segments that were merged of such ones not again."""
    monkeypatch.setattr(written_words, "AT_ONCE", 1)
    put(record("a", "xylophones"))
    put(record("b", "trombones"))
    read, add = [], spelling.Lexicon.add

    def reading(lexicon, words):
        read.append({"xylophones", "trombones", "bassoons"}.intersection(words))
        add(lexicon, read[-1])

    monkeypatch.setattr(spelling.Lexicon, "add", reading)
    assert engine.words_like("trombons", audiences=GUEST) == ("trombones",)
    assert [*filter(None, read)] == [{"xylophones"}, {"trombones"}]
    engine.optimise()
    assert engine.words_like("xylophnes", audiences=GUEST) == ("xylophones",)
    put(record("c", "bassoons"))
    assert engine.words_like("basoons", audiences=GUEST) == ("bassoons",)
    assert [*filter(None, read)] == [{"xylophones"}, {"trombones"}, {"bassoons"}]


def raising(error):
    def fail(*_):
        raise error

    return fail


def test_segments_are_merged_with_others_of_their_size():
    assert merging.due(dict.fromkeys(range(9), 1)) == []
    assert merging.due(dict.fromkeys(range(10), 1) | {99: 5_000}) == [*range(10)]
    assert merging.due({n: 10 + n for n in range(10)} | {99: 1}) == [*range(10)]


def test_nothing_outlives_a_transaction_on_its_connection(engine, put, ask, place):
    """So that a pooler in front of PostgreSQL may give each transaction another connection."""
    put(record("a", "word"))
    ask("word")
    engine.hold()
    with engine._connections.connect() as connection:
        left = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM pg_prepared_statements), current_setting('statement_timeout')"
        ).one()
        held = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE locktype = 'advisory' AND state = 'idle'"
        ).scalar()
    assert (*left, held) == (0, "0", 0)


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
        "wgcop.search_engines.postgres.lookups.FETCH",
        "SELECT pg_sleep(1), %s::int[], %s::text[], %s::text[], %s::text[], %s::bool[]",
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
    monkeypatch.setattr("wgcop.search_engines.postgres.columns.MOST_REMEMBERED", 3)
    put(record("a", "word", audience="delegation:7"))
    for n in range(10):
        engine.search(parse("word", audiences=frozenset({f"person:{n}"})))
    with engine._index.reading() as (_, columns, _):
        assert len(columns.views) <= 3
    assert engine.search(parse("word", audiences=KENYAN)).total == 1


def test_a_connection_lost_at_any_step_of_a_commit_leaves_it_done_or_not_begun(
    put, place, ask, monkeypatch
):
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
    assert step > 5


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


def test_a_merge_is_given_more_time_than_a_search_which_has_little_once_the_records_are_known(
    engine, put
):
    put(record("a", "word"))
    with engine._index.turn_if_free() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "1min"
    for _ in range(2):
        with engine._index.reading() as (connection, _, _):
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "5s"


def test_what_readers_see_after_some_changes_is_what_is_found_when_all_is_looked_at_again(
    engine, put
):
    readers = [frozenset({"public"}), KENYAN, frozenset({"delegation:8"})]
    put(*[record(str(n), "word") for n in range(100)])
    for n in range(4):
        for reader in readers:
            engine.search(parse("word", audiences=reader))
        with engine._index.reading() as (_, before, _):
            known = {before.answered.seen_by(reader) for reader in readers}
        audience = ("public", "delegation:7", "delegation:8", "members")[n]
        put(record(str(n), "word again", audience=audience), record(f"new{n}", "word"))
        with engine.writing() as index:
            index.drop([f"remark:{n + 10}"])
        with engine._index.reading() as (_, columns, _):
            assert known <= set(columns.views)
            for reader, view in columns.views.items():
                anew = columns._view(reader)
                assert view.mask.tolist() == anew.mask.tolist()
                assert (view.readable, view.average_lengths) == (
                    anew.readable,
                    anew.average_lengths,
                )


def test_a_word_that_is_asked_for_alone_and_in_a_phrase_is_looked_up_with_its_places():
    """Whichever comes first: without the places, the phrase would be found nowhere."""
    child, line = frozenset({"child"}), frozenset({"helplin"})
    phrase = Term(((PhrasePlace(0, child), PhrasePlace(1, line)),), field="title")
    alone = Term((one_place(child),), field="title")
    for terms in ((phrase, alone), (alone, phrase)):
        with_places = {each.terms: asked for each, asked in lookups_of(terms).items()}
        assert with_places == {child: True, line: True}
    assert set(lookups_of([alone]).values()) == {False}
