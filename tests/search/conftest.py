"""An engine in a folder, a database of either kind, and what it takes to put and to ask."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.databases import DATABASES
from tests.search.places import ENGINES, Place
from tests.search.world import GUEST, Base, of_these_tests
from wgcop import database
from wgcop.database.stamp import Stamp
from wgcop.search import indexer, outbox, records
from wgcop.search.epochs import IndexState
from wgcop.search.outbox import StaleRecord
from wgcop.search.question.parsing import parse
from wgcop.search.record_dates import RecordDates
from wgcop.search_engines.choice import EXTENSION
from wgcop.search_engines.postgres.engine import PostgresEngine


@pytest.fixture
def models(monkeypatch):
    """Only these two are known while the test runs; other tests never meet them."""
    for module in (records, outbox):
        monkeypatch.setattr(module, "SEARCHABLE", of_these_tests)


@pytest.fixture
def session(models, empty_database) -> Iterator[Session]:
    engine = create_engine(**database.engine_options(empty_database))
    Base.metadata.create_all(engine)
    StaleRecord.__table__.create(engine)
    RecordDates.__table__.create(engine)
    IndexState.__table__.create(engine)
    Stamp.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def settings(settings, database):
    """What is asked of the application: on PostgreSQL the engine in it answers, else the one in the folder."""
    is_postgres = database["DATABASE_URL"].startswith("postgresql")
    return {"SEARCH_ENGINE": "postgres" if is_postgres else "whoosh", **settings}


@pytest.fixture
def app(app):
    yield app
    engine = app.extensions[EXTENSION]
    if isinstance(engine, PostgresEngine):
        engine.close()


@pytest.fixture
def indexed(app, world):
    """The demo world is found, also by an engine that is new in this test."""
    with app.app_context():
        indexer.drain_all()


@pytest.fixture(scope="session")
def search_database(cluster) -> Iterator[str]:
    """One database in which the tests' engines follow one another."""
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(
    params=[name for name in sorted(ENGINES) if name == "whoosh" or "postgresql" in DATABASES]
)
def place(request, folder):
    """Of either kind, so that one suite holds for both engines."""
    if request.param == "whoosh":
        return Place("whoosh", str(folder))
    return Place("postgres", request.getfixturevalue("search_database"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def open_engine(place):
    """`open_engine()` is the engine as another process has it."""
    with ExitStack() as stack:

        def open_engine():
            engine = place.open()
            if place.engine == "postgres":
                stack.callback(engine.close)
            return engine

        yield open_engine


@pytest.fixture
def engine(open_engine):
    engine = open_engine()
    engine.clear()
    return engine


@pytest.fixture
def put(engine):
    """`put(record("a", "text"), …)` and it is found."""

    def put(*given):
        with engine.writing() as index:
            index.put(given)

    return put


@pytest.fixture
def ask(engine):
    """`ask("children")` as a guest, `ask("children", KENYAN)` as a delegate of Kenya."""

    def ask(typed, audiences=GUEST, **options):
        return engine.search(parse(typed, audiences=audiences, **options))

    return ask


@pytest.fixture
def found(ask):
    """The ids, best first."""

    def found(typed, audiences=GUEST, **options):
        return [hit.id for hit in ask(typed, audiences, **options).hits]

    return found
