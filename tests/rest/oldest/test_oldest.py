"""A workspace of the first version that had migrations, brought to this one with all that was said in it.

`demo-0010.sql.gz` is the demo world as `wgcop demo` of that version stored it, at revision 0010, as SQLite writes it out. `addresses-0010.txt` are the addresses that its pages led to and that answered,
each with those who could read it: what a crawl of that version found.
"""

import gzip
import re
import sqlite3
from collections import Counter
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, func, insert, select, text

from tests.conftest import SETTINGS, Visitor
from tests.databases import DATABASES
from tests.slices import part_of_today
from tests.templates import Template
from wgcop.app import create_app
from wgcop.database import db, engine_options, migrations
from wgcop.demo.people import PASSWORD
from wgcop.search import indexer

DUMP = Path(__file__).parent / "demo-0010.sql.gz"
ADDRESSES = Path(__file__).parent / "addresses-0010.txt"
REVISION = "0010"
PAGES = (
    "/",
    "/resolutions/",
    "/resolutions/67-hyderabad-2010",
    "/meetings/",
    "/meetings/wg-cop-3",
    "/contributions/",
    "/initiatives/",
    "/implementation/67-hyderabad-2010",
    "/priorwork/",
    "/people/",
    "/documents/WG-COP/3/1",
    "/account",
)
OF_GUESTS = ("/", "/resolutions/", "/resolutions/67-hyderabad-2010", "/meetings/", "/initiatives/")
REMADE = {"alembic_version", "stale_record", "topic", "entry"}
"""What is bookkeeping, and grows when the workspace is brought to another version."""


@pytest.fixture(scope="module")
def old_rows(tmp_path_factory):
    """The rows as they were, by table."""
    file = tmp_path_factory.mktemp("old") / "old.db"
    write(file)
    engine = create_engine(f"sqlite:///{file}")
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.sorted_tables
        }
    engine.dispose()
    return rows


def write(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(gzip.decompress(DUMP.read_bytes()).decode())


@pytest.fixture(scope="module", params=DATABASES)
def template(request, tmp_path_factory, old_rows):
    """The workspace of then, in either engine, after `wgcop migrate`, with what is found by searching it."""
    folder = tmp_path_factory.mktemp("migrated")
    if request.param == "sqlite":
        write(folder / "wgcop.db")
        made = Template(folder)
    else:
        cluster = request.getfixturevalue("cluster")
        made = Template(folder, cluster, cluster.create())
    url = made.cluster.url(made.name) if made.cluster else f"sqlite:///{folder / 'wgcop.db'}"
    engine = create_engine(**engine_options(url))
    if made.cluster:
        migrations.upgrade(engine, REVISION)
        fill(engine, old_rows)
    done = migrations.upgrade(engine)
    assert (done.before, done.after) == (REVISION, migrations.newest())
    engine.dispose()
    app = create_app({**SETTINGS, "DATA_DIR": folder, "DATABASE_URL": url})
    with app.app_context():
        indexer.drain_all()
        db.session.close()
        db.engine.dispose()
    yield made
    if made.cluster:
        made.cluster.drop(made.name)


@pytest.fixture
def database(template, tmp_path):
    with template.copy(tmp_path / "var") as settings:
        yield settings


@pytest.fixture
def migrated(database):
    engine = create_engine(**engine_options(database["DATABASE_URL"]))
    yield engine
    engine.dispose()


def fill(engine, rows):
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])
            if "id" in table.columns and table.columns["id"].autoincrement:
                last = select(func.coalesce(func.max(table.columns["id"]), 1)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, last)))


@pytest.fixture
def visitors(database):
    """Browsers of people of then, by the first words of their addresses of mail, and of a guest."""
    app = create_app({**SETTINGS, **database})
    app.test_client_class = Visitor

    def visitor(name):
        visitor = app.test_client()
        if name != "guest":
            typed = {"email": f"{name}@example.org", "password": PASSWORD}
            assert visitor.post("/sign-in", data=typed).status_code == 303
        return visitor

    yield cache(visitor)
    with app.app_context():
        db.engine.dispose()


def test_every_address_of_then_leads_to_what_it_showed(visitors, template):
    """On PostgreSQL, which is given the same rows, some each day."""

    @cache
    def shown(reader, path):
        """What it leads to: the code, and the places on it. Many addresses lead to the same page."""
        page = visitors(reader).get(path)
        if page.location:
            return shown(reader, page.location.partition("#")[0])
        is_page = page.status_code == 200 and "html" in page.content_type
        return page.status_code, set(re.findall(r'id="([^"]*)"', page.text)) if is_page else set()

    dead, lines = [], ADDRESSES.read_text().splitlines()
    for line in part_of_today(lines, 4) if template.cluster else lines:
        address, readers = line.split()
        path, _, anchor = address.partition("#")
        for reader in readers.split(","):
            visitor = visitors(reader)
            place = anchor
            led = path
            if comment := re.fullmatch(r"comment-(\d+)", anchor):
                # A browser keeps the anchor to itself; `open-threads.js` asks for it like this.
                asked = visitor.get(path, query_string={"comment": comment[1]})
                led, _, place = asked.headers.get("Location", address).partition("#")
            code, places = shown(reader, led)
            if code != 200 or (place and place not in places):
                dead.append((reader, address, code))
    assert dead == []


