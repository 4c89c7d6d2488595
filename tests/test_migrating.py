"""`wgcop migrate` beside another one and beside readers, and what is said where code and database do not fit."""

import subprocess
import sys
import time
from threading import Timer

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.conftest import SETTINGS
from tests.servers import environment
from wgcop.database import db, engine_options, fit, migrations
from wgcop.errors import Refused

MIGRATE = [sys.executable, "-c", "from wgcop.cli import main; main()", "migrate"]
ELSEWHERE = "9999"


@pytest.fixture
def engine(empty_database):
    engine = create_engine(**engine_options(empty_database))
    yield engine
    engine.dispose()


def test_of_two_at_once_one_migrates_and_the_other_waits_for_it(engine, empty_database, tmp_path):
    settings = {**SETTINGS, "DATABASE_URL": empty_database, "DATA_DIR": tmp_path / "var"}
    with migrations._alone(engine, print):  # neither may begin before both are there
        both = [
            subprocess.Popen(
                MIGRATE,
                env=environment(settings) | {"PYTHONPATH": ":".join(sys.path)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        assert all("Waiting for it to end." in one.stderr.readline() for one in both)
    said = sorted(one.communicate(timeout=60)[0] for one in both)
    newest = migrations.newest()
    assert [one.returncode for one in both] == [0, 0]
    assert said[0] == f"Nothing to do: the database is at version {newest}.\n"
    assert said[1].startswith(f"The database was brought from nothing to version {newest}, in ")
    assert migrations.fit_of(engine) is migrations.Fit.EXACT


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
def test_readers_do_not_stand_behind_a_migration_that_waits(engine, monkeypatch):
    """The first migration adds to `person`, which somebody is reading; others read it all the same."""
    monkeypatch.setattr(migrations, "PAUSES", (0.3,) * 10)
    migrations.upgrade(engine, "0043")
    said, waits = [], []
    reader = engine.connect()
    reader.execute(text("LOCK TABLE agenda_item IN ACCESS SHARE MODE"))

    def another_reads():
        began = time.monotonic()
        with engine.connect() as other:
            other.execute(text("SELECT count(*) FROM agenda_item"))
        waits.append(time.monotonic() - began)

    def leave():
        another_reads()
        reader.rollback()

    Timer(0.5, another_reads).start()
    Timer(2.8, leave).start()
    done = migrations.upgrade(engine, "0044", say=said.append)
    reader.close()
    assert (done.before, done.after, done.count) == ("0043", "0044", 1)
    assert said and "Trying again" in said[0]
    assert len(waits) == 2 and max(waits) < migrations.LOCK_SECONDS + 1


def test_what_was_done_before_a_step_failed_stays_done(engine, monkeypatch):
    def fail():
        raise ValueError("This step fails.")

    migrations.upgrade(engine, "0002")
    script = migrations.ScriptDirectory(str(migrations.FOLDER)).get_revision("0004").module
    loaded = migrations.ScriptDirectory.from_config

    def with_a_failure(config):
        scripts = loaded(config)
        scripts.get_revision("0004").module.upgrade = fail
        return scripts

    monkeypatch.setattr(migrations.ScriptDirectory, "from_config", with_a_failure)
    with pytest.raises(ValueError, match="This step fails"):
        migrations.upgrade(engine)
    assert migrations.version_of(engine) == "0003" and script
    assert "stale_record" not in inspect(engine).get_table_names()
    monkeypatch.undo()
    assert migrations.upgrade(engine).before == "0003"


# What fits


def bring_to(engine, version, least):
    """As a newer workspace would have done."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :version, least_version = :least"),
            {"version": version, "least": least},
        )


def test_a_server_of_the_version_before_keeps_no_page_over_a_migration(engine):
    migrations.upgrade(engine, "0089")

    def stamps():
        with engine.connect() as connection:
            return connection.execute(text("SELECT value, around FROM stamp")).one()

    before = stamps()
    migrations.upgrade(engine, "0090")
    assert all(one != other for one, other in zip(before, stamps(), strict=True))


def test_a_database_that_a_newer_version_added_to_is_served(app):
    with app.app_context():
        newest = migrations.newest()
        bring_to(db.engine, ELSEWHERE, newest)
        assert migrations.require_fit(db.engine) is migrations.Fit.EXPANDED
        assert migrations.upgrade(db.engine) == migrations.Migrated(ELSEWHERE, ELSEWHERE, 0)
        for least in (ELSEWHERE, None):
            bring_to(db.engine, ELSEWHERE, least)
            with pytest.raises(Refused, match=f"version {ELSEWHERE} by a newer workspace"):
                migrations.require_fit(db.engine)
            with pytest.raises(Refused, match=f"version {ELSEWHERE} by a newer workspace"):
                migrations.upgrade(db.engine)


def test_a_migration_that_takes_away_raises_the_least_version(monkeypatch):
    assert migrations.least_version(migrations.newest()) == migrations.NOTES_LEAST
    last = migrations._order()[migrations.newest()].module
    monkeypatch.setattr(last, "contract", migrations.newest(), raising=False)
    assert migrations.least_version(migrations.newest()) == migrations.newest()


@pytest.mark.settings(PROPAGATE_EXCEPTIONS=False)
def test_pages_say_in_plain_words_that_the_database_does_not_fit(
    app, world, http, statements, monkeypatch
):
    amina = http(world.amina)
    with app.app_context():
        bring_to(db.engine, ELSEWHERE, ELSEWHERE)
    assert amina.get("/resolutions/").status_code == 200  # nobody has looked yet
    with app.app_context():
        fit.look()
    with statements() as sent:
        page = amina.get("/resolutions/")
    assert page.status_code == 503 and page.headers["Retry-After"] and sent == []
    assert "is being brought up to date" in page.text
    monkeypatch.setitem(app.extensions, "languages", ["en", "ar"])
    arabic = http().get("/", headers={"Accept-Language": "ar"})
    assert arabic.status_code == 503 and '<html lang="ar" dir="rtl"' in arabic.text
    assert '<html lang="en"' in http().get("/", headers={"Accept-Language": "sw"}).text
    posted = amina.post("/sign-in", data={"email": "a"}, headers={"Accept": "application/json"})
    assert posted.status_code == 503 and "back in a few minutes" in posted.json["error"]
    assert http().get("/healthz").status_code == 200
    assert ELSEWHERE in fit.problem(app)

    with app.app_context():
        bring_to(db.engine, migrations.newest(), migrations.NOTES_LEAST)
        fit.look()
    assert amina.get("/resolutions/").status_code == 200


@pytest.mark.settings(PROPAGATE_EXCEPTIONS=False)
def test_a_missing_column_is_reason_to_look(app, world, http):
    with app.app_context():
        bring_to(db.engine, ELSEWHERE, ELSEWHERE)
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE edition RENAME TO edition_elsewhere"))
    page = http().get("/resolutions/")
    assert page.status_code == 503 and "is being brought up to date" in page.text


@pytest.mark.settings(PROPAGATE_EXCEPTIONS=False)
def test_a_missing_column_of_a_database_that_fits_is_an_error(app, world, http):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE edition RENAME TO edition_elsewhere"))
    assert http().get("/resolutions/").status_code == 500
