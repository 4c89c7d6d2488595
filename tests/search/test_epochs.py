"""Whatever was put back or switched, what is found is what the database holds."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from sqlalchemy import text

from tests import servers
from tests.conftest import SETTINGS
from wgcop.app import create_app
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.search import indexer
from wgcop.search.question.parsing import parse
from wgcop.search_engines import choice
from wgcop.search_engines.choice import current_engine, engine_of

CLAUSE = "/clauses/wtdc-67.recs_recalling__rec_a"
# A version that keeps its index in another way.
NEWER = """
import sys
from wgcop.search_engines.whoosh import index
index.FORMAT = "another"
from wgcop.cli import main
main(sys.argv[1:])
"""
MEMBER = frozenset({"public", "members"})


def earlier_copy(settings, file):
    with closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(settings)) as now:
        now.backup(copy)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_running_server_finds_nothing_that_a_database_put_back_does_not_hold(
    world, app, database, tmp_path
):
    live, copy = database["DATABASE_URL"].removeprefix("sqlite:///"), tmp_path / "earlier.db"
    with servers.workspace({**SETTINGS, **database}, tmp_path) as served:
        kenya = servers.Caller(served, app, world.wanjiru)

        def total(words):
            return kenya.get("/api/v1/search", params={"q": words}).json()["total"]

        def settles(words, count):
            deadline = time.monotonic() + 20
            while total(words) != count and time.monotonic() < deadline:
                time.sleep(0.05)
            return total(words)

        campaigns = settles("campaign", total("campaign"))
        assert campaigns
        earlier_copy(live, copy)
        said = {"body": "The quokka stays among us.", "audience": "delegation", "key": "quokka"}
        assert kenya.post(f"{CLAUSE}/comments", {**said, "audience": kenya_of(world)}).ok
        assert settles("quokka", 1) == 1

        done = command(NEWER, {**SETTINGS, **database}, "index", "drain")
        assert done.returncode != 0
        assert "another version" in done.stderr
        said = command(NEWER, {**SETTINGS, **database}, "search", "campaign").stdout
        assert "does not hold everything yet" in said
        assert total("quokka") == 1

        earlier_copy(copy, live)
        assert total("quokka") == 0
        assert "stays among us" not in kenya.get("/search?q=quokka+campaign").text
        assert settles("campaign", campaigns) == campaigns
        assert total("quokka") == 0


def kenya_of(world):
    return world.delegation("Kenya").audience


def command(program, settings, *arguments):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *arguments],
        env={**os.environ, **servers.environment(settings)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_was_said_while_another_engine_was_used_is_found(world, database, http, app):
    """In the folder, in PostgreSQL, and in the folder again."""

    def found(engine, words):
        other = create_app({**SETTINGS, **database, "SEARCH_ENGINE": engine})
        with other.app_context():
            before = current_engine().search(parse(words, audiences=MEMBER))
            indexer.drain_all()
            after = current_engine().search(parse(words, audiences=MEMBER))
            assert not after.filling
            db.session.close()
            db.engine.dispose()
        if engine == "postgres":
            engine_of(other).close()
        return before.total, after.total

    amina = http(world.amina)
    amina.post(f"{CLAUSE}/comments", data={"body": "A quokka.", "audience": "members"})
    assert found("whoosh", "quokka") == (0, 1)
    amina.post(f"{CLAUSE}/comments", data={"body": "A quokka too.", "audience": "members"})
    assert found("postgres", "quokka") == (0, 2)
    amina.post(f"{CLAUSE}/comments", data={"body": "A quokka again.", "audience": "members"})
    assert found("whoosh", "quokka") == (0, 3)
    assert found("postgres", "quokka") == (0, 3)


def test_an_index_of_an_earlier_state_of_the_database_is_not_asked(world, app, http, indexed):
    """What the database knows of its index comes back with it, in whatever way it was put back."""
    with app.app_context():
        earlier = db.session.execute(text("SELECT epoch FROM index_state")).scalar()
    amina = http(world.amina)
    amina.post(f"{CLAUSE}/comments", data={"body": "A quokka.", "audience": "members"})
    with app.app_context():
        indexer.drain_all()
        assert current_engine().search(parse("quokka", audiences=MEMBER)).total == 1
        db.session.execute(text("UPDATE index_state SET epoch = :epoch"), {"epoch": earlier})
        db.session.execute(text("DELETE FROM comment WHERE body = 'A quokka.'"))
        db.session.commit()
    assert "quokka" not in amina.get("/search.json?q=quokka").text
    assert amina.get("/search/suggestions?q=quok").get_json() == {"suggestions": []}
    with app.app_context():
        indexer.drain_all()
        results = current_engine().search(parse("quokka", audiences=MEMBER))
        assert (results.total, results.filling) == (0, False)
        assert current_engine().search(parse("campaign", audiences=MEMBER)).total


def test_while_the_index_fills_results_say_so(world, app, http, indexed):
    visitor = http(world.amina)

    def told():
        page = visitor.get("/search?q=campaign").text
        asked = visitor.get("/search.json?q=campaign").get_json()
        table = visitor.get("/search.csv?q=campaign").headers
        return (
            "is being filled" in page,
            asked["filling"],
            table.get("X-Index") == "filling",
        )

    assert told() == (False, False, False)
    with app.app_context():
        db.session.execute(text("UPDATE index_state SET is_filling = true"))
        db.session.commit()
    assert told() == (True, True, True)
    refused = visitor.post("/radar", data={"text": "Guidance on helplines for children. " * 20})
    assert refused.status_code == 503
    with app.app_context():
        indexer.drain_all()
    assert told() == (False, False, False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["index", "radar", "index/format", "radar/shingle-counts"])
def test_a_server_does_not_start_on_files_it_cannot_use_and_names_them(app, database, name):
    place = database["DATA_DIR"] / name
    if "/" in name:
        place.parent.mkdir(exist_ok=True)
        place.unlink(missing_ok=True)
        place.mkdir()
    else:
        shutil.rmtree(place, ignore_errors=True)
        place.write_text("not a folder")
    with pytest.raises(Refused, match=f"{name} cannot be used"):
        choice.check_folders(app)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_starts_beside_the_folder_of_a_writer_that_was_cut_off(app, database):
    (database["DATA_DIR"] / "index" / "MAIN.tmp").mkdir(parents=True)

    choice.check_folders(app)
