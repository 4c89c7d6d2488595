"""Finding the counterpart in another language among what its reader may see."""

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.radar.test_comparers import TEXTS
from tests.search.world import GUEST, MEMBER
from wgcop.database import engine_options
from wgcop.radar import counterparts
from wgcop.radar.comparers import ByLetters, ByMeaning, Method
from wgcop.radar.counterparts import TextPrint
from wgcop.search.records import Record, works
from wgcop.search_engines.whoosh.engine import WhooshEngine

DRAFT = TEXTS["helpline"]["en"]
FOLLOWER = counterparts.CounterpartFollower()


def document(number, language, text, audience="public"):
    return Record(
        id=f"document:{number}",
        kind="document",
        title="",
        text=text,
        url=f"/priorwork/{number}",
        language=language,
        audience=frozenset({audience}),
    )


@pytest.fixture
def session(empty_database):
    engine = create_engine(**engine_options(empty_database))
    TextPrint.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def engine(tmp_path):
    return WhooshEngine(tmp_path / "index")


@pytest.fixture
def shelf(session, engine):
    """`keep(document(…), …)`, and what `look()` then finds for the English draft."""
    app = Flask(__name__)
    counterparts.init_app(app)

    class Shelf:
        def keep(self, *records):
            with engine.writing() as index:
                index.put(records)
            found = {record.id: record for record in records}
            self._update(found)

        def drop(self, record):
            with engine.writing() as index:
                index.drop([record.id])
            self._update({record.id: None})

        def _update(self, records):
            FOLLOWER.prepare(records).store(session)
            session.commit()

        def look(self, audiences=GUEST, **options):
            options = {"text": DRAFT, "language": "en"} | options
            with app.app_context():
                return counterparts.find(session, engine, audiences=audiences, **options)

    return Shelf()


FRENCH = document(1, "fr", TEXTS["helpline"]["fr"])
RUSSIAN = document(2, "ru", TEXTS["helpline"]["ru"], "members")
SCHOOLS = document(3, "fr", TEXTS["schools"]["fr"])
ENGLISH = document(4, "en", DRAFT)


def ids(found):
    return [counterpart.work.id for counterpart in found]


def test_each_other_language_gives_its_likeliest_text(shelf):
    shelf.keep(FRENCH, RUSSIAN, SCHOOLS, ENGLISH)
    found = shelf.look(MEMBER)
    assert sorted(ids(found)) == ["document:1", "document:2"]
    assert {counterpart.method for counterpart in found} == {Method.MEANING}


def test_a_guest_does_not_learn_of_what_members_read(shelf):
    shelf.keep(FRENCH, RUSSIAN, SCHOOLS)
    assert ids(shelf.look(GUEST)) == ["document:1"]


def test_what_not_all_members_read_is_not_even_kept(shelf, session):
    shelf.keep(document(5, "fr", TEXTS["helpline"]["fr"], "delegation:7"))
    assert session.query(TextPrint).count() == 0
    assert shelf.look(frozenset({"public", "members", "delegation:7"})) == []


def test_what_is_dropped_or_reworded_is_no_counterpart_any_more(shelf):
    shelf.keep(FRENCH, RUSSIAN)
    assert len(shelf.look(MEMBER)) == 2
    shelf.drop(RUSSIAN)
    shelf.keep(document(1, "fr", TEXTS["schools"]["fr"]))
    assert shelf.look(MEMBER) == []


def test_the_draft_itself_is_left_out_and_little_text_asks_nothing(shelf):
    shelf.keep(FRENCH)
    assert shelf.look(besides="document:1") == []
    assert shelf.look(text="Helplines for children.") == []


def test_without_the_encoder_letters_are_compared_and_it_says_so(shelf, monkeypatch):
    monkeypatch.setattr(counterparts, "comparer", ByLetters)
    monkeypatch.setattr(ByLetters, "LEAST", 0.02)  # four texts are too few to weigh letters by
    shelf.keep(FRENCH, SCHOOLS, ENGLISH)
    (found,) = shelf.look()
    assert (found.work.id, found.method) == ("document:1", Method.LETTERS)


def test_prints_of_another_method_are_noted_to_be_made_again(shelf, session, monkeypatch):
    monkeypatch.setattr(counterparts, "comparer", ByLetters)
    shelf.keep(FRENCH)
    assert not FOLLOWER.outdated_kinds(session)
    monkeypatch.setattr(counterparts, "comparer", ByMeaning)
    assert FOLLOWER.outdated_kinds(session) == works()
    assert shelf.look() == []