def test_the_number_of_a_comment_leads_on_whoever_may_read_it_and_tells_nobody_else(
    visitors, old_rows
):
    wids = {row["id"]: row["address"] for row in old_rows["thread"]}
    kenya = next(row["id"] for row in old_rows["delegation"] if row["name"] == "Kenya")
    amina, helena = visitors("amina"), visitors("helena")
    private = 0
    for row in old_rows["comment"]:
        number, thread = row["id"], wids[row["thread_id"]]
        for reader, may in (
            (amina, row["audience"] in ("members", f"delegation:{kenya}")),
            (helena, row["audience"] == "members"),
        ):
            comment = reader.get(f"/comments/{number}")
            opened = reader.get(f"{thread}?comment={number}")
            if may:
                name = comment.headers["Location"].rpartition("/")[2]
                assert reader.get(f"/comments/{name}").status_code == 200
                assert opened.headers["Location"] == f"{thread}?comment={name}#comment-{name}"
                shown = reader.get(opened.headers["Location"]).text
                assert f'id="comment-{name}"' in shown
            else:
                private += 1
                assert (comment.status_code, opened.status_code) == (404, 200)
                assert told(comment) == told(reader.get("/comments/999"))
                assert told(opened) == told(reader.get(f"{thread}?comment=999"))
    assert private
    guest = visitors("guest").get("/comments/1")
    assert guest.headers["Location"].startswith("/sign-in?next=")

    said = amina.post(
        "/clauses/wtdc-67.recs_recognizing__rec_b/comments",
        data={"body": "Said after the upgrade.", "audience": "members", "type": "substantive"},
    )
    assert said.status_code in (200, 201, 303)
    newest = max(row["id"] for row in old_rows["comment"]) + 1
    assert amina.get(f"/comments/{newest}").status_code == 404


def told(page):
    """Its words, without the number that was asked for and the token of the moment."""
    return re.sub(
        r'(comments/|comment=|comment%3D)\d+|"I[\w.-]{40,}"|value="[0-9a-f]{32}"', "", page.text
    )


def test_nothing_is_lost_and_every_page_answers(migrated, old_rows, visitors):
    tables = MetaData()
    tables.reflect(migrated)
    with migrated.connect() as connection:
        words = connection.execute(text("SELECT body, audience FROM comment")).all()
        counts = {
            name: connection.scalar(select(func.count()).select_from(tables.tables[name]))
            for name in old_rows
            if name in tables.tables
        }
    assert Counter(map(tuple, words)) == Counter(
        (row["body"], row["audience"]) for row in old_rows["comment"]
    )
    assert {name: count for name, count in counts.items() if name not in REMADE} == {
        name: len(rows) for name, rows in old_rows.items() if name in counts and name not in REMADE
    }

    amina, guest = visitors("amina"), visitors("guest")
    shown = {address: amina.get(address) for address in PAGES}
    assert {address: page.status_code for address, page in shown.items()} == dict.fromkeys(
        PAGES, 200
    )
    assert {guest.get(address).status_code for address in OF_GUESTS} == {200}

    # Each discussion is there word for word; a delegation's own stays its own.
    threads = [
        amina.get(f"{row['address'].partition('#')[0]}/thread", headers={"X-Fragment": "1"})
        for row in old_rows["thread"]
        if row["address"].startswith("/clauses/")
    ]
    assert threads and {page.status_code for page in threads} == {200}
    said = " ".join(page.text for page in threads)
    kenya = next(row["id"] for row in old_rows["delegation"] if row["name"] == "Kenya")
    for row in old_rows["comment"]:
        if row["audience"].startswith("delegation:") and row["audience"] != f"delegation:{kenya}":
            first_words = row["body"][:60]
            assert first_words not in said
            found = amina.get("/search", query_string={"q": f'"{first_words}"'})
            assert row["body"][60:90] not in found.text

    first = next(row for row in old_rows["comment"] if row["audience"] == "members")
    question = " ".join(first["body"].replace("*", "").split()[:6])
    assert question.split(":")[0] in amina.get("/search", query_string={"q": question}).text
    posted = amina.post(
        "/clauses/wtdc-67.recs_recognizing__rec_b/comments",
        data={"body": "Said after the upgrade.", "audience": "members", "type": "substantive"},
    )
    assert posted.status_code in (200, 201, 303), posted.text
