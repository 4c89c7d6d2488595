"""Pages read from a copy of the database that follows it: never behind what the reader wrote, and the same when it is gone."""

import time

import pytest
from sqlalchemy import make_url, select, text

from tests.postgres import binaries
from wgcop.database import READER, db
from wgcop.database import replica as replicas
from wgcop.database.stamp import stamps
from wgcop.health import checks
from wgcop.health.diagnosis import Severity
from wgcop.observing import figures
from wgcop.resolutions.models import Clause
from wgcop.search_engines.choice import engine_of
from wgcop.upkeep.doctor import database as doctor
from wgcop.upkeep.doctor.examination import Examination

pytestmark = [
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
    pytest.mark.databases,
]


@pytest.fixture(scope="module")
def copy(cluster):
    copy = cluster.copy(binaries())
    copy.start()
    yield copy
    copy.remove()


@pytest.fixture
def settings(database, copy):
    name = make_url(database["DATABASE_URL"]).database
    return {"DATABASE_READ_URL": copy.url(name), "SEARCH_ENGINE": "postgres"}


@pytest.fixture
def look(app, copy, monkeypatch):
    """`look()`: what the process then knows of the copy. `look(caught_up=True)` waits until it has everything."""
    replica = replicas.replica_of(app)
    monkeypatch.setattr(replicas, "LOOK_EVERY", 60)  # nobody looks beside the test

    def look(*, caught_up=False):
        with app.app_context():
            replica.look()
            deadline = time.monotonic() + 30
            while caught_up and not (replica.is_close and replica.lag < 0.5):
                assert time.monotonic() < deadline, "The copy does not follow."
                replica.look()
        return replica

    look(caught_up=True)
    yield look
    with app.app_context():
        db.get_engine(READER).dispose()
    engine_of(app).close()


@pytest.fixture
def address(app):
    with app.app_context():
        wid = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
        db.session.close()
    return f"/clauses/{wid}"


def read_from(source):
    return figures.READ_FROM.labels(source)._value.get()


def test_readers_get_the_copy_and_writers_what_they_wrote(app, world, http, copy, look, address):
    amina, caio = http(world.amina), http(world.caio)
    copy.admin.execute("SELECT pg_wal_replay_pause()")
    try:
        said = {"body": "Quokkas read this first.", "audience": "members", "type": "substantive"}
        assert amina.post(f"{address}/comments", data=said).status_code == 303
        look()
        before = read_from("replica")
        assert "Quokkas read this first." not in caio.get(address).text
        assert caio.get("/search?q=quokkas").status_code == 200
        assert http().get("/resolutions/").status_code == 200
        assert read_from("replica") == before + 3
        assert "Quokkas read this first." in amina.get(address).text
        assert "Quokkas read this first." in http(world.amina).get(address).text
        assert read_from("replica") == before + 3

        replica = look()
        replica.longest_lag = 0.0
        assert "Quokkas read this first." in caio.get(address).text
    finally:
        copy.admin.execute("SELECT pg_wal_replay_resume()")
    replica.longest_lag = 5
    look(caught_up=True)
    assert "Quokkas read this first." in amina.get(address).text
    assert read_from("replica") == before + 4


def test_a_copy_that_is_killed_costs_no_page_and_is_read_again_when_it_is_back(
    app, world, http, copy, look, address
):
    caio = http(world.caio)
    assert caio.get(address).status_code == 200
    copy.kill()
    try:
        before = read_from("database again")
        assert caio.get(address).status_code == 200
        assert read_from("database again") == before + 1
        assert caio.get("/search?q=helplines").status_code == 200
        assert read_from("database again") == before + 1, "It was asked once more."
        assert look().lag is None
        with app.app_context():
            assert checks._shared("replica")().grade is Severity.WARNING
            assert "The copy does not answer" in str(*doctor.replica(Examination(app)))
    finally:
        copy.start()
    look(caught_up=True)
    before = read_from("replica")
    assert caio.get(address).status_code == 200
    assert read_from("replica") == before + 1
    with app.app_context():
        assert checks._shared("replica")().grade is Severity.OK
        assert "pages are read from it" in str(*doctor.replica(Examination(app)))


def test_a_page_that_turns_out_to_write_is_answered_by_the_database(app, world, http, look):
    def writes():
        db.session.execute(text("CREATE TABLE written (id integer)"))
        db.session.commit()
        return "It was written."

    app.add_url_rule("/writes", view_func=writes)
    assert http(world.amina).get("/writes").text == "It was written."
    before = read_from("replica")
    app.view_functions["writes"] = lambda: "Nothing to write."
    http(world.amina).get("/writes")
    assert read_from("replica") == before


def test_a_page_that_is_answered_again_keeps_nothing_under_the_stamps_of_the_copy(
    app, world, http, copy, look, address
):
    seen = []

    def writes_at_first():
        seen.append(stamps())
        if len(seen) == 1:
            db.session.execute(text("CREATE TABLE unwritten (id integer)"))
        return "Read twice."

    app.add_url_rule("/stamped", view_func=writes_at_first)
    copy.admin.execute("SELECT pg_wal_replay_pause()")
    try:
        said = {"body": "Quokkas change the stamp.", "audience": "members", "type": "substantive"}
        assert http(world.amina).post(f"{address}/comments", data=said).status_code == 303
        look()
        assert http().get("/stamped").text == "Read twice."
    finally:
        copy.admin.execute("SELECT pg_wal_replay_resume()")
    of_copy, of_database = seen
    assert of_copy.all != of_database.all
