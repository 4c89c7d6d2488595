"""An engine in a folder, a database of either kind, and what it takes to put and to ask."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.search.world import GUEST, Base, of_these_tests
from wgcop import db as database
from wgcop.search import outbox, records
from wgcop.search.known import KnownRecord
from wgcop.search.outbox import StaleRecord
from wgcop.search.query import parse
from wgcop.search.whoosh_engine import WhooshEngine


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
    KnownRecord.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(folder):
    return WhooshEngine(folder)


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
